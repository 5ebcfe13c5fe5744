"""What follows when somebody moves a session."""

from datetime import datetime

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.programmes import desk
from yankao.kernel.programmes.opened import opened_by
from yankao.kernel.video import meeting

from . import limits, service
from .models import Session, session

NAME = "sign_language"
JOB = System(NAME)


def unit_of(case: Case, detail: Session) -> Unit | None:
    return Unit.objects.current().filter(code=limits.UNIT.value()).first()


def settle(case: Case) -> None:
    """Waits in the line, or is told the hours; a session held over LINE is over already."""
    detail = session(case)
    detail.continues = earlier(detail, detail.connected_at or case.opened_at)
    detail.save(update_fields=["continues"])
    if detail.connected_at:
        action = "enter"
    else:
        action = "queue" if service.is_open(case.opened_at) else "decline"
    desk.act(case, action, by=JOB, at=case.opened_at)
    case.refresh_from_db()


def earlier(detail: Session, at: datetime) -> Session | None:
    """The session of the same caller that ended a few minutes before; the first of the chain."""
    if not detail.caller:
        return None
    rows = Session.objects.filter(caller=detail.caller, connected_at__lte=at).exclude(pk=detail.pk)
    found = rows.filter(ended_at__gte=at - limits.same()).order_by("-ended_at").first()
    return found.continues or found if found else None


def take(case: Case, move: Move) -> None:
    """It rings in the interpreter's page; the citizen hears who comes."""
    if isinstance(move.by, Person):
        case.handler = move.by
    detail = session(case)
    detail.called_at = move.at
    detail.save(update_fields=["called_at"])


def give_back(case: Case, move: Move) -> None:
    """Back into the line, at the place it had."""
    case.handler = None
    detail = session(case)
    detail.called_at = None
    detail.save(update_fields=["called_at"])


def connect(case: Case, move: Move) -> None:
    """The first time counts; a line that was lost and found again is the same session."""
    detail = session(case)
    detail.connected_at = detail.connected_at or move.at
    detail.ended_at = None
    detail.save(update_fields=["connected_at", "ended_at"])


def miss(case: Case, move: Move) -> None:
    """Nobody heard them; whoever was on the line before is not among these."""
    detail = session(case)
    if detail.connected_at is None:
        detail.missed_at = move.at
        detail.save(update_fields=["missed_at"])
        meeting.leave(case)


def end(case: Case, move: Move) -> None:
    """When both were last on the line, and the cases that came of it."""
    detail = session(case)
    if detail.ended_at is None:
        last = (
            meeting.last_together(case) if move.action.name in ("drop", "miss", "leave") else None
        )
        detail.ended_at = max(min(last or move.at, move.at), detail.connected_at or move.at)
        detail.save(update_fields=["ended_at"])
    meeting.leave(case)
    link_cases(case, move)


def resume(case: Case, move: Move) -> None:
    """The same session goes on, perhaps with another interpreter; it has ended where it had until
    somebody answers.
    """
    case.handler = None
    detail = session(case)
    detail.resumed += 1
    detail.called_at = None
    detail.save(update_fields=["resumed", "called_at"])


def link_cases(case: Case, move: Move) -> None:
    """What the interpreter opened in other rooms while the citizen was on the line."""
    detail = session(case)
    if case.handler is None or detail.connected_at is None:
        return
    found = opened_by(case.handler, detail.connected_at, detail.ended_at)
    numbers = [*detail.numbers, *(one.number for one in found if one.pk != case.pk)]
    detail.numbers = list(dict.fromkeys(numbers))
    detail.save(update_fields=["numbers"])
