"""What a database holds, in numbers that must be the same after a restore."""

from collections.abc import Mapping
from typing import LiteralString

from psycopg import Connection, sql
from psycopg.rows import TupleRow

# How values are written as text must not depend on the server's own settings.
PLAIN: list[LiteralString] = [
    "SET datestyle = 'ISO, YMD'",
    "SET timezone = 'UTC'",
    "SET intervalstyle = 'postgres'",
    "SET extra_float_digits = 1",
    "SET bytea_output = 'hex'",
]
TABLES: LiteralString = """
    SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1, 2
"""
SEQUENCES: LiteralString = """
    SELECT schemaname || '.' || sequencename, coalesce(last_value, 0) FROM pg_sequences ORDER BY 1
"""
# Constraints of kind n (NOT NULL) are rows of their own only from PostgreSQL 18 on.
RULES: LiteralString = """
    SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text
    FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL
    SELECT 'constraint ' || conrelid::regclass || ' ' || conname FROM pg_constraint
    WHERE contype <> 'n' AND connamespace <> 'pg_catalog'::regnamespace
        AND connamespace <> 'information_schema'::regnamespace
    UNION ALL
    SELECT 'index ' || tablename || ' ' || indexname FROM pg_indexes
    WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
    ORDER BY 1
"""

Measures = dict[str, dict[str, str]]


def measures(connection: Connection[TupleRow]) -> Measures:
    """Rows and checksum of every table, where sequences stand, every rule the database keeps."""
    for setting in PLAIN:
        connection.execute(setting)
    rules = [str(row[0]) for row in connection.execute(RULES)]
    return {
        "tables": tables(connection),
        "sequences": sequences(connection),
        "rules": dict.fromkeys(rules, "kept"),
    }


def sequences(connection: Connection[TupleRow]) -> dict[str, str]:
    """Where each stands now, whatever snapshot the connection holds."""
    return {str(n): str(value) for n, value in connection.execute(SEQUENCES).fetchall()}


def behind(least: Mapping[str, str], found: Mapping[str, str]) -> list[str]:
    """Sequences that are gone, or would give out a number a second time."""
    return [
        f"{name}: {value} → {found.get(name, 'not there')}"
        for name, value in sorted(least.items()) if int(found.get(name, -1)) < int(value)
    ]  # fmt: skip


def tables(connection: Connection[TupleRow]) -> dict[str, str]:
    """For each table its number of rows and a sum over the rows that no order changes."""
    found = {}
    for schema, table in connection.execute(TABLES).fetchall():
        query = sql.SQL(
            "SELECT count(*), coalesce(sum(hashtextextended(r::text, 0)), 0) FROM {} AS r"
        ).format(sql.Identifier(schema, table))
        rows, total = connection.execute(query).fetchone() or (0, 0)
        found[f"{schema}.{table}"] = f"{rows} rows, checksum {total}"
    return found


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """What is not the same, one line each."""
    return [
        f"{key}: {before.get(key, 'not there')} → {after.get(key, 'not there')}"
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    ]
