"""The month's sample: how each agency did, what waits for this reader, the score sheet."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema

from ..access import client
from ..programme import Programme
from ..quality.models import Review
from ..quality.pages import ScoreForm, reviews_of, score, seen, sheet_of
from ..schemas import Problem
from ..tabs import reads_again
from .door import PROBLEMS, through, valid, who


class ReviewOut(Schema):
    """`total` and `scores` are empty until it is read."""

    id: int
    case: str
    unit: str
    month: date
    total: int | None
    critical: bool
    scores: dict[str, int]
    comment: str


class AgencyOut(Schema):
    unit: str
    drawn: int
    done: int
    mean: float | None
    failed: int
    critical: int


class SampleOut(Schema):
    month: date | None
    units: list[AgencyOut]
    mine: list[ReviewOut]
    read: list[ReviewOut]


class ScoreIn(Schema):
    """Points by criterion as `scores` of the review names them."""

    scores: dict[str, int]
    critical: bool = False
    comment: str


def out(row: Review) -> dict[str, object]:
    told = ("id", "month", "total", "critical", "scores", "comment")
    return {name: getattr(row, name) for name in told} | {
        "case": row.case.number, "unit": row.unit.code,
    }  # fmt: skip


def add(router: Router, programme: Programme) -> None:
    name = programme.name
    guard = through(lambda person: reads_again(programme, person))

    @router.get(
        "/quality", response={200: SampleOut, 404: Problem}, auth=guard,
        operation_id=f"{name}_quality",
    )  # fmt: skip
    def sample(request: HttpRequest, month: str = "") -> Any:
        """A month (YYYY-MM) of the sample; the last one when none is named."""
        told = seen(programme, sheet_of(programme, who(request)), who(request), month)
        return {
            "month": told["month"],
            "units": [{**row, "unit": row["unit__code"]} for row in told["units"]],
            "mine": [out(row) for row in told["mine"]],
            "read": [out(row) for row in told["read"]],
        }

    @router.post(
        "/quality/{pk}", response={200: ReviewOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_score",
    )  # fmt: skip
    def scored(request: HttpRequest, pk: int, payload: ScoreIn) -> Any:
        """Scores one's own review, once."""
        person = who(request)
        sheet = sheet_of(programme, person)
        found = get_object_or_404(reviews_of(programme, person), pk=pk, reader=person, read_at=None)
        told = {**payload.scores, "critical": payload.critical, "comment": payload.comment}
        score(found, valid(ScoreForm(sheet, told)), by=person, client=client(request))
        return out(found)

    @router.get(
        "/quality/{pk}", response={200: ReviewOut, 404: Problem}, auth=guard,
        operation_id=f"{name}_review",
    )  # fmt: skip
    def one(request: HttpRequest, pk: int) -> Any:
        """One case of the sample and what was found."""
        if programme.sheet is None:
            raise Http404
        return out(get_object_or_404(reviews_of(programme, who(request)), pk=pk))
