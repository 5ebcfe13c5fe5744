"""Proving that roll-ups equal their rows, counting them anew, and reading them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from psycopg import sql

from yankao.kernel.values.taipei import end_of, midnight

from .ledger import Ledger, Rollup
from .models import Total
from .totals import DayTotal, named


@dataclass(frozen=True)
class Difference:
    """A key of one day at which the roll-up and its rows part; None where one of them has none."""

    ledger: str
    rollup: str
    day: date
    key: tuple[str | None, ...]
    rows: tuple[int, list[Decimal]] | None
    kept: tuple[int, list[Decimal]] | None

    def __str__(self) -> str:
        where = f"{self.ledger} {self.rollup} {self.day} {list(self.key)}"
        return f"{where}: rows say {self.rows}, the roll-up {self.kept}"


FOUND = """
SELECT ARRAY[{by}]::text[] AS key, count(*) AS count, ARRAY[{sums}]::numeric[] AS sums
FROM {table} WHERE at >= {since} AND at < {until} GROUP BY 1
"""
COMPARE = """
WITH found AS ({found}),
kept AS (
  SELECT key, count, sums FROM ledgers_total
  WHERE ledger = {ledger} AND rollup = {rollup} AND day = {day}
)
SELECT key, found.count, found.sums, kept.count, kept.sums
FROM found FULL JOIN kept USING (key)
WHERE (found.count, found.sums) IS DISTINCT FROM (kept.count, kept.sums) ORDER BY key
"""
RECOUNT = """
INSERT INTO ledgers_total (ledger, rollup, day, key, count, sums, written_at)
SELECT {ledger}, {rollup}, {day}, key, count, sums, now() FROM ({found}) AS found
"""


def prove(ledger: Ledger[Any], day: date) -> list[Difference]:
    """Where the roll-ups of a day differ from its rows; one snapshot, so writers do not disturb."""
    found = []
    for rollup in ledger.rollups:
        with connection.cursor() as cursor:
            cursor.execute(filled(COMPARE, ledger, rollup, day))
            for key, rows, row_sums, kept, kept_sums in cursor.fetchall():
                left = None if rows is None else (rows, row_sums)
                right = None if kept is None else (kept, kept_sums)
                place = ledger.name, rollup.name, day, tuple(key)
                found.append(Difference(*place, left, right))
    return found


def recount(ledger: Ledger[Any], day: date) -> None:
    """Makes a day's roll-ups anew from its rows: after a roll-up was added or found wrong."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Whoever has added already is waited for; whoever adds later adds to what we count.
        cursor.execute("LOCK TABLE ledgers_total IN SHARE ROW EXCLUSIVE MODE")
        Total.objects.filter(ledger=ledger.name, day=day).delete()
        for rollup in ledger.rollups:
            cursor.execute(filled(RECOUNT, ledger, rollup, day))


def filled(statement: str, ledger: Ledger[Any], rollup: Rollup, day: date) -> sql.Composed:
    """A statement about one roll-up and day, with its names and values in place."""
    by = [sql.SQL("{}::text").format(column(ledger, name)) for name in rollup.by]
    sums = [sql.SQL("coalesce(sum({}), 0)").format(column(ledger, name)) for name in rollup.sums]
    values = {
        "by": sql.SQL(", ").join(by),
        "sums": sql.SQL(", ").join(sums),
        "table": sql.Identifier(ledger.model._meta.db_table),
        "since": sql.Literal(midnight(day)),
        "until": sql.Literal(end_of(day)),
        "ledger": sql.Literal(ledger.name),
        "rollup": sql.Literal(rollup.name),
        "day": sql.Literal(day),
    }
    found = sql.SQL(FOUND).format(**values)
    return sql.SQL(statement).format(**values, found=found)


def column(ledger: Ledger[Any], name: str) -> sql.Identifier:
    return sql.Identifier(str(ledger.field(name).column))


def totals(ledger: Ledger[Any], name: str, since: date, until: date) -> Iterator[DayTotal]:
    """The rows of one roll-up from `since` up to, not including, `until`."""
    rollup = next(rollup for rollup in ledger.rollups if rollup.name == name)
    rows = Total.objects.filter(ledger=ledger.name, rollup=name, day__gte=since, day__lt=until)
    kept = rows.order_by("day", "key").values_list("day", "key", "count", "sums")
    return named(rollup.by, rollup.sums, kept)


def fresh_days(ledger: Ledger[Any], since: timedelta) -> list[date]:
    """Days written to lately, and yesterday whether written to or not."""
    after = timezone.now() - since
    rows = Total.objects.filter(ledger=ledger.name, written_at__gte=after).order_by(F("day"))
    yesterday = timezone.localdate() - timedelta(days=1)
    return sorted({yesterday, *rows.values_list("day", flat=True)})
