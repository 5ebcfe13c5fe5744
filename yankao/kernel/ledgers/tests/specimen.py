"""A ledger that only the tests have: bonus points given to volunteers, by unit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal

from django.apps.registry import Apps
from django.db import connection, models
from django.db.migrations.state import ModelState, ProjectState

from yankao.kernel.ledgers.ledger import Ledger, Rollup, registry
from yankao.kernel.ledgers.models import LedgerRow
from yankao.kernel.ledgers.operations import CreateLedger


class Point(LedgerRow):
    unit = models.CharField(max_length=20)
    kind = models.IntegerField(null=True)
    valid = models.BooleanField(default=True)
    points = models.IntegerField(default=0)
    hours = models.DecimalField(max_digits=6, decimal_places=2, default=Decimal(0))

    class Meta:
        apps = Apps()
        app_label = "ledgers"
        db_table = "ledgers_point"


def point(at: datetime, **more: object) -> Point:
    return Point(at=at, **{"unit": "A", **more})


@contextmanager
def point_ledger() -> "Iterator[Ledger[Point]]":
    """Made and unmade by the operation that a programme's migration uses."""
    state = ModelState.from_model(Point)
    operation = CreateLedger(state.name, list(state.fields.items()), state.options, (models.Model,))
    before, after = ProjectState(), ProjectState()
    operation.state_forwards("ledgers", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("ledgers", editor, before, after)
    rollups = [
        Rollup("by_unit", by=["unit"], sums=["points", "hours"]),
        Rollup("by_kind", by=["kind", "valid"], sums=["points"]),
        Rollup("in_all"),
    ]
    ledger = Ledger(Point, rollups)
    try:
        yield ledger
    finally:
        del registry[ledger.name]
        with connection.schema_editor() as editor:
            operation.database_backwards("ledgers", editor, after, before)
