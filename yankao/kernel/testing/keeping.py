"""Tests that really commit empty the tables afterwards; what migrations brought stays."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management.commands import flush

BROUGHT = [
    ("calendar", "Day"),
    ("calendar", "CalendarVersion"),
    ("geo", "District"),
    ("geo", "Road"),
]


def kept_tables() -> set[str]:
    return {apps.get_model(app, name)._meta.db_table for app, name in BROUGHT}


def flush_the_rest(style: Any, connection: Any, **options: Any) -> list[str]:
    """The statements that empty every table but those that migrations filled."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    emptied = [name for name in names if name not in kept_tables()]
    statements: list[str] = connection.ops.sql_flush(style, emptied, **options)
    return statements


@pytest.fixture(scope="session", autouse=True)
def reference_rows_stay() -> Iterator[None]:
    patch = pytest.MonkeyPatch()
    patch.setattr(flush, "sql_flush", flush_the_rest)
    yield
    patch.undo()
