"""The known days and closures as one value, and what one place may ask of it; no tables."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property

from yankao.kernel.values.taipei import TAIPEI, day_of, last_day, midnight

from .row import ONE_DAY, CalendarMissing, Row
from .spans import NOTHING, Span, merge, overlap, without
from .terms import DatedTerms


@dataclass(frozen=True)
class Halt:
    """A closure that stands: when, and where ("" is the whole city)."""

    since: datetime
    until: datetime
    area: str = ""


class Place:
    """The calendar as it holds in one area."""

    def __init__(self, almanac: "Almanac", area: str) -> None:
        self.days, self.on = almanac.days, almanac.terms.on
        self.years = almanac.years
        self.suspended = almanac.spans(almanac.suspensions, area)
        self.paused = almanac.spans(almanac.force_majeure, area)
        self._opened: dict[date, list[Span]] = {}

    @cached_property
    def disturbed(self) -> frozenset[date]:
        """Days on which office hours were suspended, be it for an hour."""
        return frozenset(
            day
            for since, until in self.suspended
            for day in _days(day_of(since), last_day(until))
            if overlap(self._office_spans(day), (since, until))
        )

    @cached_property
    def shut(self) -> frozenset[date]:
        """Those that are no working days: all of them, or where so set only those lost whole."""
        return frozenset(
            day
            for day in self.disturbed
            if self.on(day).half_day_shuts or not without(self._office_spans(day), self.suspended)
        )

    @cached_property
    def working(self) -> Row:
        worked = (day for day, is_workday in self.days.items() if is_workday)
        return Row((day for day in worked if day not in self.shut), self.years)

    @cached_property
    def counted(self) -> Row:
        """Calendar days less those inside a long holiday (扣抵連休)."""
        off: set[date] = set()
        unsure: dict[date, int] = {}
        for run in self._runs_of_days_off():
            short = [day for day in run if len(run) < self.on(day).long_holiday]
            off |= set(run) - set(short)
            for edge in (run[0] - ONE_DAY, run[-1] + ONE_DAY):
                if edge not in self.days:
                    unsure |= dict.fromkeys(short, edge.year)
        return Row((day for day in self.days if day not in off), self.years, unsure)

    def _runs_of_days_off(self) -> Iterator[list[date]]:
        run: list[date] = []
        for day in sorted(self.days):
            if self.days[day] and day not in self.shut:
                continue
            if run and run[-1] + ONE_DAY != day:
                yield run
                run = []
            run.append(day)
        if run:
            yield run

    def elapsed(self, since: datetime, until: datetime) -> timedelta:
        """Continuous time without declared force majeure."""
        return until - since - self.excused(since, until)

    def excused(self, since: datetime, until: datetime) -> timedelta:
        """Declared force majeure within that time."""
        return overlap(self.paused, (since, until))

    def run_on(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment at which so much continuous time has passed."""
        end = start + amount
        for since, until in self.paused:
            if start < until and since < end:
                end += until - max(since, start)
        return end

    def worked(self, since: datetime, until: datetime) -> timedelta:
        """Office time within that time."""
        days = _days(day_of(since), last_day(until))
        return sum((overlap(self._open(day), (since, until)) for day in days), NOTHING)

    def work_on(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment at which so much office time has passed."""
        for opens, closes in self._open_from(start):
            if amount <= closes - opens:
                return opens + amount
            amount -= closes - opens
        raise AssertionError("office hours never end")

    def office_from(self, start: datetime) -> Span:
        """The stretch of office hours that runs then, from its beginning, or the next one."""
        return next(span for span in self._open_from(midnight(day_of(start))) if span[1] > start)

    def _open_from(self, start: datetime) -> Iterator[Span]:
        day = day_of(start)
        while True:
            for opens, closes in self._open(day):
                if closes > start:
                    yield max(opens, start), closes
            day += ONE_DAY

    def _open(self, day: date) -> list[Span]:
        if day not in self.days:
            raise CalendarMissing(day.year)
        if not self.days[day]:
            return []
        if day not in self._opened:
            hours = self._office_spans(day)
            disturbed = day in self.disturbed
            self._opened[day] = without(hours, self.suspended) if disturbed else hours
        return self._opened[day]

    def _office_spans(self, day: date) -> list[Span]:
        at = datetime.combine
        office = self.on(day).office
        return [(at(day, opens, TAIPEI), at(day, closes, TAIPEI)) for opens, closes in office]


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY


@dataclass(frozen=True)
class Almanac:
    """Everything a limit needs to know."""

    days: Mapping[date, bool] = field(repr=False)
    suspensions: tuple[Halt, ...] = ()
    force_majeure: tuple[Halt, ...] = ()
    terms: DatedTerms = DatedTerms()
    _places: dict[str, Place] = field(default_factory=dict, init=False, compare=False, repr=False)

    @cached_property
    def years(self) -> frozenset[int]:
        return frozenset(day.year for day in self.days)

    @cached_property
    def _areas(self) -> frozenset[str]:
        return frozenset(halt.area for halt in (*self.suspensions, *self.force_majeure))

    @cached_property
    def undisturbed(self) -> bool:
        """Whether nothing was ever closed or excused."""
        return not (self.suspensions or self.force_majeure)

    @cached_property
    def bare(self) -> "Almanac":
        """The same calendar as if nothing had ever been closed."""
        return replace(self, suspensions=(), force_majeure=())

    def at(self, area: str = "") -> Place:
        """The calendar of an area; areas without closures of their own share the city's."""
        key = area if area in self._areas else ""
        if key not in self._places:
            self._places[key] = Place(self, key)
        return self._places[key]

    @staticmethod
    def spans(halts: Iterable[Halt], area: str) -> list[Span]:
        return merge((h.since, h.until) for h in halts if h.area in ("", area))
