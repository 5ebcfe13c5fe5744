"""How each kind of limit counts: continuous time, office time, counted days, months."""

from abc import ABC, abstractmethod
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yankao.kernel.values.taipei import ONE_MOMENT, day_of, end_of, last_day

from .almanac import Place
from .row import ONE_DAY
from .spans import NOTHING


@dataclass(frozen=True)
class Pause:
    """A clock stood still from one moment to another."""

    stopped_at: datetime
    resumed_at: datetime

    @property
    def length(self) -> timedelta:
        return self.resumed_at - self.stopped_at


class Rule(ABC):
    """One way to count. Moments come in on the city's clock."""

    @abstractmethod
    def due(self, count: int, start: datetime, place: Place) -> datetime: ...

    @abstractmethod
    def used(self, since: datetime, until: datetime, place: Place) -> timedelta: ...

    @abstractmethod
    def resumed(self, due_at: datetime, pause: Pause, place: Place) -> datetime: ...

    @abstractmethod
    def kept(self, done_at: datetime, due_at: datetime) -> bool: ...

    def left(self, at: datetime, due_at: datetime, place: Place) -> timedelta:
        """What may still be used; nothing once the due moment is past."""
        return self.used(at, due_at, place) if at < due_at else NOTHING


@dataclass(frozen=True)
class TimeRule(Rule):
    """Time measured to the second; done at the due moment itself is still in time."""

    unit: timedelta

    @abstractmethod
    def ahead(self, start: datetime, amount: timedelta, place: Place) -> datetime: ...

    def due(self, count: int, start: datetime, place: Place) -> datetime:
        return self.ahead(start, count * self.unit, place)

    def resumed(self, due_at: datetime, pause: Pause, place: Place) -> datetime:
        if pause.stopped_at >= due_at:
            return due_at + pause.length
        left = self.used(pause.stopped_at, due_at, place)
        return max(due_at, self.ahead(pause.resumed_at, left, place))

    def kept(self, done_at: datetime, due_at: datetime) -> bool:
        return done_at <= due_at


class Elapsed(TimeRule):
    """Nights and holidays included; stands still only for declared force majeure."""

    def used(self, since: datetime, until: datetime, place: Place) -> timedelta:
        return place.elapsed(since, until)

    def ahead(self, start: datetime, amount: timedelta, place: Place) -> datetime:
        return place.run_on(start, amount)


class OfficeTime(TimeRule):
    """Hours in which the office is open; a typhoon half-day takes only its own hours."""

    def used(self, since: datetime, until: datetime, place: Place) -> timedelta:
        return place.worked(since, until)

    def ahead(self, start: datetime, amount: timedelta, place: Place) -> datetime:
        return place.work_on(start, amount)


class DayRule(Rule):
    """Whole days after the first; the last one ends at midnight, which is already late."""

    @abstractmethod
    def last(self, count: int, first: date, place: Place) -> date:
        """The last day of the limit, received on the day `first`."""

    @abstractmethod
    def between(self, since: date, until: date, place: Place) -> int:
        """Counted days after `since` up to and including `until`."""

    @abstractmethod
    def ahead(self, day: date, days: int, place: Place) -> date:
        """The day on which so many counted days have passed, moved off a holiday."""

    def due(self, count: int, start: datetime, place: Place) -> datetime:
        return end_of(self.last(count, day_of(start), place))

    def used(self, since: datetime, until: datetime, place: Place) -> timedelta:
        return timedelta(days=self.between(day_of(since), day_of(until), place))

    def left(self, at: datetime, due_at: datetime, place: Place) -> timedelta:
        return self.used(at, due_at - ONE_MOMENT, place) if at < due_at else NOTHING

    def resumed(self, due_at: datetime, pause: Pause, place: Place) -> datetime:
        """The same number of days is left; a date once missed stays missed."""
        stopped, resumed = day_of(pause.stopped_at), day_of(pause.resumed_at)
        if pause.stopped_at >= due_at or stopped == resumed:
            return due_at
        left = self.between(stopped, last_day(due_at), place)
        return max(due_at, end_of(self.ahead(resumed, left, place)))

    def kept(self, done_at: datetime, due_at: datetime) -> bool:
        return done_at < due_at


class WorkingDays(DayRule):
    """工作天: day 1 is the next working day."""

    def last(self, count: int, first: date, place: Place) -> date:
        return place.working.after(first, count)

    def between(self, since: date, until: date, place: Place) -> int:
        return place.working.between(since, until)

    def ahead(self, day: date, days: int, place: Place) -> date:
        return place.working.after(day, days) if days else place.working.at_or_after(day)


class CalendarDays(DayRule):
    """日曆天: a last day that is a holiday moves to the next working day."""

    def last(self, count: int, first: date, place: Place) -> date:
        return self.ahead(first, count, place)

    def between(self, since: date, until: date, place: Place) -> int:
        return (until - since).days

    def ahead(self, day: date, days: int, place: Place) -> date:
        return place.working.at_or_after(day + timedelta(days=days))


class DaysLessHolidays(DayRule):
    """扣抵連休日曆日: calendar days of which long holidays are not counted."""

    def last(self, count: int, first: date, place: Place) -> date:
        return self.ahead(first, count, place)

    def between(self, since: date, until: date, place: Place) -> int:
        return place.counted.between(since, until)

    def ahead(self, day: date, days: int, place: Place) -> date:
        reached = place.counted.after(day, days) if days else day
        return place.working.at_or_after(reached)


class Months(CalendarDays):
    """The same day N months later, else that month's last day (handbook 5-6 §0.1)."""

    def last(self, count: int, first: date, place: Place) -> date:
        return same_day(first, count) or month_end(first, count)

    def ahead(self, day: date, days: int, place: Place) -> date:
        return day + timedelta(days=days)


class MonthsByStatute(CalendarDays):
    """行政程序法 §48: from the next day to the eve of the corresponding day, off holidays."""

    def last(self, count: int, first: date, place: Place) -> date:
        begins = first + ONE_DAY
        corresponding = same_day(begins, count)
        eve = corresponding - ONE_DAY if corresponding else month_end(begins, count)
        return place.working.at_or_after(eve)


def _month(day: date, months: int) -> tuple[int, int]:
    years, month = divmod(day.month - 1 + months, 12)
    return day.year + years, month + 1


def same_day(day: date, months: int) -> date | None:
    """The same day of the month so many months later, if that month has one."""
    year, month = _month(day, months)
    return date(year, month, day.day) if day.day <= monthrange(year, month)[1] else None


def month_end(day: date, months: int) -> date:
    year, month = _month(day, months)
    return date(year, month, monthrange(year, month)[1])
