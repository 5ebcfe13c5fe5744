"""Who is asked for next year's office calendar, and from when on."""

from datetime import date, datetime, time

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.calendar.changes import Change
from yankao.kernel.people.models import Unit
from yankao.kernel.policy.policy import Setting
from yankao.kernel.tasks import asking
from yankao.kernel.tasks.models import Task
from yankao.kernel.values.taipei import TAIPEI

from .calendar_pages import missing_year

SOURCE = "本會設定；人事行政總處通常於前一年年中公布辦公日曆表"
OWNER = Setting(
    "calendar.owner_unit", "397220000A", gettext_lazy("負責載入辦公日曆的單位（代碼）"), SOURCE
)
FROM_MONTH = Setting(
    "calendar.asked_from_month", 10, gettext_lazy("次年辦公日曆未載入時，自幾月起提醒"), SOURCE,
    "assumed", 1, 12,
)  # fmt: skip
DUE_MONTH = Setting(
    "calendar.asked_until_month", 12, gettext_lazy("次年辦公日曆應載入之期限（月）"), SOURCE,
    "assumed", 1, 12,
)  # fmt: skip
DUE_DAY = Setting(
    "calendar.asked_until_day", 15, gettext_lazy("次年辦公日曆應載入之期限（日）"), SOURCE,
    "assumed", 1, 28,
)  # fmt: skip


def asked_for(year: int) -> bool:
    """Whether it is time to ask: from 1 October of the year before [assumed]."""
    return timezone.localdate() >= date(year - 1, FROM_MONTH.value(), 1)


def overdue_year() -> int | None:
    """The year that is missing, once it is time to ask for it."""
    year = missing_year()
    return year if year and asked_for(year) else None


def ask_for_calendar() -> Task | None:
    """One task for each missing year, however often this is called."""
    year = overdue_year()
    owner = Unit.objects.current().filter(code=OWNER.value()).first()
    if year is None or owner is None:
        return None
    title = _("載入 {year} 年辦公日曆：設定 › 辦公日曆").format(year=year)
    day = date(year - 1, DUE_MONTH.value(), DUE_DAY.value())
    due = datetime.combine(day, time(17, 30), TAIPEI)
    return asking.ask(
        title, of=owner, by=None, at=timezone.now(), due_at=due, kind="calendar", key=key(year)
    )


def key(year: int) -> str:
    return f"calendar:{year}"


def settle(change: Change) -> None:
    """Once the year is loaded, what was asked for is done."""
    open_ones = Task.objects.open().filter(Q(kind="calendar"))
    missing = missing_year()
    for task in open_ones:
        if missing is None or task.key != key(missing):
            asking.finish(task, by=None, at=timezone.now(), note=change.reason)
