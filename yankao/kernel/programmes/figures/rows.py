"""The rows behind a figure, newest first, fifty at a time; page one thousand costs what page one
costs.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from yankao.kernel.cases.models import Case
from yankao.kernel.figures.figure import Figure, Period
from yankao.kernel.figures.population import Listing
from yankao.kernel.people.models import Person

SIZE, INSIDE = 50, 20


@dataclass(frozen=True)
class Line:
    """A row that is no case: what it is called, its page, the words of its columns."""

    called: str
    url: str
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    cases: list[Case]
    after: str
    first: bool
    lines: list[Line] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """Numbers of cases, or what else the rows are called."""
        return [case.number for case in self.cases] or [line.called for line in self.lines]


def page_of(
    figure: Figure, person: Person, period: Period, where: dict[str, str], after: str, size: int
) -> Page:
    """Rows this person may see; ValueError when `after` was tampered with."""
    assert figure.rows is not None
    case, at = figure.rows.case, figure.rows.at or opened(figure.rows.case)
    key, listing = figure.rows.key, figure.rows.listing
    rows: QuerySet[Any] = figure.visible_rows(person, period, **where)
    rows = rows.order_by(F(at).desc(), F(key).desc())
    begun = rows
    if after:
        text, _line, pk = after.rpartition("_")
        moment = datetime.fromisoformat(text)
        older = Q(**{f"{at}__lt": moment}) | Q(**{at: moment, f"{key}__lt": int(pk)})
        begun = rows.filter(older, **{f"{at}__lte": moment})
    if listing:
        return listed(listing, begun.select_related(*listing.related), (at, key), after, size)
    found = list(begun.values_list(case or "pk", at, "pk")[: size + 1])
    last = f"{found[size - 1][1].isoformat()}_{found[size - 1][2]}" if len(found) > size else ""
    keys = [row[0] for row in found[:size]]
    cases = Case.objects.select_related("holder", "category", "district").in_bulk(keys)
    return Page([cases[key] for key in keys], last, not after)


def listed(
    listing: Listing, rows: QuerySet[Any], by: tuple[str, str], after: str, size: int
) -> Page:
    """Of rows that are no cases, one line each."""
    at, key = by
    found = list(rows[: size + 1])
    last = ""
    if len(found) > size:
        row = found[size - 1]
        last = f"{getattr(row, at).isoformat()}_{getattr(row, key)}"
    lines = [
        Line(listing.called(row), listing.url(row),
             [(str(label), read(row)) for label, read in listing.columns])
        for row in found[:size]
    ]  # fmt: skip
    return Page([], last, not after, lines)


def opened(case: str) -> str:
    return f"{case}__opened_at" if case else "opened_at"
