"""Reads sums: years, months and days from what is kept, days written to since from their rows."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Min

from yankao.kernel.values.taipei import day_of

from . import measures
from .models import Kept, Touched
from .period import Period, beginning
from .population import Population, stretches

Sums = list[Decimal]
Found = dict[tuple[date | None, str], Sums]


@dataclass(frozen=True)
class Ask:
    """What is wanted: of which days, by which column, which keys only, in which steps of time."""

    period: Period
    path: str = ""
    keys: Sequence[str] | None = None
    step: str = ""
    ranked: int = -1

    @property
    def name(self) -> tuple[object, ...]:
        keys = None if self.keys is None else tuple(self.keys)
        return self.period, self.path, keys, self.step, self.ranked

    @property
    def dimension(self) -> str:
        return f"~{self.ranked}" if self.ranked >= 0 else self.path


@dataclass(frozen=True)
class State:
    """Whether a population is kept under today's declaration, and its days written to since."""

    kept: bool
    days: frozenset[date] = field(default_factory=frozenset)


_page: ContextVar[dict[object, Any] | None] = ContextVar("page", default=None)
Read = TypeVar("Read")


@contextmanager
def at_once() -> Iterator[None]:
    """Within it nothing is read twice: figures of one population share what is kept of it."""
    if _page.get() is not None:
        yield
        return
    token = _page.set({})
    try:
        yield
    finally:
        _page.reset(token)


def read_once(name: object, read: Callable[[], Read]) -> Read:
    known = _page.get()
    if known is None:
        return read()
    if name not in known:
        known[name] = read()
    found: Read = known[name]
    return found


def remember(name: object, value: object) -> None:
    """For the rest of the page; without effect outside of one."""
    known = _page.get()
    if known is not None:
        known[name] = value


def state_of(population: Population, period: Period) -> State:
    """One query: a population without a row in it has never been reckoned."""
    with connection.cursor() as cursor:
        cursor.execute(STATE, [population.full, period.first, period.after, population.full])
        found = cursor.fetchone()
    if found is None or found[0] != population.fingerprint:
        return State(False)
    return State(True, frozenset(found[1] or ()))


STATE = f"""
SELECT digest, (SELECT array_agg(DISTINCT day) FROM {Touched._meta.db_table}
                WHERE population = %s AND day >= %s AND day < %s)
FROM {Kept._meta.db_table} WHERE population = %s
"""


def nothing(population: Population, ask: Ask) -> Found:
    return defaultdict(lambda: [Decimal(0)] * width(population, ask))


@dataclass(frozen=True)
class Covered:
    """Which years and months are read whole, and which stretches of days beside them."""

    years: Sequence[date]
    months: Sequence[date]
    days: Sequence[Period]

    @property
    def clause(self) -> str:
        spans = ["grain = 'y' AND day = ANY(%s)", "grain = 'm' AND day = ANY(%s)"]
        spans += ["grain = 'd' AND day >= %s AND day < %s"] * len(self.days)
        return f"({' OR '.join(spans)})"

    @property
    def values(self) -> list[Any]:
        bounds = [bound for span in self.days for bound in (span.first, span.after)]
        return [list(self.years), list(self.months), *bounds]


def sums(population: Population, ask: Ask) -> Found:
    """Sums by step and key; exactly what the rows come to at this moment."""
    return read_once(("sums", population.full, ask.name), lambda: summed(population, ask))


def summed(population: Population, ask: Ask) -> Found:
    found = nothing(population, ask)
    state = read_once(
        ("state", population.full, ask.period), lambda: state_of(population, ask.period)
    )
    if not state.kept:
        add(found, from_rows(population, ask, [ask.period]), ask)
        return found
    add(found, from_cells(population, ask, covered(ask, state.days)), ask)
    touched = [span for span in stretches(state.days)]
    if touched:
        add(found, from_rows(population, ask, touched), ask)
    return found


