"""Roll-up rows by day: what a batch adds to them, and reading them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection

from yankao.kernel.values.taipei import day_of

Key = tuple[str | None, ...]


def text(value: object) -> str | None:
    """A dimension as PostgreSQL writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return None if value is None else str(value)


class Deltas:
    """Counts and sums of one batch for one roll-up."""

    def __init__(self, measures: int) -> None:
        self.measures = measures
        self.found: dict[tuple[date, Key], list[Decimal | int]] = {}

    def take(
        self, at: datetime, by: Iterable[object], sums: Iterable[Decimal | int | None]
    ) -> None:
        place = day_of(at), tuple(map(text, by))
        values = self.found.setdefault(place, [0] * (self.measures + 1))
        values[0] += 1
        for index, value in enumerate(sums, 1):
            values[index] += value or 0

    def rows(self) -> Iterator[tuple[date, list[str | None], int, list[Decimal]]]:
        """In one order for every writer, so that no two batches wait for each other."""
        order = sorted(self.found, key=lambda p: (p[0], [(k is not None, k or "") for k in p[1]]))
        for day, key in order:
            count, *sums = self.found[day, key]
            yield day, list(key), int(count), [Decimal(value) for value in sums]


ADD = """
INSERT INTO ledgers_total AS kept (ledger, rollup, day, key, count, sums, written_at)
VALUES (%s, %s, %s, %s, %s, %s, now())
ON CONFLICT (ledger, rollup, day, key) DO UPDATE SET
  count = kept.count + excluded.count,
  sums = ARRAY(SELECT a + b FROM unnest(kept.sums, excluded.sums) AS both_sums (a, b)),
  written_at = now()
"""


def add(ledger: str, rollup: str, deltas: Deltas) -> None:
    """Adds a batch to its totals; the rows were written in the same transaction."""
    with connection.cursor() as cursor:
        cursor.executemany(ADD, [(ledger, rollup, *row) for row in deltas.rows()])


@dataclass(frozen=True)
class DayTotal:
    """One roll-up row as its reader wants it."""

    day: date
    by: dict[str, str | None]
    count: int
    sums: dict[str, Decimal]


def named(
    by: Sequence[str],
    sums: Sequence[str],
    rows: Iterable[tuple[date, Sequence[str | None], int, list[Decimal]]],
) -> Iterator[DayTotal]:
    for day, key, count, values in rows:
        kept = dict(zip(sums, values, strict=True))
        yield DayTotal(day, dict(zip(by, key, strict=True)), count, kept)
