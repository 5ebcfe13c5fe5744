"""Counting the slow and obvious way: day by day, minute by minute."""

from datetime import date, datetime, timedelta

from yankao.kernel.calendar.almanac import Almanac
from yankao.kernel.calendar.limits import Kind, Limit
from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.values.taipei import TAIPEI, midnight

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
ELAPSED = {Kind.HOURS: 60, Kind.MINUTES: 1}


class Oracle:
    def __init__(self, almanac: Almanac, area: str) -> None:
        self.days, self.dated = almanac.days, almanac.terms
        self.suspensions = [h for h in almanac.suspensions if h.area in ("", area)]
        self.majeure = [h for h in almanac.force_majeure if h.area in ("", area)]

    def due(self, limit: Limit, start: datetime) -> datetime:
        first = start.date()
        if limit.kind in ELAPSED:
            return self.walk(start, limit.count * ELAPSED[limit.kind], self.elapses)
        if limit.kind == Kind.WORKING_HOURS:
            return self.walk(start, limit.count * 60, self.office)
        if limit.kind == Kind.WORKING_DAYS:
            return after(self.step(first, limit.count, self.working))
        if limit.kind == Kind.CALENDAR_DAYS:
            return after(self.roll(first + limit.count * DAY))
        if limit.kind == Kind.CALENDAR_DAYS_LESS_HOLIDAYS:
            return after(self.roll(self.step(first, limit.count, self.counted)))
        if limit.kind == Kind.MONTHS:
            return after(months_later(first, limit.count))
        return after(self.roll(by_statute(first, limit.count)))

    def resume(self, limit: Limit, stopped: datetime, due: datetime, resumed: datetime):
        """What was left when it stopped is what is left when it goes on."""
        minutely = {**ELAPSED, Kind.WORKING_HOURS: 60}
        if limit.kind in minutely:
            counts = self.office if limit.kind == Kind.WORKING_HOURS else self.elapses
            if stopped >= due:
                return due + (resumed - stopped)
            left = self.tally(stopped, due, counts)
            return max(due, self.walk(resumed, left, counts) if left else resumed)
        if stopped >= due or stopped.date() == resumed.date():
            return due
        last, day, left = (due - MINUTE).date(), stopped.date(), 0
        while day < last:
            day += DAY
            left += self.day_counts(limit, day)
        day = resumed.date()
        while left:
            day += DAY
            left -= self.day_counts(limit, day)
        return max(due, after(day if limit.kind == Kind.MONTHS else self.roll(day)))

    def day_counts(self, limit: Limit, day: date) -> bool:
        if limit.kind == Kind.WORKING_DAYS:
            return self.working(day)
        return limit.kind != Kind.CALENDAR_DAYS_LESS_HOLIDAYS or self.counted(day)

    def tally(self, since: datetime, until: datetime, counts) -> int:
        total = 0
        while since < until:
            total += counts(since)
            since += MINUTE
        return total

    def walk(self, moment: datetime, minutes: int, counts) -> datetime:
        while minutes:
            minutes -= counts(moment)
            moment += MINUTE
        return moment

    def step(self, day: date, n: int, counts) -> date:
        while n:
            day += DAY
            n -= counts(day)
        return day

    def roll(self, day: date) -> date:
        while not self.working(day):
            day += DAY
        return day

    def terms(self, day: date):
        """The last of the terms that had begun by that day."""
        pairs = zip(self.dated.since, self.dated.terms, strict=True)
        return [terms for since, terms in pairs if since <= day][-1]

    def elapses(self, minute: datetime) -> bool:
        return not any(h.since <= minute < h.until for h in self.majeure)

    def office(self, minute: datetime) -> bool:
        return (
            self.official(minute.date())
            and any(o <= minute.time() < c for o, c in self.terms(minute.date()).office)
            and not any(h.since <= minute < h.until for h in self.suspensions)
        )

    def working(self, day: date) -> bool:
        if not self.official(day):
            return False
        halts = [h for h in self.suspensions if h.since < after(day) and h.until > midnight(day)]
        if not halts:
            return True
        minutes = list(self.office_minutes(day))
        lost = [m for m in minutes if any(h.since <= m < h.until for h in halts)]
        return not lost or (len(lost) < len(minutes) and not self.terms(day).half_day_shuts)

    def counted(self, day: date) -> bool:
        """Working, or in a run of days off too short to be a long holiday."""
        if self.working(day):
            return True
        before, unknown_before = self.days_off(day, -DAY)
        after_it, unknown_after = self.days_off(day, DAY)
        if before + 1 + after_it >= self.terms(day).long_holiday:
            return False
        if unknown_before or unknown_after:
            raise CalendarMissing(unknown_before or unknown_after)
        return True

    def days_off(self, day: date, step: timedelta) -> tuple[int, int]:
        """How many days off follow, and the year one would have to know to go on."""
        found = 0
        while (day := day + step) in self.days:
            if self.working(day):
                return found, 0
            found += 1
        return found, day.year

    def office_minutes(self, day: date):
        for opens, closes in self.terms(day).office:
            minute = datetime.combine(day, opens, TAIPEI)
            while minute.time() < closes:
                yield minute
                minute += MINUTE

    def official(self, day: date) -> bool:
        if day not in self.days:
            raise CalendarMissing(day.year)
        return self.days[day]


def after(day: date) -> datetime:
    return midnight(day + DAY)


def months_later(day: date, n: int) -> date:
    year, month = day.year, day.month
    for _ in range(n):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError


def by_statute(day: date, n: int) -> date:
    begins = day + DAY
    corresponding = months_later(begins, n)
    return corresponding - DAY if corresponding.day == begins.day else corresponding
