"""What a page of many figures will ask, read in a few queries however many rooms there are."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import TextField, Value

from .kept import Ask, State, add, covered, nothing, remember, width
from .models import Kept, Touched
from .period import Period
from .population import Population
from .reading import named

if TYPE_CHECKING:
    from .figure import Figure

STATES = f"""
SELECT population, digest,
       (SELECT min(day) FROM figures_cell cell WHERE cell.population = kept.population
        AND dimension = '' AND grain = 'd'),
       (SELECT min(day) FROM {Touched._meta.db_table} touched
        WHERE touched.population = kept.population),
       (SELECT array_agg(DISTINCT day) FROM {Touched._meta.db_table} touched
        WHERE touched.population = kept.population AND day >= %s AND day < %s)
FROM {Kept._meta.db_table} kept WHERE population = ANY(%s)
"""


def read_ahead(figures: "Iterable[Figure]", period: Period) -> None:
    """For the values of whole figures over one period and when each began, within `at_once`.

    What has days written to since is left for the moment at which it is asked.
    """
    wanted = {one.full: one for figure in figures for one in populations(figure)}
    past = {name: one for name, one in wanted.items() if not one.live}
    if past:
        read_kept(list(settled(past, period)), period)
    live = sorted((one for one in wanted.values() if one.live and one.parts), key=parts_of)
    for many, group in groupby(live, key=parts_of):
        read_live(list(group), many)


def populations(figure: "Figure") -> Iterator[Population]:
    if figure.rows is not None:
        yield figure.rows
    for part in named(figure.measure):
        yield from populations(part)


def parts_of(population: Population) -> int:
    return len(population.parts)


def settled(past: dict[str, Population], period: Period) -> Iterator[Population]:
    """Those kept under today's declaration without a day written to since."""
    with connection.cursor() as cursor:
        cursor.execute(STATES, [period.first, period.after, list(past)])
        for name, digest, first, newer, days in cursor.fetchall():
            kept = digest == past[name].fingerprint
            if kept:
                begun = min((day for day in (first, newer) if day), default=None)
                remember(("first", name), begun)
            state = State(kept, frozenset(days or ())) if kept else State(False)
            remember(("state", name, period), state)
            if kept and not days:
                yield past[name]


def read_kept(found: Sequence[Population], period: Period) -> None:
    """The sums of the whole and the histograms of each."""
    names = {one.full: one for one in found}
    asks = [(one, Ask(period, ranked=rank)) for one in found for rank in range(-1, len(one.ranks))]
    told = {(one.full, ask.dimension): (one, ask, nothing(one, ask)) for one, ask in asks}
    for name, dimension, key, *values in cells_of(
        told, period, max(map(parts_of, found), default=0)
    ):
        one, ask, sums = told[name, dimension]
        add(sums, [(None, key, values[: width(names[name], ask)])], ask)
    for one, ask, sums in told.values():
        remember(("sums", one.full, ask.name), sums)


def cells_of(told: Iterable[tuple[str, str]], period: Period, many: int) -> list[Any]:
    """Population, dimension, key and so many sums over the period."""
    among = covered(Ask(period), frozenset())
    columns = ", ".join(f"sum(sums[{i + 1}])" for i in range(max(1, many)))
    names, dimensions = [name for name, _two in told], [two for _name, two in told]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT population, dimension, key, {columns} FROM figures_cell WHERE (population,"
            f" dimension) IN (SELECT * FROM unnest(%s::text[], %s::text[])) AND {among.clause}"
            " GROUP BY 1, 2, 3",
            [names, dimensions, *among.values],
        )
        return list(cursor.fetchall())


def read_live(found: Sequence[Population], many: int) -> None:
    """What stands now, all of them in one query."""
    queries = []
    for one in found:
        parts = {f"p{i}": part for i, part in enumerate(one.parts)}
        rows = one.base().order_by().annotate(of=Value(one.full, TextField()))
        queries.append(rows.values("of").annotate(**parts).values_list("of", *parts))
    told = {one.full: [Decimal(0)] * many for one in found}
    for name, *values in queries[0].union(*queries[1:], all=True):
        told[name] = [Decimal(value or 0) for value in values]
    for name, total in told.items():
        remember(("live", name), total)
