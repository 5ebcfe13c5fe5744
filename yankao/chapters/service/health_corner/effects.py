"""What follows when a visit is entered or handed over."""

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes import desk

from . import limits
from .models import Outcome, Service, Visit, visit

NAME = "health_corner"
JOB = System(NAME)


def unit_of(case: Case, detail: Visit) -> Unit | None:
    return Unit.objects.current().filter(code=limits.UNIT.value()).first()


def settle(case: Case) -> None:
    """The moment of the visit; what is not sudden is over when it is written down."""
    detail = visit(case)
    if detail.seen_at is None:
        detail.seen_at = case.opened_at
        detail.save(update_fields=["seen_at"])
    if detail.service != Service.SUDDEN:
        desk.act(case, "record", by=JOB, at=case.opened_at)
        case.refresh_from_db()


def to_hospital(case: Case, move: Move) -> None:
    detail = visit(case)
    detail.outcome = Outcome.HOSPITAL
    detail.save(update_fields=["outcome"])
