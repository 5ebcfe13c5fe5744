"""Figures through the API: as on the pages, for the same readers."""

from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from yankao.kernel.figures import registry
from yankao.kernel.figures import sheet as sheets
from yankao.kernel.figures.figure import Figure
from yankao.kernel.figures.kept import at_once
from yankao.kernel.people.models import Person

from ..api.door import anyone, through
from ..schemas import Problem
from .doors import figure_or_404, figures_for, period_of, published, step_of, where_of
from .pages import counts
from .rows import SIZE, page_of
from .schemas import FigureOut, RowsOut, ValueOut

router = Router(tags=["Figures"], auth=through(anyone))
numbers = Router(tags=["Public figures"])
NOT_FOUND = {404: Problem}


def caller(request: HttpRequest) -> Person:
    person: Person = request.auth  # type: ignore[attr-defined]
    return person


def text(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


def told(figure: Figure) -> dict[str, Any]:
    target = None if figure.target is None else str(figure.target)
    return {
        "name": figure.full, "label": figure.label, "label_en": figure.label_en,
        "unit": str(figure.unit), "definition": str(figure.definition),
        "source": str(figure.source), "audience": figure.audience,
        "direction": figure.direction, "target": target, "dimensions": list(figure.dimensions),
    }  # fmt: skip


@at_once()
def reckoned(request: HttpRequest, figure: Figure, by: str, *, public: bool) -> dict[str, Any]:
    """The sheet of one period, with its trend and, if asked, one breakdown."""
    one = sheets.sheet(figure, period_of(request), step=step_of(request), public=public)
    if by and (by not in one.dimensions or not sheets.splits(figure, one.period)):
        raise Http404
    report, subject = figure.years(one.period)
    points = [] if figure.live else sheets.points(one, one.period)
    slices = sheets.slices(one, one.period, by) if by else []
    return told(figure) | {
        "period": one.period.slug, "value": text(one.value), "shown": figure.shown(one.value),
        "light": one.light, "report_year": report, "subject_year": subject,
        "notes": list(sheets.notes(one)),
        "series": [
            {"period": p.period.slug, "value": text(p.value), "whole": text(p.whole)}
            for p in points
        ],
        "groups": [
            {"key": s.key, "label": s.label, "value": text(s.value), "whole": text(s.whole),
             "note": s.note}
            for s in slices
        ],
    }  # fmt: skip


@router.get("", response=list[FigureOut], operation_id="figures")
def listing(request: HttpRequest) -> Any:
    """Figures this caller may read."""
    return [told(figure) for figure in figures_for(caller(request))]


@router.get("/{name}", response={200: ValueOut, **NOT_FOUND}, operation_id="figure")
def one(
    request: HttpRequest, name: str, period: str = "", step: str = "", by: str = ""
) -> dict[str, Any]:
    """One figure over a period such as 112, 110~112, 112-06 or 1120601~1120615."""
    return reckoned(request, figure_or_404(caller(request), name), by, public=False)


@router.get("/{name}/rows", response={200: RowsOut, **NOT_FOUND}, operation_id="figure_rows")
def rows(request: HttpRequest, name: str, period: str = "", after: str = "") -> dict[str, Any]:
    """Case numbers behind a figure that this caller may see, of other rows what they are called.

    `by.<dimension>` narrows them.
    """
    person = caller(request)
    figure, span = figure_or_404(person, name), period_of(request)
    if figure.rows is None:
        raise Http404
    where = where_of(request, figure)
    try:
        page = page_of(figure, person, span, where, after, SIZE)
    except ValueError as error:
        raise Http404 from error
    known = counts(figure, person, span, where) if page.first else {"total": None, "withheld": None}
    return {**known, "numbers": page.names, "after": page.after}


@numbers.get("", response=list[FigureOut], auth=None, operation_id="numbers")
def all_published(request: HttpRequest) -> Any:
    """Published figures; asks for no key."""
    return [told(figure) for figure in registry.every() if figure.public]


@numbers.get("/{name}", response={200: ValueOut, **NOT_FOUND}, auth=None, operation_id="number")
def one_published(
    request: HttpRequest, name: str, period: str = "", step: str = "", by: str = ""
) -> dict[str, Any]:
    """One published figure; small counts of people are hidden."""
    return reckoned(request, published(name), by, public=True)
