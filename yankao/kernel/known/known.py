"""Rows of small tables that nearly every page shows: units, districts, categories.

They are kept in the memory of the process. Before they are used, one look at the stamps tells
whether a table has changed since; so nobody sees an old name, not even within a transaction that
has just changed it, and nobody sees what another transaction has not yet committed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
LOOK = "SELECT name, stamp FROM known_stamp"


@dataclass(frozen=True)
class _Copy(Generic[M]):
    stamp: UUID | None
    rows: Mapping[object, M]


class Known(Generic[M]):
    """All rows of one table by their key, as they stand now."""

    def __init__(self, model: type[M]) -> None:
        self.model = model
        self._copy: _Copy[M] | None = None

    def rows(self, stamps: "Mapping[str, UUID] | None" = None) -> Mapping[object, M]:
        """In the table's order. `stamps` spares a second look when several tables are wanted.

        The stamp is read before the rows: rows that are newer than their stamp are read again.
        """
        now = (stamps if stamps is not None else look()).get(self.model._meta.db_table)
        copy = self._copy
        if copy is None or now is None or copy.stamp != now:
            found = self.model._default_manager.all()
            copy = self._copy = _Copy(now, {row.pk: row for row in found})
        return copy.rows


def look() -> Mapping[str, UUID]:
    """The stamps of all tables; one statement, by hand because it is asked with every page."""
    with connection.cursor() as cursor:
        cursor.execute(LOOK)
        return dict(cursor.fetchall())


def hand(
    subjects: Iterable[models.Model], field: str, get: Callable[[object], models.Model | None]
) -> None:
    """Gives each subject the row its foreign key names, as if it had been joined."""
    for subject in subjects:
        known = subject._meta.get_field(field)
        key = getattr(subject, known.attname)  # type: ignore[union-attr]
        row = get(key) if key is not None else None
        if row is not None or key is None:
            known.set_cached_value(subject, row)  # type: ignore[union-attr]
