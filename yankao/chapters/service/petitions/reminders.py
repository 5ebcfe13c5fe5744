"""What running clocks have said, to the holder and to those who oversee."""

from collections.abc import Callable

from django.utils import timezone

from yankao.kernel.calendar.limits import hours
from yankao.kernel.cases.clocks import runs_of
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Reminder
from yankao.kernel.notices.models import Recipient
from yankao.kernel.notices.reminders import remind
from yankao.kernel.notices.standard import OVERDUE, REMINDER

from . import limits
from .people import holders
from .states import CONTROLLER, DISPATCHER, INTAKE, SUPERIOR

DAY = 24 * 60
Bell = Callable[[Case, str], None]


def round_of(case: Case, clock: str, key: str) -> str:
    """A second round rings again."""
    return f"{key}:{runs_of(case)[clock].round}"


def owner(case: Case) -> list[Recipient]:
    """The officer, else the agency's window."""
    first: Recipient | None = case.handler or case.holder
    return [first] if first else []


def to_owner(what: str) -> Bell:
    def ring(case: Case, key: str) -> None:
        whole = round_of(case, "reply", key)
        remind(case, whole, REMINDER, to=owner(case), at=timezone.now(), facts={"what": what})

    return ring


def to_role(what: str, role: str) -> Bell:
    def ring(case: Case, key: str) -> None:
        to = holders(role)
        remind(case, key, REMINDER, to=to, at=timezone.now(), facts={"what": what})

    return ring


def overdue(case: Case, key: str) -> None:
    """The owner and the controllers learn that the promise is broken."""
    whole = round_of(case, "reply", key)
    told = SUPERIOR.name if case.confidential else CONTROLLER.name
    agency: list[Recipient] = [case.holder] if case.holder else []
    everyone = dict.fromkeys([*owner(case), *agency, *holders(told)])
    remind(case, whole, OVERDUE, to=everyone, at=timezone.now(), facts={"what": ""})


def reply_bells() -> list[Reminder]:
    return [
        Reminder("tomorrow", to_owner("一日內到期"), before_minutes=DAY),
        Reminder(
            "thirty", to_owner("自起算日已滿三十日曆天"), hours(24 * limits.WARN_DAYS.value())
        ),
        Reminder("overdue", overdue),
    ]


def receive_bells() -> list[Reminder]:
    return [Reminder("unregistered", to_role("尚未檢核立案", INTAKE.name))]


def assign_bells() -> list[Reminder]:
    return [Reminder("unassigned", to_role("尚未分文", DISPATCHER.name))]


def ruling_bells() -> list[Reminder]:
    return [Reminder("unruled", to_role("改分尚未裁定", SUPERIOR.name))]
