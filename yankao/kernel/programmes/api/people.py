"""Two records of one person: likely doubles, proposals, decisions."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from ..access import client
from ..sameperson import joining as verbs
from ..sameperson import pages
from ..sameperson.doubles import Double
from ..sameperson.models import Joining
from .door import PROBLEMS, valid, who

router = Router(tags=["Desk"])


class DoubleOut(Schema):
    """Two cases, and in what their reporters agree; whoever they are is not told."""

    one: str
    other: str
    signs: list[str]


class JoiningOut(Schema):
    id: int
    state: str
    signs: list[str]
    cases: list[str]
    reason: str
    remark: str
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    until: datetime | None


class PeopleOut(Schema):
    doubles: list[DoubleOut]
    waiting: list[JoiningOut]
    past: list[JoiningOut]


class ProposalIn(Schema):
    """The reporters of two cases are one person, and why."""

    one: str = ""
    other: str = ""
    reason: str = ""


class JoiningDecisionIn(Schema):
    """`do` is agree, refuse, withdraw or part."""

    do: str = ""
    reason: str = ""


def double_out(one: Double) -> dict[str, Any]:
    return {"one": one.case.number, "other": one.other.number, "signs": list(one.signs)}


def joining_out(one: Joining) -> dict[str, Any]:
    names = ("state", "reason", "remark", "proposed_at", "decided_at", "until")
    return {name: getattr(one, name) for name in names} | {
        "id": one.pk, "signs": [sign for sign in one.signs.split(",") if sign],
        "cases": [case.number for case in verbs.touched(one.one, one.other)],
        "proposed_by": one.proposed_by.name,
        "decided_by": one.decided_by.name if one.decided_by else None,
    }  # fmt: skip


def readable_out(request: HttpRequest, rows: list[Joining]) -> list[dict[str, Any]]:
    """Those of which this caller may still know all cases."""
    person = who(request)
    return [
        joining_out(one) for one in rows
        if verbs.may_know(person, verbs.touched(one.one, one.other))
    ]  # fmt: skip


@router.get("/people", response={200: PeopleOut, 404: PROBLEMS[404]}, operation_id="desk_people")
def people(request: HttpRequest, case: str = "") -> Any:
    """Likely doubles among the newest cases, or of one case; proposals that wait; past ones."""
    person = pages.allowed(request)
    about = pages.known_case(person, case) if case else None
    return {
        "doubles": [double_out(one) for one in pages.doubles(person, about)],
        "waiting": [joining_out(one) for one in pages.waiting_for(person)],
        "past": readable_out(request, pages.past_of(person)),
    }


@router.post("/people", response={201: JoiningOut, **PROBLEMS}, operation_id="desk_propose_person")
def propose(request: HttpRequest, payload: ProposalIn) -> Any:
    """Says that two reporters are one person; somebody else decides."""
    person = pages.allowed(request)
    case, other = (pages.known_case(person, number) for number in (payload.one, payload.other))
    reason = valid(pages.ReasonForm({"reason": payload.reason})).cleaned_data["reason"]
    made = verbs.propose(case, other, by=person, reason=reason, client=client(request))
    return Status(201, joining_out(made))


@router.get("/people/{pk}", response={200: JoiningOut, 404: PROBLEMS[404]},
            operation_id="desk_joining")  # fmt: skip
def joining(request: HttpRequest, pk: int) -> Any:
    """One proposal, for whoever may know all of its cases."""
    return joining_out(pages.readable(pages.allowed(request), pk))


@router.post("/people/{pk}", response={200: JoiningOut, **PROBLEMS},
             operation_id="desk_decide_person")  # fmt: skip
def decide(request: HttpRequest, pk: int, payload: JoiningDecisionIn) -> Any:
    """Agrees, refuses, withdraws or takes back; never for one's own proposal but to withdraw."""
    person = pages.allowed(request)
    found = pages.readable(person, pk)
    told = {"reason": payload.reason}
    reason = ""
    if payload.do != "withdraw":
        reason = valid(pages.ReasonForm(told)).cleaned_data["reason"]
    return joining_out(pages.done(found, payload.do, person, reason, client(request)))
