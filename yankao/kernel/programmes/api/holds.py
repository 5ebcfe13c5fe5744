"""Records held back from erasure: listed, set, let go; and what the nights erased."""

from datetime import date, datetime
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema, Status

from ..access import case_or_404, client
from ..holds import holding, pages
from ..holds.forms import HoldForm, LetGoForm
from ..models import Hold
from ..programme import Programme
from ..schemas import Problem
from .door import PROBLEMS, managing, valid, who


class HoldPutOut(Schema):
    """`ends` is the last day held; without one it stands until let go, at `until`."""

    id: int
    case: str
    whole_person: bool
    reference: str
    reason: str
    by: str
    since: datetime
    ends: date | None
    until: datetime | None
    released_by: str | None
    released_why: str


class HoldIn(Schema):
    """`scope` is case, or person for all records of whoever reported the case."""

    scope: str = "case"
    reference: str = ""
    reason: str = ""
    ends: date | None = None


class LetGoIn(Schema):
    reason: str = ""


class RunOut(Schema):
    """One night: how many were erased, and how many were due but held."""

    at: datetime
    erased: int
    held: int


def out(hold: Hold) -> dict[str, Any]:
    return {
        "id": hold.pk, "case": hold.case.number, "whole_person": hold.whole_person,
        "reference": hold.reference, "reason": hold.reason, "by": str(hold.by),
        "since": hold.since, "ends": hold.ends, "until": hold.until,
        "released_by": str(hold.released_by) if hold.released_by else None,
        "released_why": hold.released_why,
    }  # fmt: skip


def add(router: Router, programme: Programme) -> None:
    guard = managing(programme)
    of_room(router, programme, guard)
    of_case(router, programme, guard)


def of_room(router: Router, programme: Programme, guard: Any) -> None:
    name = programme.name

    @router.get(
        "/holds", response={200: list[HoldPutOut], 404: Problem}, auth=guard,
        operation_id=f"{name}_room_holds",
    )  # fmt: skip
    def listed(
        request: HttpRequest, state: Literal["standing", "soon", "released"] = "standing"
    ) -> Any:
        """Those standing, those that soon end, or those let go."""
        rows = holding.of_room(programme, who(request))
        if state == "soon":
            rows = rows.ending(timezone.now())
        found = pages.released(rows) if state == "released" else pages.standing(rows)
        return [out(one) for one in found[: pages.SHOWN]]

    @router.get("/holds/runs", response={200: list[RunOut], 404: Problem}, auth=guard,
                operation_id=f"{name}_erasure_runs")  # fmt: skip
    def runs(request: HttpRequest) -> Any:
        """The newest nights, newest first."""
        return pages.runs_of(programme)

    @router.get("/holds/{pk}", response={200: HoldPutOut, 404: Problem}, auth=guard,
                operation_id=f"{name}_hold")  # fmt: skip
    def one(request: HttpRequest, pk: int) -> Any:
        return out(pages.readable(programme, who(request), pk))

    @router.post("/holds/{pk}/release", response={200: HoldPutOut, **PROBLEMS}, auth=guard,
                 operation_id=f"{name}_let_go")  # fmt: skip
    def release(request: HttpRequest, pk: int, payload: LetGoIn) -> Any:
        """Its years count again; what is over is erased the same night."""
        found = pages.readable(programme, who(request), pk)
        why = valid(LetGoForm(payload.dict())).cleaned_data["reason"]
        holding.let_go(found, by=who(request), reason=why, client=client(request))
        return out(pages.readable(programme, who(request), pk))


def of_case(router: Router, programme: Programme, guard: Any) -> None:
    name = programme.name

    @router.get("/cases/{number}/holds", response={200: list[HoldPutOut], 404: Problem}, auth=guard,
                operation_id=f"{name}_case_holds")  # fmt: skip
    def on_case(request: HttpRequest, number: str) -> Any:
        """The holds set on this case, standing or let go."""
        case = case_or_404(who(request), programme, number)
        return [out(one) for one in holding.of_room(programme, who(request)).filter(case=case)]

    @router.post("/cases/{number}/holds", response={201: HoldPutOut, **PROBLEMS}, auth=guard,
                 operation_id=f"{name}_put_hold")  # fmt: skip
    def put(request: HttpRequest, number: str, payload: HoldIn) -> Any:
        """The same reference on the same case twice is one hold."""
        case = case_or_404(who(request), programme, number)
        told = valid(HoldForm(payload.dict())).told()
        made = holding.put(case, **told, by=who(request), client=client(request))
        return Status(201, out(made))
