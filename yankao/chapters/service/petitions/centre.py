"""The Joint Service Centre: every petition is in its hands until it is assigned."""

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Unit, UnitQuerySet

from . import limits


def centre() -> Unit | None:
    return Unit.objects.current().filter(code=limits.CENTRE.value()).first()


def first_holder(case: Case, detail: object) -> Unit | None:
    return centre()


def other_units(case: Case) -> UnitQuerySet:
    """Every unit of today but the one that holds the case."""
    rows = Unit.objects.current().exclude(level="city")
    return rows.exclude(pk=case.holder_id) if case.holder_id else rows
