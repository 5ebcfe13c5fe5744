"""Unsaved rows of a table, built without ceremony."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)


def fresh(model: type[M], values: Mapping[str, object], **known: models.Model) -> M:
    """An unsaved instance with these columns (by attname) and defaults for the others.

    `known` are rows it points at, by name; their keys are among the values, or given later.

    What the constructor does beyond that – signals, related objects by name – is left out: it
    costs more than everything else that a bulk import does to a row.
    """
    row = model.__new__(model)
    state = ModelState()
    state.fields_cache = known
    row.__dict__ = {**blank(model), **values, "_state": state}
    return row


@cache
def blank(model: type[models.Model]) -> dict[str, object]:
    """The columns of a new row; a default that is made anew for each row must be given."""
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def insert(row: models.Model) -> None:
    """Stores a new row as `save(force_insert=True)` does, for tables without parents or signals."""
    _insert(row, "")


def insert_once(row: models.Model, unique: str) -> bool:
    """Stores a new row unless its unique column is known; says whether it was stored.

    One statement where `get_or_create` needs four; a known key does not break the transaction.
    """
    return _insert(row, f"ON CONFLICT ({unique}) DO NOTHING")


def _insert(row: models.Model, otherwise: str) -> bool:
    # Keys of what was stored only after it was assigned.
    row._prepare_related_fields_for_save("save")  # type: ignore[attr-defined]
    statement, fields = _statement(type(row))
    given = [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement.format(otherwise), given)
        stored = cursor.fetchone()
    if stored:
        row.pk, row._state.adding, row._state.db = stored[0], False, connection.alias
    return stored is not None


@cache
def _statement(model: type[models.Model]) -> "tuple[str, list[models.Field[Any, Any]]]":
    """How a row of this table is stored, and from which fields; the database gives the key."""
    fields = [field for field in model._meta.concrete_fields if not _given(field)]
    quote = connection.ops.quote_name
    names = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    key = quote(str(model._meta.pk.column))
    into = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"
    return f"{into} {{}} RETURNING {key}", fields


def _given(field: "models.Field[Any, Any]") -> bool:
    return field.generated or isinstance(field, models.AutoField)
