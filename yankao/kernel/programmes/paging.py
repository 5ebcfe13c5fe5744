"""Paging by key, so that page one thousand costs what page one costs."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from yankao.kernel.cases.known import named
from yankao.kernel.cases.models import Case

SIZE = 50
COUNTED = 1000
FIELDS = {"new": ("opened_at", True), "old": ("opened_at", False), "due": ("due_at", False)}


@dataclass(frozen=True)
class Page:
    rows: list[Case]
    after: str
    first: bool
    total: int
    more_than_total: bool


def key(case: Case, field: str) -> str:
    return f"{getattr(case, field).isoformat()}_{case.pk}"


def sorted_by(rows: "QuerySet[Case]", order: str) -> "QuerySet[Case]":
    """The rows in one of the orders a list may have; equal ones by their key."""
    field, descending = FIELDS.get(order, FIELDS["new"])
    if field == "due_at":
        rows = rows.exclude(due_at=None)
    sort = (F(field).desc(), F("pk").desc()) if descending else (F(field).asc(), F("pk").asc())
    return rows.order_by(*sort)


def page_of(rows: QuerySet[Case], *, order: str, after: str = "", size: int = SIZE) -> Page:
    """One page in the order asked; `after` is the key of the last row of the page before.

    ValueError when the key was tampered with.
    """
    field, descending = FIELDS.get(order, FIELDS["new"])
    rows = sorted_by(rows, order)
    total = rows.order_by()[: COUNTED + 1].count() if not after else 0
    begun = rows
    if after:
        at, _, pk = after.rpartition("_")
        moment = datetime.fromisoformat(at)
        way = "lt" if descending else "gt"
        begun = rows.filter(
            Q(**{f"{field}__{way}": moment}) | Q(**{field: moment, f"pk__{way}": int(pk)}),
            **{f"{field}__{way}e": moment},
        )
    found = named(begun[: size + 1])
    last = key(found[size - 1], field) if len(found) > size else ""
    return Page(found[:size], last, not after, min(total, COUNTED), total > COUNTED)
