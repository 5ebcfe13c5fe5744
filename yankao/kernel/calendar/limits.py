"""Limits: how long something may take, and when it is therefore due."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yankao.kernel.values.roc import Unreadable
from yankao.kernel.values.taipei import day_of, local

from . import book, counting
from .almanac import Almanac, Place
from .spans import NOTHING

LONGEST = 50_000
HALF_A_DAY = Decimal("0.5")


class Kind(TextChoices):
    """The clock kinds of handbook 5-6 §0.1 and 1-4-7 §0."""

    HOURS = "hours", _("小時")
    MINUTES = "minutes", _("分鐘")
    WORKING_HOURS = "working_hours", _("上班時數")
    WORKING_DAYS = "working_days", _("工作天")
    CALENDAR_DAYS = "calendar_days", _("日曆天")
    CALENDAR_DAYS_LESS_HOLIDAYS = "calendar_days_less_holidays", _("日曆天（扣除連休）")
    MONTHS = "months", _("個月")
    MONTHS_ART48 = "months_art48", _("個月（行政程序法第48條）")


_RULES: dict[Kind, counting.Rule] = {
    Kind.HOURS: counting.Elapsed(timedelta(hours=1)),
    Kind.MINUTES: counting.Elapsed(timedelta(minutes=1)),
    Kind.WORKING_HOURS: counting.OfficeTime(timedelta(hours=1)),
    Kind.WORKING_DAYS: counting.WorkingDays(),
    Kind.CALENDAR_DAYS: counting.CalendarDays(),
    Kind.CALENDAR_DAYS_LESS_HOLIDAYS: counting.DaysLessHolidays(),
    Kind.MONTHS: counting.Months(),
    Kind.MONTHS_ART48: counting.MonthsByStatute(),
}

_KINDS = frozenset(Kind.values)
_LABELS = {
    Kind.HOURS: (_("1 小時"), _("%(count)s 小時")),
    Kind.MINUTES: (_("1 分鐘"), _("%(count)s 分鐘")),
    Kind.WORKING_HOURS: (_("1 個上班小時"), _("%(count)s 個上班小時")),
    Kind.WORKING_DAYS: (_("1 個工作天"), _("%(count)s 個工作天")),
    Kind.CALENDAR_DAYS: (_("1 個日曆天"), _("%(count)s 個日曆天")),
    Kind.CALENDAR_DAYS_LESS_HOLIDAYS: (
        _("1 個日曆天（扣除連休）"),
        _("%(count)s 個日曆天（扣除連休）"),
    ),
    Kind.MONTHS: (_("1 個月"), _("%(count)s 個月")),
    Kind.MONTHS_ART48: (
        _("1 個月（行政程序法第48條）"),
        _("%(count)s 個月（行政程序法第48條）"),
    ),
}


@dataclass(frozen=True)
class Limit:
    """So many of a kind. Never a bare number of days.

    `due_at` is exclusive for day kinds: 00:00 after the last day is the first moment that is
    late. For hours and minutes the due moment itself is still in time. `kept` knows both.

    `area` is the town code where the matter lies; closures of the whole city always count.
    `almanac` replaces the calendar in force, to recompute the past or to try something out.
    """

    kind: Kind
    count: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", Kind(self.kind))
        if not 1 <= self.count <= LONGEST:
            raise Unreadable(f"a limit of {self.count} {self.kind}")

    def __str__(self) -> str:
        return self.text

    @cached_property
    def text(self) -> str:
        return f"{self.kind}:{self.count}"

    @classmethod
    @cache
    def parse(cls, text: str) -> "Limit":
        """Reads what str() writes: working_days:6."""
        kind, _colon, count = text.partition(":")
        if kind not in _KINDS or not (count.isascii() and count.isdigit()):
            raise Unreadable(f"not a limit: {text!r}")
        return cls(Kind(kind), int(count))

    @property
    def label(self) -> str:
        """6 個工作天, in the reader's language."""
        one, many = _LABELS[self.kind]
        return str(one) if self.count == 1 else str(many) % {"count": self.count}

    @property
    def rule(self) -> counting.Rule:
        return _RULES[self.kind]

    def due(self, start: datetime, area: str = "", *, almanac: Almanac | None = None) -> datetime:
        """When something received at `start` is due."""
        return self.rule.due(self.count, local(start), _place(area, almanac))

    def raw_due(self, start: datetime, *, almanac: Almanac | None = None) -> datetime:
        """The same if nothing had ever been closed or excused."""
        place = (almanac or book.current()).bare.at()
        return self.rule.due(self.count, local(start), place)

    def both_due(self, start: datetime, area: str = "") -> tuple[datetime, datetime]:
        """`due` and `raw_due` at once: the same moment as long as nothing was ever closed."""
        almanac = book.current()
        due_at = self.rule.due(self.count, local(start), almanac.at(area))
        if almanac.undisturbed:
            return due_at, due_at
        return due_at, self.raw_due(start, almanac=almanac)

    def resume(
        self,
        stopped_at: datetime,
        due_at: datetime,
        resumed_at: datetime,
        area: str = "",
        *,
        almanac: Almanac | None = None,
    ) -> datetime:
        """The due moment after a pause: what was left then is left now.

        A limit already missed stays missed: hours by as much as before, days by their date.
        """
        pause = counting.Pause(local(stopped_at), local(resumed_at))
        if pause.length < NOTHING:
            raise ValueError("a clock cannot resume before it stopped")
        return self.rule.resumed(local(due_at), pause, _place(area, almanac))

    def due_through(
        self,
        start: datetime,
        pauses: Iterable[tuple[datetime, datetime]],
        area: str = "",
        *,
        almanac: Almanac | None = None,
    ) -> datetime:
        """The due moment of a clock that was stopped and resumed at these moments, in order.

        This is how a changed calendar is applied to a clock with a history.
        """
        almanac = almanac or book.current()
        due_at = self.due(start, area, almanac=almanac)
        for stopped_at, resumed_at in pauses:
            due_at = self.resume(stopped_at, due_at, resumed_at, area, almanac=almanac)
        return due_at

    def used(
        self, start: datetime, end: datetime, area: str = "", *, almanac: Almanac | None = None
    ) -> timedelta:
        """Time counted so far; whole days for the day kinds, the day of receipt being 0."""
        since, until = local(start), local(end)
        return self.rule.used(since, until, _place(area, almanac)) if since < until else NOTHING

    def remaining(
        self, at: datetime, due_at: datetime, area: str = "", *, almanac: Almanac | None = None
    ) -> timedelta:
        """Time still to be counted before the due moment; never negative."""
        return self.rule.left(local(at), local(due_at), _place(area, almanac))

    def excused(
        self, start: datetime, end: datetime, area: str = "", *, almanac: Almanac | None = None
    ) -> timedelta:
        """Force majeure within that time, shown apart; only hours and minutes know it."""
        since, until = local(start), local(end)
        if not isinstance(self.rule, counting.Elapsed) or until <= since:
            return NOTHING
        return _place(area, almanac).excused(since, until)

    def kept(self, done_at: datetime, due_at: datetime) -> bool:
        """Whether what was done at that moment was done in time."""
        return self.rule.kept(local(done_at), local(due_at))


