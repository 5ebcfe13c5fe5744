"""Me too, follow, my cases: for programs, by the same forms and allowances as the pages."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from yankao.kernel.programmes.access import client
from yankao.kernel.programmes.api.door import PROBLEMS, refused, valid
from yankao.kernel.programmes.schemas import Problem

from . import doors, following, mycases
from .budgets import FOLLOWS, network
from .followpages import TOO_OFTEN, AreaForm
from .reach import ReachForm
from .receipts import number_of

router = Router(tags=["Counter"], auth=None)
TOO_MANY = {429: Problem}


class ReachIn(Schema):
    """An e-mail address or a mobile number, if one wants to be told."""

    reach: str = ""


class AffectedOut(Schema):
    affected: int


class FollowIn(Schema):
    """A district by its code, a case by its number, or a circle of `metres` around that case."""

    reach: str
    district: str = ""
    number: str = ""
    metres: int | None = None


class MineIn(Schema):
    email: str


def spend(request: HttpRequest) -> None:
    if not FOLLOWS.spend(network(client(request))):
        raise HttpError(429, str(TOO_OFTEN))


@router.post("/map/{number}/affected", response={200: AffectedOut, **PROBLEMS, **TOO_MANY},
             operation_id="counter_affected")  # fmt: skip
def affected(request: HttpRequest, number: str, payload: ReachIn) -> Any:
    """Me too; a program is counted by the address it gives."""
    case = doors.public_cases().filter(number=number_of(number)).first()
    if case is None:
        raise Http404
    reach = valid(ReachForm(payload.dict())).cleaned_data["reach"]
    if not reach:
        raise refused("reach", TOLD)
    spend(request)
    following.affected(case, "", reach)
    case.refresh_from_db(fields=["affected"])
    return case


TOLD = AreaForm.base_fields["reach"].error_messages["required"]


@router.post("/follow", response={202: None, **PROBLEMS, **TOO_MANY},
             operation_id="counter_follow")  # fmt: skip
def follow(request: HttpRequest, payload: FollowIn) -> Any:
    """Asks the address whether it is meant; only then letters follow."""
    said = {name: value if value is not None else "" for name, value in payload.dict().items()}
    form = valid(AreaForm(said))
    subject = form.subject()
    if subject is None:
        raise Http404
    spend(request)
    following.follow(subject, form.cleaned_data["reach"])
    return Status(202, None)


@router.post("/mine", response={202: None, **PROBLEMS, **TOO_MANY}, operation_id="counter_mine")
def mine(request: HttpRequest, payload: MineIn) -> Any:
    """A link to all cases of an address is sent to it; says the same whatever is found."""
    email = valid(mycases.MineForm(payload.dict())).cleaned_data["email"]
    if not mycases.wanted(email, client(request)):
        raise HttpError(429, str(mycases.TOO_OFTEN))
    return Status(202, None)
