"""A year of the past that never was: its days, its typhoons, its dice."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from itertools import accumulate
from typing import Generic, TypeVar

from yankao.kernel.calendar.limits import is_working_day
from yankao.kernel.values.roc import roc_year
from yankao.kernel.values.taipei import local, midnight

T = TypeVar("T")

# Days on which the city stopped work in 2023; sample data, after the announcements of that year.
TYPHOONS = {
    date(2023, 7, 27): "杜蘇芮颱風",
    date(2023, 9, 4): "海葵颱風",
    date(2023, 10, 5): "小犬颱風",
}


class NoSuchSample(ValueError):
    """Nothing is published for that year, so there is nothing to be equal to."""


class Odds(Generic[T]):
    """Things of which some are drawn more often; added up once and not at every throw."""

    def __init__(self, shares: Mapping[T, float]) -> None:
        self.things, self.upto = list(shares), list(accumulate(shares.values()))

    def draw(self, rng: random.Random) -> T:
        return rng.choices(self.things, cum_weights=self.upto)[0]


# A year that has just begun has little that has ended: for so long the one before goes on.
SLOWEST = timedelta(days=100)


@dataclass(frozen=True)
class Year:
    """Everything in it follows from the seed; `scale` 0.01 has one case of a hundred.

    A year that still runs has a day of today, ends on `until`, and is like another one, of which
    totals are published.
    """

    roc: int
    scale: float = 1.0
    seed: str = "112"
    today: date | None = None
    until: date | None = None
    like: int | None = None

    @classmethod
    def running(cls, today: date, *, like: int, scale: float) -> "Year":
        """This year once it is old enough, else the one before, going on until today."""
        return cls(roc_year(today - SLOWEST), scale, today=today, like=like)

    def settled(self, within: timedelta) -> "Year":
        """As far as all of it has ended by today; a past year is itself."""
        return replace(self, until=self.today - within) if self.today else self

    @property
    def first(self) -> date:
        return date(self.roc + 1911, 1, 1)

    @property
    def last(self) -> date:
        return self.until or date(self.roc + 1911, 12, 31)

    @property
    def answered(self) -> date:
        """By then all that came in is answered."""
        return self.today or self.last.replace(year=self.last.year + 1)

    def published(self, totals: Mapping[int, int]) -> int:
        """This year's share of the published total, at least one; NoSuchSample without a total."""
        try:
            total = totals[self.like or self.roc]
        except KeyError:
            raise NoSuchSample(self.roc) from None
        part = self.share(total * len(self.days) // (365 if self.until else len(self.days)))
        return max(1, part)

    @cached_property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]

    def share(self, total: int) -> int:
        """So many of a published total, half up."""
        scaled = Decimal(total) * Decimal(str(self.scale))
        return int(scaled.quantize(Decimal(1), ROUND_HALF_UP))

    def spread(self, total: int, weight: Callable[[date], float]) -> dict[date, int]:
        """Exactly so many over the days, each day its share; nothing is lost to rounding."""
        whole, passed, given, counts = sum(map(weight, self.days)), 0.0, 0, {}
        for day in self.days:
            passed += weight(day)
            until = total if day == self.last else round(total * passed / whole)
            counts[day], given = until - given, until
        return counts

    def part(self, counts: dict[date, int], total: int) -> dict[date, int]:
        """So many out of those: on no day more than there are."""
        whole, passed, given, parts = sum(counts.values()) or 1, 0, 0, {}
        for day, count in counts.items():
            passed += count
            until = total * passed // whole
            parts[day], given = until - given, until
        return parts

    def dice(self, *about: object) -> random.Random:
        """The same throws for the same question, whoever asks and when."""
        return random.Random(":".join(map(str, (self.seed, self.roc, *about))))

    def moments(self, rng: random.Random, day: date, by_hour: list[int], n: int) -> list[datetime]:
        """So many moments of a day, in order, more of them in its busy hours."""
        drawn = rng.choices(range(24), by_hour, k=n)
        seconds = sorted(hour * 3600 + rng.randrange(3600) for hour in drawn)
        return [midnight(day) + timedelta(seconds=second) for second in seconds]

    @cached_property
    def office(self) -> frozenset[date]:
        """Working days until all of the year is answered."""
        until = self.today or self.last + timedelta(days=200)
        days = (self.first + timedelta(days=n) for n in range((until - self.first).days + 1))
        return frozenset(day for day in days if worked(day))

    def into_office(self, rng: random.Random, at: datetime) -> datetime:
        """The moment itself in office hours, else some time the next working morning."""
        here = local(at)
        if here.date() in self.office and 8 <= here.hour < 17:
            return at
        day = here.date() + timedelta(days=here.hour >= 8 and here.date() in self.office)
        while day not in self.office:
            day += timedelta(days=1)
        return midnight(day) + hours(rng.uniform(8.2, 11))

    def after_storm(self, day: date) -> int:
        """Days since the last typhoon, 0 on its day; 99 when there was none lately."""
        since = [(day - storm).days for storm in TYPHOONS if 0 <= (day - storm).days < 7]
        return min(since, default=99)


def worked(day: date) -> bool:
    return is_working_day(day)


def hours(count: float) -> timedelta:
    """So many hours, to the second."""
    return timedelta(seconds=round(count * 3600))