def _place(area: str, almanac: Almanac | None) -> Place:
    return (almanac or book.current()).at(area)


@cache
def hours(count: int) -> Limit:
    """Continuous hours, nights and holidays included."""
    return Limit(Kind.HOURS, count)


@cache
def minutes(count: int) -> Limit:
    """Continuous minutes, nights and holidays included."""
    return Limit(Kind.MINUTES, count)


@cache
def working_hours(count: int) -> Limit:
    """Hours in which the office is open."""
    return Limit(Kind.WORKING_HOURS, count)


@cache
def working_days(count: int) -> Limit:
    """工作天; the day of receipt is day 0."""
    return Limit(Kind.WORKING_DAYS, count)


@cache
def calendar_days(count: int) -> Limit:
    """日曆天; the first day is not counted, the last one moves off a holiday."""
    return Limit(Kind.CALENDAR_DAYS, count)


def calendar_days_less_holidays(count: int) -> Limit:
    """扣抵連休日曆日."""
    return Limit(Kind.CALENDAR_DAYS_LESS_HOLIDAYS, count)


def months(count: int) -> Limit:
    """The same day so many months later."""
    return Limit(Kind.MONTHS, count)


def months_art48(count: int) -> Limit:
    """Months as 行政程序法 §48 counts them."""
    return Limit(Kind.MONTHS_ART48, count)


def is_working_day(day: date, area: str = "") -> bool:
    return book.current().at(area).working.has(day)


def office_hours(moment: datetime, area: str = "") -> tuple[datetime, datetime]:
    """The stretch of office hours that runs at a moment, or else the next one."""
    return book.current().at(area).office_from(local(moment))


def working_days_between(since: date, until: date, area: str = "") -> int:
    """Working days after `since` up to and including `until`; negative backwards."""
    return book.current().at(area).working.between(since, until)


def usage_days(start: datetime, end: datetime, area: str = "") -> Decimal:
    """使用日數: working days after the day of receipt; done the same day is half a day."""
    days = working_days_between(day_of(start), day_of(end), area)
    return Decimal(days) if days > 0 else HALF_A_DAY
