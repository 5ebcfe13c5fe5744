"""The rows behind a figure, newest first, fifty at a time; page one thousand costs what page one
costs.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from yankao.kernel.cases.models import Case
from yankao.kernel.figures.figure import Figure, Period
from yankao.kernel.people.models import Person

SIZE, INSIDE = 50, 20


@dataclass(frozen=True)
class Page:
    cases: list[Case]
    after: str
    first: bool


def page_of(
    figure: Figure, person: Person, period: Period, where: dict[str, str], after: str, size: int
) -> Page:
    """Cases this person may see; ValueError when `after` was tampered with."""
    assert figure.rows is not None
    case, at = figure.rows.case, figure.rows.at or opened(figure.rows.case)
    rows: QuerySet[Any] = figure.visible_rows(person, period, **where)
    rows = rows.order_by(F(at).desc(), F("pk").desc())
    begun = rows
    if after:
        text, _line, pk = after.rpartition("_")
        moment = datetime.fromisoformat(text)
        older = Q(**{f"{at}__lt": moment}) | Q(**{at: moment, "pk__lt": int(pk)})
        begun = rows.filter(older, **{f"{at}__lte": moment})
    found = list(begun.values_list(case or "pk", at, "pk")[: size + 1])
    last = f"{found[size - 1][1].isoformat()}_{found[size - 1][2]}" if len(found) > size else ""
    keys = [row[0] for row in found[:size]]
    cases = Case.objects.select_related("holder", "category", "district").in_bulk(keys)
    return Page([cases[key] for key in keys], last, not after)


def opened(case: str) -> str:
    return f"{case}__opened_at" if case else "opened_at"