def width(population: Population, ask: Ask) -> int:
    return 1 if ask.ranked >= 0 else len(population.parts)


def add(found: Found, rows: Iterable[tuple[date | None, str, Sequence[Any]]], ask: Ask) -> None:
    for day, key, values in rows:
        place = (beginning(day, ask.step) if day and ask.step else None), key
        kept = found[place]
        found[place] = [a + Decimal(b or 0) for a, b in zip(kept, values, strict=True)]


def covered(ask: Ask, touched: frozenset[date]) -> Covered:
    """The fewest cells that make up the period without the days written to since."""
    years, months, days = list[date](), list[date](), list[Period]()
    dirty = {step: {beginning(day, step) for day in touched} for step in ("year", "month")}
    for year in ask.period.split("year"):
        if ask.step in ("", "year") and year.kind == "year" and year.first not in dirty["year"]:
            years.append(year.first)
            continue
        for month in year.split("month"):
            fine = ask.step in ("", "month", "year") and month.kind == "month"
            if fine and month.first not in dirty["month"]:
                months.append(month.first)
            else:
                days += [day for day in month.split("day") if day.first not in touched]
    return Covered(years, months, stretches(day.first for day in days))


def from_cells(
    population: Population, ask: Ask, among: Covered
) -> list[tuple[date | None, str, Sequence[Any]]]:
    columns = ", ".join(f"sum(sums[{i + 1}])" for i in range(width(population, ask)))
    bucket = f"date_trunc('{ask.step}', day)::date" if ask.step else "NULL::date"
    values: list[Any] = [population.full, ask.dimension, *among.values]
    only = ""
    if ask.keys is not None:
        only, values = "AND key = ANY(%s)", [*values, list(ask.keys)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {bucket}, key, {columns} FROM figures_cell"
            f" WHERE population = %s AND dimension = %s AND {among.clause} {only} GROUP BY 1, 2",
            values,
        )
        return [(row[0], row[1], row[2:]) for row in cursor.fetchall()]


def from_rows(
    population: Population, ask: Ask, spans: Sequence[Period]
) -> list[tuple[date | None, str, Sequence[Any]]]:
    """The same, over the rows themselves."""
    rows, daily = population.within(spans), bool(ask.step)
    if ask.ranked >= 0:
        grouped = population.ranked_rows(ask.ranked, rows, daily=daily)
        parts: Mapping[str, Any] = {"p0": measures.count().parts[0]}
    else:
        grouped = population.keyed(rows, ask.path, daily=daily)
        parts = {f"p{i}": part for i, part in enumerate(population.parts)}
    if ask.keys is not None:
        grouped = grouped.filter(cell_key__in=list(ask.keys))
    return [
        (row.get("cell_day"), row["cell_key"], [row[name] for name in parts])
        for row in grouped.annotate(**parts)
    ]


FIRST = f"""
SELECT digest, (SELECT min(day) FROM figures_cell
                WHERE population = %s AND dimension = '' AND grain = 'd'),
       (SELECT min(day) FROM {Touched._meta.db_table} WHERE population = %s)
FROM {Kept._meta.db_table} WHERE population = %s
"""


def first_day(population: Population) -> date | None:
    """The day of the first row, from what is kept; over the rows only while nothing is."""
    return read_once(("first", population.full), lambda: first_read(population))


def first_read(population: Population) -> date | None:
    name = population.full
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [name, name, name])
        found = cursor.fetchone()
    if found is not None and found[0] == population.fingerprint:
        return min((day for day in found[1:] if day), default=None)
    first = population.everything().aggregate(first=Min(population.at))["first"]
    return None if first is None else day_of(first)


def counted(population: Population, measure: measures.Measure, ask: Ask) -> int:
    """How many rows take part in a measure, from what is kept."""
    found = sums(population, ask).values()
    many = population.positions(measure)[0 if measure.kind in COUNTS else 1]
    return int(sum(row[many] for row in found))


COUNTS = ("count", "monthly_mean", "percentile")
