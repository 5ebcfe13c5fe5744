"""What follows when somebody moves a question."""

from yankao.kernel.cases import jurisdiction
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.people.models import Unit

from . import limits
from .models import Question

NAME = "contact_centre"


def question(case: Case) -> Question:
    found: Question = case.contact_centre
    return found


def unit_of(case: Case, detail: Question) -> Unit | None:
    """Without a rule of competence, the centre's own unit finds out who knows."""
    competent = jurisdiction.decide(case).unit
    return competent or Unit.objects.current().filter(code=limits.UNIT.value()).first()


def missed(case: Case, move: Move) -> None:
    detail = question(case)
    detail.attempts += 1
    detail.save(update_fields=["attempts"])
    move.note["attempts"] = detail.attempts


def asked_anew(case: Case, move: Move) -> None:
    detail = question(case)
    detail.answered_at = None
    detail.save(update_fields=["answered_at"])
