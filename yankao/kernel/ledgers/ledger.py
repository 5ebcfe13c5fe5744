"""Declaring a ledger and writing to it: rows and their totals in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction

from yankao.kernel.values.copying import copy_rows

from .models import LedgerRow
from .partitions import month_of, open_months
from .totals import Deltas, add

R = TypeVar("R", bound=LedgerRow)

DIMENSIONS = (models.CharField, models.TextField, models.IntegerField, models.BooleanField)
MEASURES = (models.IntegerField, models.DecimalField)
registry: dict[str, "Ledger[Any]"] = {}


@dataclass(frozen=True)
class Rollup:
    """Totals by day and by the named fields: how many rows, and the sums of the named numbers."""

    name: str
    by: Sequence[str] = ()
    sums: Sequence[str] = ()


@dataclass(frozen=True)
class Ledger(Generic[R]):
    """An append-only table partitioned by month, with its roll-ups."""

    model: type[R]
    rollups: Sequence[Rollup] = ()

    def __post_init__(self) -> None:
        for rollup in self.rollups:
            self.check(rollup)
        registry[self.name] = self

    @property
    def name(self) -> str:
        return self.model._meta.label_lower

    def field(self, name: str) -> "models.Field[Any, Any]":
        found = self.model._meta.get_field(name)
        assert isinstance(found, models.Field)
        return found

    def check(self, rollup: Rollup) -> None:
        """Only what reads the same in Python and in PostgreSQL may be rolled up."""
        for names, kinds in ((rollup.by, DIMENSIONS), (rollup.sums, MEASURES)):
            for name in names:
                field = self.field(name)
                kind = field.target_field if isinstance(field, models.ForeignKey) else field
                if not isinstance(kind, kinds):
                    raise ImproperlyConfigured(
                        f"{self.name}: {rollup.name} cannot use {name}, a {type(kind).__name__}"
                    )

    def write(self, rows: Iterable[R]) -> int:
        """Stores unsaved rows by COPY and adds them to their totals: all of it or none."""
        batch = list(rows)
        if not batch:
            return 0
        with transaction.atomic():
            open_months(self.model, {month_of(row.at) for row in batch})
            copy_rows(self.model, batch, given="id")
            for rollup in self.rollups:
                add(self.name, rollup.name, self.deltas(rollup, batch))
        return len(batch)

    def deltas(self, rollup: Rollup, batch: list[R]) -> Deltas:
        """What the batch adds, by day and key."""
        by = [attrgetter(self.field(name).attname) for name in rollup.by]
        sums = [attrgetter(self.field(name).attname) for name in rollup.sums]
        found = Deltas(len(sums))
        for row in batch:
            found.take(row.at, [get(row) for get in by], [get(row) for get in sums])
        return found
