"""Many rows at once, inserted through COPY."""

import json
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from psycopg import sql

from yankao.kernel.values.spelling import Spelled

_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"'})
_SPELLING = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def copy_rows(model: type[models.Model], rows: Iterable[models.Model], *, given: str = "") -> None:
    """Inserts unsaved instances whose keys are set; signals and save() are not called.

    `given` names a column that the database fills itself.
    """
    fields = [field for field in model._meta.concrete_fields if field.name != given]
    values = itemgetter(*(field.attname for field in fields))
    spelled = [(at, how) for at, field in enumerate(fields) if (how := spell(field))]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
    )
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(statement) as copy,
    ):
        for row in rows:
            line = list(values(row.__dict__))
            for at, spelling in spelled:
                line[at] = spelling(line[at])
            copy.write_row(line)


def spell(field: "models.Field[Any, Any]") -> "Callable[[Any], str] | None":
    """How a value of this column is written, when the driver would not know or be slow."""
    if isinstance(field, models.JSONField):
        return json_of
    if not isinstance(field, ArrayField):
        return None
    return numbers if isinstance(field.base_field, models.IntegerField) else array


def json_of(value: object) -> str:
    return value.text if type(value) is Spelled else _SPELLING.encode(value)


def array(texts: Iterable[str]) -> str:
    """A list of texts as PostgreSQL reads it, every one in quotes."""
    listed = list(texts)
    plain = '","'.join(listed)
    if "\\" in plain or plain.count('"') != 2 * max(len(listed) - 1, 0):
        plain = '","'.join(text.translate(_QUOTED) for text in listed)
    return f'{{"{plain}"}}' if listed else "{}"


def numbers(listed: Iterable[int]) -> str:
    return f"{{{','.join(map(str, listed))}}}"


def next_keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Primary keys for rows about to be copied, so that they can point at each other."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', column, count],
        )
        return [int(key) for (key,) in cursor.fetchall()]


def copy_new(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Inserts instances whose keys the database is to give."""
    if rows:
        for key, row in zip(next_keys(model, len(rows)), rows, strict=True):
            row.pk = key
        copy_rows(model, rows)
