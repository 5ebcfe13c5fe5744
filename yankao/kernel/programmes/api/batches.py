"""One action on many cases: a batch that is looked at, confirmed, or taken back."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from yankao.kernel.cases.errors import Refused

from ..access import client
from ..bulk import batches
from ..bulk.answers import blank, given
from ..bulk.choosing import Unchosen, choice
from ..bulk.pages import open_looks
from ..models import Batch
from .door import PROBLEMS, refused, who

router = Router(tags=["Desk"])


class BatchIn(Schema):
    """Cases by number, or all that a list's `query` finds; `data` answers the action's form."""

    programme: str
    action: str
    numbers: list[str] = []
    query: str = ""
    data: dict[str, str | list[str]] = {}


class ItemOut(Schema):
    """A case of the batch: what would refuse it, and what became of it."""

    number: str
    hindrance: str
    outcome: str
    why: str


class BatchOut(Schema):
    id: int
    programme: str
    action: str
    state: str
    made_at: datetime
    runs_at: datetime | None
    items: list[ItemOut]


def batch_out(batch: Batch) -> dict[str, Any]:
    names = ("programme", "action", "state", "made_at", "runs_at")
    items = [
        {"number": item.case.number, "hindrance": item.hindrance, "outcome": item.outcome,
         "why": item.why}
        for item in batch.items.select_related("case")
    ]  # fmt: skip
    return {name: getattr(batch, name) for name in names} | {"id": batch.pk, "items": items}


def own(request: HttpRequest, pk: int) -> Batch:
    return get_object_or_404(Batch, pk=pk, by=who(request))


@router.post("/batches", response={201: BatchOut, **PROBLEMS}, operation_id="desk_bulk")
def make(request: HttpRequest, payload: BatchIn) -> Any:
    """Chooses cases and an action; nothing moves before the batch is confirmed."""
    person, asked = who(request), posted(payload)
    try:
        chosen = choice(asked, person)
    except Unchosen as error:
        raise refused("numbers", str(error)) from error
    form = blank(chosen.action, chosen.cases[0], person)
    made = batches.make(
        chosen.programme.name, chosen.action.name, chosen.cases, given(asked, form), by=person,
        client=client(request),
    )  # fmt: skip
    return Status(201, batch_out(made))


def posted(payload: BatchIn) -> QueryDict:
    """The same as the page would have sent."""
    data = QueryDict(mutable=True)
    for name, value in payload.data.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    data["action"] = f"{payload.programme}.{payload.action}"
    data.setlist("number", payload.numbers)
    if payload.query:
        data["everything"], data["query"] = "1", payload.query
    return data


@router.get("/batches", response=list[BatchOut], operation_id="desk_batches")
def listed(request: HttpRequest) -> Any:
    """One's own, newest first."""
    return [batch_out(row) for row in Batch.objects.filter(by=who(request))[:20]]


@router.get("/batches/{pk}", response={200: BatchOut, **PROBLEMS}, operation_id="desk_batch")
def one(request: HttpRequest, pk: int) -> Any:
    """What would be refused and why; later what became of each case."""
    return batch_out(own(request, pk))


@router.post("/batches/{pk}/{verb}", response={200: BatchOut, **PROBLEMS},
             operation_id="desk_decide_batch")  # fmt: skip
def decide(request: HttpRequest, pk: int, verb: str) -> Any:
    """`confirm`, `confirm_at_once`, `undo` while it waits, or `drop` before it is confirmed."""
    found = own(request, pk)
    if not decided(found, verb):
        raise Refused(found.get_state_display())
    found.refresh_from_db()
    return batch_out(found)


def decided(found: Batch, verb: str) -> bool:
    if verb in ("confirm", "confirm_at_once") and not open_looks(found):
        return batches.confirm(found, at_once=verb == "confirm_at_once")
    if verb == "undo":
        return batches.take_back(found)
    return verb == "drop" and batches.drop(found)
