"""One table for each month of a ledger, in the city's time; made before the first row needs it."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import connection, models
from psycopg import sql

from yankao.kernel.values.taipei import day_of, midnight

AHEAD = 2


def month_of(at: datetime) -> date:
    """The first day of the month in which the moment lies in Taipei."""
    return day_of(at).replace(day=1)


def following(month: date, count: int = 1) -> date:
    """The first day of the month so many months later."""
    months = month.year * 12 + month.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)


def name_of(table: str, month: date) -> str:
    return f"{table}_{month:%Ym%m}"


def exists(name: str) -> bool:
    """Asks the catalogue's rows: a name once looked up in vain is remembered as missing."""
    with connection.cursor() as cursor:
        cursor.execute(EXISTS, [name])
        return bool(cursor.fetchone()[0])


def open_months(model: type[models.Model], months: Iterable[date]) -> list[str]:
    """Makes the months that are missing, one process at a time; answers with their tables."""
    table, made = model._meta.db_table, []
    for month in sorted(set(months)):
        name = name_of(table, month)
        if not exists(name) and attach(table, name, month):
            made.append(name)
    return made


def attach(table: str, name: str, month: date) -> bool:
    """Made beside the ledger and then attached: readers and writers of it need not wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"ledger:{name}"])
        if exists(name):
            return False
        cursor.execute(
            sql.SQL(STATEMENTS).format(
                table=sql.Identifier(table),
                name=sql.Identifier(name),
                since=sql.Literal(midnight(month).isoformat()),
                until=sql.Literal(midnight(following(month)).isoformat()),
            )
        )
    return True


def coming(today: date) -> list[date]:
    """This month and those for which room is kept ahead."""
    first = today.replace(day=1)
    return [following(first, count) for count in range(AHEAD + 1)]


EXISTS = """
SELECT EXISTS (
  SELECT FROM pg_class WHERE relname = %s AND relnamespace = current_schema()::regnamespace
)
"""
STATEMENTS = """
CREATE TABLE {name} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({since}) TO ({until});
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON {name}
  FOR EACH STATEMENT EXECUTE FUNCTION ledgers_refuse();
"""
