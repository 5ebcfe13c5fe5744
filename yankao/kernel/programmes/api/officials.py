"""Officials' accounts, for those who manage a room."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Body, Field, Router, Schema, Status

from yankao.kernel.people.models import Person

from ..access import client
from ..officials import accounts, roster
from ..officials.forms import OfficialForm, facts_of
from ..officials.pages import SIZE, found
from ..schemas import Problem, body, form_data
from .door import PROBLEMS, through, valid, who

router = Router(tags=["Desk"], auth=through(accounts.keeps_accounts))
OfficialIn = body("OfficialIn", OfficialForm)
FACTS = ("username", "name", "email", "phone", "is_active", "last_login")


class OfficialOut(Schema):
    """`unit` is a code; `duties` how many are in force."""

    id: int
    username: str
    name: str
    unit: str | None
    email: str
    phone: str
    is_active: bool
    last_login: datetime | None
    duties: int


class OfficialChangeIn(Schema):
    """What is left out stays; `unit` is a code."""

    name: str | None = None
    unit: str | None = None
    email: str | None = None
    phone: str | None = None


class SignInLinkOut(Schema):
    """Told once: where the owner sets a password, within three days."""

    link: str


class LeftOut(Schema):
    """How many open cases still name this official."""

    open_cases: int


class RosterRowIn(Schema):
    """`unit` is a code; of a known user name what is empty stays."""

    username: str
    name: str = ""
    unit: str = ""
    email: str = ""
    phone: str = ""


Rows = Body[Annotated[list[RosterRowIn], Field(max_length=roster.MOST)]]


class RejectedOut(Schema):
    line: int
    username: str
    reason: str


class TakenOut(Schema):
    """Every row is in one of them; lines begin at 1."""

    entered: int
    changed: int
    known: int
    rejected: list[RejectedOut]


class AccountLogOut(Schema):
    """In words; `role` and `unit` are empty for what concerns the account itself."""

    at: datetime
    what: str
    role: str
    unit: str
    by: str


def out(pk: int) -> dict[str, Any]:
    """One account as it stands now."""
    return told(found("", left=None).get(pk=pk))


def told(person: Any) -> dict[str, Any]:
    return {name: getattr(person, name) for name in FACTS} | {
        "id": person.pk, "unit": person.unit.code if person.unit else None, "duties": person.held,
    }  # fmt: skip


@router.get("/officials", response={200: list[OfficialOut], 404: Problem},
            operation_id="desk_officials")  # fmt: skip
def officials(request: HttpRequest, q: str = "", left: bool = False, after: str = "") -> Any:
    """Fifty at a time by user name, from the one after `after`."""
    return [told(row) for row in found(q, left=left).filter(username__gt=after)[:SIZE]]


@router.post("/officials", response={201: OfficialOut, **PROBLEMS},
             operation_id="desk_enter_official")  # fmt: skip
def enter(request: HttpRequest, payload: OfficialIn) -> Any:  # type: ignore[valid-type]
    """A new account without a password; ask for its link next."""
    form = valid(OfficialForm(form_data(payload, OfficialForm)))
    person = accounts.enter(form.save(commit=False), by=who(request), client=client(request))
    return Status(201, out(person.pk))


@router.post("/officials/roster", response={200: TakenOut, **PROBLEMS},
             operation_id="desk_take_roster")  # fmt: skip
def take(request: HttpRequest, payload: Rows) -> Any:
    """Many at once; more than a thousand are refused."""
    rows = [(line, row.dict()) for line, row in enumerate(payload, 1)]
    return vars(roster.take(rows, by=who(request), client=client(request)))


@router.post("/officials/{pk}", response={200: OfficialOut, **PROBLEMS},
             operation_id="desk_change_official")  # fmt: skip
def change(request: HttpRequest, pk: int, payload: OfficialChangeIn) -> Any:
    person = get_object_or_404(Person, pk=pk)
    facts = facts_of(person) | form_data(payload, OfficialForm)
    form = valid(OfficialForm(facts, instance=person))
    accounts.change(form.instance, form.changed_data, by=who(request), client=client(request))
    return out(pk)


@router.post("/officials/{pk}/leave", response={200: LeftOut, **PROBLEMS},
             operation_id="desk_official_leaves")  # fmt: skip
def leave(request: HttpRequest, pk: int) -> Any:
    """Signed out at once; every duty ends today."""
    person = get_object_or_404(Person, pk=pk)
    return {"open_cases": accounts.leave(person, by=who(request), client=client(request))}


@router.post("/officials/{pk}/back", response={200: OfficialOut, **PROBLEMS},
             operation_id="desk_official_returns")  # fmt: skip
def back(request: HttpRequest, pk: int) -> Any:
    person = get_object_or_404(Person, pk=pk)
    accounts.come_back(person, by=who(request), client=client(request))
    return out(pk)


@router.post("/officials/{pk}/link", response={200: SignInLinkOut, **PROBLEMS},
             operation_id="desk_official_link")  # fmt: skip
def link(request: HttpRequest, pk: int) -> Any:
    """409 when this caller cleared the second factors since the owner signed in."""
    person = get_object_or_404(Person, pk=pk)
    return {"link": accounts.link(person, by=who(request), client=client(request))}


@router.post("/officials/{pk}/clear-factors", response={204: None, **PROBLEMS},
             operation_id="desk_clear_factors")  # fmt: skip
def clear(request: HttpRequest, pk: int) -> Any:
    """409 when this caller gave the link, the e-mail, or entered the account."""
    person = get_object_or_404(Person, pk=pk)
    accounts.clear_factors(person, by=who(request), client=client(request))
    return Status(204, None)


@router.get("/officials/{pk}/log", response={200: list[AccountLogOut], 404: Problem},
            operation_id="desk_official_log")  # fmt: skip
def log(request: HttpRequest, pk: int) -> Any:
    """The newest fifty, of the account and its duties."""
    return accounts.log(get_object_or_404(Person, pk=pk))
