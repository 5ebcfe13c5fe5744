"""Reckons the cells of days written to, from their rows; twice does no harm.

A day is counted anew and never corrected by differences, so no error can add up.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max, Min
from django.utils import timezone

from yankao.kernel.values.taipei import day_of

from . import registry
from .models import Cell, Kept, Touched
from .period import Period, beginning
from .population import Population, Rows, stretches

TAKEN = f"""
DELETE FROM {Touched._meta.db_table} WHERE id IN (
  SELECT id FROM {Touched._meta.db_table} WHERE population = %s
  ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED)
RETURNING day
"""
ONE_AT_A_TIME = "SELECT pg_try_advisory_xact_lock(hashtext('figures.keep'), hashtext(%s))"
MOST = 200_000
INSERT = """
INSERT INTO figures_cell (population, grain, dimension, day, key, sums)
SELECT %s, 'd', {dimension}, found.cell_day, {key}, ARRAY[{columns}]::numeric[]
FROM ({rows}) AS found
"""
GRAINS = [("d", "m", "month"), ("m", "y", "year")]  # from the finer to the coarser
COARSER = """
INSERT INTO figures_cell (population, grain, dimension, day, key, sums)
SELECT population, '{coarse}', dimension, date_trunc('{step}', day)::date, key, ARRAY[{columns}]
FROM figures_cell
WHERE population = %s AND dimension = ANY(%s) AND grain = '{fine}' AND day >= %s AND day < %s
GROUP BY population, dimension, date_trunc('{step}', day)::date, key
"""


@dataclass(frozen=True)
class Sheet:
    """What is kept under one dimension of a population: the grouped rows and their sums."""

    dimension: str
    rows: Rows
    parts: int


def sheets(population: Population, rows: Rows) -> Iterator[Sheet]:
    """The whole, each column, each histogram."""
    parts = {f"p{i}": part for i, part in enumerate(population.parts)}
    for path in ["", *population.roots]:
        grouped = population.keyed(rows, path, daily=True)
        yield Sheet(path, grouped.annotate(**parts), len(parts))
    for index in range(len(population.ranks)):
        grouped = population.ranked_rows(index, rows, daily=True).annotate(p0=Count("pk"))
        yield Sheet(f"~{index}", grouped, 1)


def fold(most: int = MOST) -> int:
    """Brings what is kept up to date; answers with how many days were reckoned."""
    return sum(bring(population, most) for population in registry.populations())


def bring(population: Population, most: int = MOST) -> int:
    """One population: all its days when it was declared anew, else those written to.

    Whoever comes while another brings the same one leaves it to them.
    """
    if population.live:
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME, [population.full])
        if not cursor.fetchone()[0]:
            return 0
        row = Kept.objects.filter(pk=population.full).first()
        if row is None or row.digest != population.fingerprint:
            return declared(population)
        cursor.execute(TAKEN, [population.full, most])
        touched = {day for (day,) in cursor.fetchall()}
        if touched:
            reckon(population, stretches(touched))
        return len(touched)


def declared(population: Population) -> int:
    """All days, as the declaration is not the one the cells were reckoned under."""
    Touched.objects.filter(population=population.full).delete()
    Cell.objects.filter(population=population.full).delete()
    Kept.objects.update_or_create(
        population=population.full,
        defaults={"digest": population.fingerprint, "reckoned_at": timezone.now()},
    )
    span = whole_span(population)
    if span is None:
        return 0
    reckon(population, [span])
    with connection.cursor() as cursor:  # whoever reads next should not plan for an empty table
        cursor.execute(f"ANALYZE {Cell._meta.db_table}")
    return (span.after - span.first).days


def whole_span(population: Population) -> Period | None:
    """From the first row's day to the last one's."""
    ends = population.everything().aggregate(first=Min(population.at), last=Max(population.at))
    if ends["first"] is None:
        return None
    return Period.days(day_of(ends["first"]), day_of(ends["last"]))


def reckon(population: Population, spans: Sequence[Period]) -> None:
    """Days from their rows, then the months and years they lie in from what is finer."""
    days = [day for span in spans for day in (span.first, span.after)]
    clause = " OR ".join(["day >= %s AND day < %s"] * len(spans))
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM figures_cell WHERE population = %s AND grain = 'd' AND ({clause})",
            [population.full, *days],
        )
        for _fine, coarse, step in GRAINS:
            cursor.execute(
                "DELETE FROM figures_cell WHERE population = %s AND grain = %s AND day = ANY(%s)",
                [population.full, coarse, [part.first for part in parts_of(spans, step)]],
            )
        rows = population.within(spans)
        cursor.execute(*at_one_go(population, rows))
        add_up(population, ["", *population.roots], len(population.parts), spans)
        for index in range(len(population.ranks)):
            cursor.execute(*of_rank(population, index, rows))
            add_up(population, [f"~{index}"], 1, spans)


def at_one_go(population: Population, rows: Rows) -> tuple[str, list[Any]]:
    """The whole and every column in one pass over the rows: a key that is missing was not asked.

    Proved each night against the plain queries of `sheets`, which know nothing of this one.
    """
    paths, parts = [*population.roots], {f"p{i}": p for i, p in enumerate(population.parts)}
    text, values = population.by_every(rows).annotate(**parts).query.sql_with_params()
    head, _by, grouped = text.rpartition(" GROUP BY ")
    if grouped != ", ".join(str(n + 1) for n in range(len(paths) + 1)):
        raise AssertionError(f"grouped by something else: {grouped}")
    every = ["(1)", *(f"(1, {n + 2})" for n in range(len(paths)))]
    names = "".join(f" WHEN found.k{n} IS NOT NULL THEN %s" for n in range(len(paths)))
    keys = "".join(f"found.k{n}, " for n in range(len(paths)))
    statement = INSERT.format(
        dimension=f"CASE{names} ELSE '' END" if paths else "''",
        key=f"coalesce({keys}'')",
        columns=columns_of(len(parts)),
        rows=f"{head} GROUP BY GROUPING SETS ({', '.join(every)})",
    )
    return statement, [population.full, *paths, *values]


def of_rank(population: Population, index: int, rows: Rows) -> tuple[str, list[Any]]:
    grouped = population.ranked_rows(index, rows, daily=True).annotate(p0=Count("pk"))
    text, values = grouped.query.sql_with_params()
    told = {"dimension": "%s", "key": "found.cell_key", "columns": columns_of(1), "rows": text}
    return INSERT.format(**told), [population.full, f"~{index}", *values]


def columns_of(parts: int) -> str:
    return ", ".join(f"coalesce(found.p{i}, 0)" for i in range(parts))


def add_up(
    population: Population, dimensions: list[str], parts: int, spans: Sequence[Period]
) -> None:
    columns = ", ".join(f"sum(sums[{i + 1}])" for i in range(parts))
    for fine, coarse, step in GRAINS:
        statement = COARSER.format(columns=columns, fine=fine, coarse=coarse, step=step)
        for span in joined(parts_of(spans, step)):
            with connection.cursor() as cursor:
                cursor.execute(statement, [population.full, dimensions, span.first, span.after])


def parts_of(spans: Iterable[Period], step: str) -> list[Period]:
    """The months or years in which the stretches lie, whole."""
    first = {beginning(part.first, step) for span in spans for part in span.split(step)}
    return [Period.holding(day, step) for day in sorted(first)]


def joined(parts: Sequence[Period]) -> list[Period]:
    """Those that follow one another, as one."""
    found: list[Period] = []
    for part in parts:
        if found and found[-1].after == part.first:
            found[-1] = Period(found[-1].first, part.after)
        else:
            found.append(part)
    return found
