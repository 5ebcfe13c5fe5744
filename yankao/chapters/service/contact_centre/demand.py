"""How many calls an hour of a coming day will bring: by weekday, hour and season.

Forecasts start from effective demand: who gives up and calls again within minutes is one wish to
speak to us, not two. Days and hours are Taipei's.
"""

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yankao.kernel.values.taipei import day_of, local

from .formulas import Call, offered
from .states import Disposition

SUNDAY = 6
HOURS = range(24)


def effective(calls: Iterable[Call], *, repeat_within: timedelta) -> list[Call]:
    """Calls offered, less those by which a caller who had just given up tries again."""
    gave_up: dict[str, datetime] = {}
    found = []
    for call in sorted(offered(calls), key=lambda call: call.offered_at):
        left = gave_up.pop(call.caller, None) if call.caller else None
        repeat = left is not None and timedelta(0) <= call.offered_at - left <= repeat_within
        if not repeat:
            found.append(call)
        if call.caller and call.disposition == Disposition.ABANDONED_QUEUE:
            gave_up[call.caller] = call.ended_at
    return found


def kind_of(day: date, holidays: Container[date]) -> int:
    """Its weekday, 0 for Monday; a holiday brings the calls of a Sunday."""
    return SUNDAY if day in holidays else day.weekday()


@dataclass(frozen=True)
class Pattern:
    """The mean of each weekday's hours, and by how much a month of the year differs from that."""

    hourly: Mapping[tuple[int, int], float]
    season: Mapping[int, float]
    holidays: Container[date]

    def expected(self, day: date) -> list[float]:
        """Calls in each of the day's 24 hours; a month not learned from counts as an average one.

        ValueError for a weekday not learned from: there is nothing to say of it.
        """
        kind, factor = kind_of(day, self.holidays), self.season.get(day.month, 1.0)
        if (kind, 0) not in self.hourly:
            raise ValueError(f"nothing is known of days like {day:%Y-%m-%d}")
        return [self.hourly[kind, hour] * factor for hour in HOURS]


def learn(
    moments: Iterable[datetime], days: Iterable[date], holidays: Container[date] = ()
) -> Pattern:
    """From the moments calls were offered on these days; quiet days must be among them.

    Moments of other days are left out.
    """
    came: Counter[tuple[date, int]] = Counter()
    for moment in moments:
        came[day_of(moment), local(moment).hour] += 1
    return learned(came, days, holidays)


def learned(
    came: Mapping[tuple[date, int], int], days: Iterable[date], holidays: Container[date] = ()
) -> Pattern:
    """The same from how many calls came in each hour."""
    told = set(days)
    came = {place: count for place, count in came.items() if place[0] in told}
    kinds = Counter(kind_of(day, holidays) for day in told)
    summed: Counter[tuple[int, int]] = Counter()
    for (day, hour), count in came.items():
        summed[kind_of(day, holidays), hour] += count
    hourly = {
        (kind, hour): summed[kind, hour] / many for kind, many in kinds.items() for hour in HOURS
    }
    plain = Pattern(hourly, {}, holidays)
    real: Counter[int] = Counter()
    for (day, _hour), count in came.items():
        real[day.month] += count
    usual: dict[int, float] = {}
    for day in told:
        usual[day.month] = usual.get(day.month, 0.0) + sum(plain.expected(day))
    season = {month: real[month] / calls for month, calls in usual.items() if calls}
    return Pattern(hourly, season, holidays)
