"""Many rows at once through COPY; nothing is asked of the database in between."""

from collections.abc import Iterable, Sequence

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb


def copy_rows(model: type[models.Model], rows: Iterable[models.Model]) -> int:
    """Inserts unsaved instances whose keys are set; signals and save() are not called."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    json = {field.attname for field in fields if isinstance(field, models.JSONField)}
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields),
    )
    count = 0
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for count, row in enumerate(rows, 1):
            values = [getattr(row, name) for name in names]
            if json:
                values = [
                    Jsonb(value) if name in json else value
                    for name, value in zip(names, values, strict=True)
                ]
            copy.write_row(values)
    return count


def next_keys(model: type[models.Model], count: int) -> Sequence[int]:
    """Primary keys for rows about to be copied, so that they can point at each other."""
    table, column = model._meta.db_table, model._meta.pk.column  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [f'"{table}"', column, count],
        )
        return [int(key) for (key,) in cursor.fetchall()]
