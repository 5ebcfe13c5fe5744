"""Limits of legal advice, each a named setting with its source and how sure we are of it."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import working_days
from yankao.kernel.policy.policy import Setting
from yankao.kernel.values.taipei import day_of, last_day

LEAD_MINUTES = 60  # between the answer and the consultation one must get there
SHORTEST_OFFER = 10
OURS = "市府未公開預約規則，參考其他縣市作法；本會暫定"

SLOT_MINUTES = Setting(
    "legal_advice.slot_minutes", 20, _("每人諮詢時間（分鐘）"), OURS, "assumed", 5, 120
)
OPEN_DAYS = Setting(
    "legal_advice.open_days", 7, _("開放預約（諮詢日前幾個日曆天）"), OURS, "assumed", 1, 90
)
CANCEL_WORKDAYS = Setting(
    "legal_advice.cancel_workdays", 1, _("最遲取消（諮詢日前幾個工作天）"), OURS, "assumed", 0, 10
)
GRACE_MINUTES = Setting(
    "legal_advice.grace_minutes", 10, _("逾時幾分鐘視為未到"), OURS, "assumed", 0, 60
)
WALK_IN_PERCENT = Setting(
    "legal_advice.walk_in_percent", 50, _("現場名額占每場時段之比率（%）"), OURS, "assumed", 0, 100
)
INTERPRETER_WORKDAYS = Setting(
    "legal_advice.interpreter_workdays",
    3,
    _("安排通譯或手語翻譯所需工作天"),
    OURS,
    "assumed",
    0,
    20,
)
LIVE_MOST = Setting("legal_advice.live_most", 1, _("每人同時有效之預約數"), OURS, "assumed", 1, 10)
SAME_MATTER_DAYS = Setting(
    "legal_advice.same_matter_days",
    30,
    _("同一事件得再諮詢之間隔（日曆天）"),
    OURS,
    "assumed",
    0,
    365,
)
REMIND_HOURS = Setting(
    "legal_advice.remind_hours", 24, _("諮詢前幾小時提醒"), OURS, "assumed", 1, 96
)
OFFER_MINUTES = Setting(
    "legal_advice.offer_minutes", 240, _("候補者回覆之時間（分鐘）"), OURS, "assumed", 10, 2880
)
FEE = Setting("legal_advice.fee", 2000, _("律師每場出席費（元）"), OURS, "assumed", 0, 20000)

settings: list[Setting[int] | Setting[str] | Setting[bool] | Setting[list[str]]] = [
    SLOT_MINUTES, OPEN_DAYS, CANCEL_WORKDAYS, GRACE_MINUTES, WALK_IN_PERCENT,
    INTERPRETER_WORKDAYS, LIVE_MOST, SAME_MATTER_DAYS, REMIND_HOURS, OFFER_MINUTES, FEE,
]  # fmt: skip


def workdays_ahead(count: int, now: datetime) -> date:
    """The day that is so many working days after today; today itself for none."""
    return last_day(working_days(count).due(now)) if count else day_of(now)


def open_until(now: datetime | None = None) -> date:
    """The last day that can be booked now."""
    today = day_of(now or timezone.now())
    return today + timedelta(days=OPEN_DAYS.value(today))


def may_still_cancel(starts_at: datetime, now: datetime) -> bool:
    """Until the end of the last working day before: handbook 5-6 §6."""
    return day_of(starts_at) >= workdays_ahead(CANCEL_WORKDAYS.value(), now)


def absent_from(starts_at: datetime) -> datetime:
    """The first moment at which whoever is not there has not come."""
    return starts_at + timedelta(minutes=GRACE_MINUTES.value(day_of(starts_at)))


def offer_minutes(starts_at: datetime, now: datetime) -> int:
    """How long whoever waits has to answer; 0 when the time is too near to write letters."""
    left = int((starts_at - now) / timedelta(minutes=1)) - LEAD_MINUTES
    return min(OFFER_MINUTES.value(), left) if left >= SHORTEST_OFFER else 0


def first_with_interpreter(now: datetime | None = None) -> date:
    """The first day for which an interpreter can still be found."""
    return workdays_ahead(INTERPRETER_WORKDAYS.value(), now or timezone.now())
