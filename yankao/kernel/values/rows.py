"""Unsaved rows of a table, built without ceremony."""

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from django.db import models
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
