"""What running clocks have said, to the holder and to those who oversee."""

from collections.abc import Callable, Iterable

from django.utils import timezone
from django.utils.text import format_lazy

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.notices.effects import everyone_who_reported, tell
from yankao.kernel.notices.models import Recipient
from yankao.kernel.notices.reminders import remind
from yankao.kernel.notices.standard import OVERDUE, PROGRESS, REMINDER
from yankao.kernel.people.models import Duty

from .endings import ending


def ended(case: Case, move: Move) -> dict[str, object]:
    """The state, and what really became of it."""
    found = ending(case)
    return {"state": format_lazy("{}。{}", case.state_label, found.words)} if found else {}


tell_ended = tell(PROGRESS, to=everyone_who_reported, facts=ended)

Bell = Callable[[Case, str], None]


def role_holders(role: str) -> Iterable[Recipient]:
    duties = Duty.objects.in_force(timezone.now()).filter(programme="dispatch", role=role)
    return [duty.person for duty in duties.select_related("person")]


def to_holder(what: str) -> Bell:
    def ring(case: Case, key: str) -> None:
        holder: list[Recipient] = [case.holder] if case.holder else []
        remind(case, key, REMINDER, to=holder, at=timezone.now(), facts={"what": what})

    return ring


def to_role(what: str, role: str) -> Bell:
    def ring(case: Case, key: str) -> None:
        facts = {"what": what}
        remind(case, key, REMINDER, to=role_holders(role), at=timezone.now(), facts=facts)

    return ring


def overdue(role: str) -> Bell:
    """The holder and the overseers both learn that the promise is broken."""

    def ring(case: Case, key: str) -> None:
        holder: list[Recipient] = [case.holder] if case.holder else []
        everyone = [*holder, *role_holders(role)]
        remind(case, key, OVERDUE, to=everyone, at=timezone.now(), facts={"what": ""})

    return ring
