"""Unsaved rows of a table, built without ceremony."""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)


def fresh(model: type[M], values: Mapping[str, object]) -> M:
    """An unsaved instance with these columns (by attname) and defaults for the others.

    What the constructor does beyond that – signals, related objects by name – is left out: it
    costs more than everything else that a bulk import does to a row.
    """
    row = model.__new__(model)
    row.__dict__ = {**blank(model), **values, "_state": ModelState()}
    return row


@cache
def blank(model: type[models.Model]) -> dict[str, object]:
    """The columns of a new row; a default that is made anew for each row must be given."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def insert_once(row: models.Model, unique: str) -> bool:
    """Stores a new row unless its unique column is known; says whether it was stored.

    One statement where `get_or_create` needs four; a known key does not break the transaction.
    """
    meta = row._meta
    fields = [field for field in meta.concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    values = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})"
            f" ON CONFLICT ({unique}) DO NOTHING RETURNING {meta.pk.column}",
            values,
        )
        stored = cursor.fetchone()
    if stored:
        row.pk, row._state.adding = stored[0], False
    return stored is not None
