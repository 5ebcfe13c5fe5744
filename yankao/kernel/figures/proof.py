"""Whether what is kept equals its rows: every dimension, every day, in one snapshot each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from django.utils import timezone

from .keeping import GRAINS, sheets, whole_span
from .models import Kept
from .period import Period
from .population import Population

COMPARE = """
SELECT coalesce(kept.day, found.day), coalesce(kept.key, found.key), found.sums, kept.sums
FROM (SELECT cell_day AS day, cell_key AS key, ARRAY[{columns}]::numeric[] AS sums
      FROM ({rows}) AS grouped) AS found
FULL JOIN (SELECT day, key, sums FROM figures_cell
           WHERE population = %s AND dimension = %s AND grain = 'd'
             AND day >= %s AND day < %s) AS kept USING (day, key)
WHERE found.sums IS DISTINCT FROM kept.sums AND coalesce(kept.day, found.day) NOT IN (
  SELECT day FROM figures_touched WHERE population = %s)
LIMIT 50
"""
COARSER = """
SELECT day, key, found.sums, kept.sums
FROM (SELECT date_trunc('{step}', day)::date AS day, key, ARRAY[{columns}] AS sums FROM figures_cell
      WHERE population = %s AND dimension = %s AND grain = '{fine}' GROUP BY 1, 2) AS found
FULL JOIN (SELECT day, key, sums FROM figures_cell
           WHERE population = %s AND dimension = %s AND grain = '{coarse}') AS kept USING (day, key)
WHERE found.sums IS DISTINCT FROM kept.sums LIMIT 50
"""


@dataclass(frozen=True)
class Difference:
    """A cell that is not what its rows come to; None where one side is missing."""

    population: str
    dimension: str
    day: date
    key: str
    rows: list[Decimal] | None
    kept: list[Decimal] | None

    def __str__(self) -> str:
        place = f"{self.population} {self.dimension or 'whole'} {self.day} {self.key!r}"
        return f"{place}: rows say {self.rows}, kept is {self.kept}"


def prove(population: Population) -> list[Difference]:
    """Year by year, so that no statement runs for long; days touched since are left for later."""
    span = kept_span(population)
    found = (
        [one for year in span.split("year") for one in of_year(population, year)] if span else []
    )
    found += list(of_coarser(population))
    Kept.objects.filter(pk=population.full).update(proved_at=timezone.now(), differences=len(found))
    return found


def kept_span(population: Population) -> Period | None:
    """The days of the rows and of the cells together: a cell without rows is wrong too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(day), max(day) FROM figures_cell WHERE population = %s AND grain = 'd'",
            [population.full],
        )
        ends = [day for day in cursor.fetchone() if day]
    rows = whole_span(population)
    ends += [rows.first, rows.last] if rows else []
    return Period.days(min(ends), max(ends)) if ends else None


def of_year(population: Population, year: Period) -> Iterator[Difference]:
    for sheet in sheets(population, population.within([year])):
        text, values = sheet.rows.query.sql_with_params()
        columns = ", ".join(f"coalesce(p{i}, 0)" for i in range(sheet.parts))
        with connection.cursor() as cursor:
            cursor.execute(
                COMPARE.format(columns=columns, rows=text),
                [*values, population.full, sheet.dimension, year.first, year.after,
                 population.full],
            )  # fmt: skip
            for row in cursor.fetchall():
                yield Difference(population.full, sheet.dimension, *row)


def of_coarser(population: Population) -> Iterator[Difference]:
    """Months against their days, years against their months."""
    for sheet in sheets(population, population.rows()):
        columns = ", ".join(f"sum(sums[{i + 1}])" for i in range(sheet.parts))
        place = [population.full, sheet.dimension]
        for fine, coarse, step in GRAINS:
            statement = COARSER.format(columns=columns, fine=fine, coarse=coarse, step=step)
            with connection.cursor() as cursor:
                cursor.execute(statement, [*place, *place])
                for row in cursor.fetchall():
                    yield Difference(population.full, sheet.dimension, *row)
