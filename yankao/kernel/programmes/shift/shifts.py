"""Shifts: the stretches between the moments at which they change, as set for each day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yankao.kernel.values.taipei import TAIPEI, day_of, local, midnight

from .limits import CHANGES

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Shift:
    """From `since` until just before `until`."""

    since: datetime
    until: datetime

    @property
    def name(self) -> str:
        """08:00–16:00; midnight at the end is said as 24:00."""
        end = f"{local(self.until):%H:%M}"
        return f"{local(self.since):%H:%M}–{'24:00' if end == '00:00' else end}"

    @property
    def key(self) -> str:
        """The start on the city's clock, as addresses carry it: 202606150800."""
        return f"{local(self.since):%Y%m%d%H%M}"

    def next(self) -> "Shift":
        return shift_at(self.until)

    def previous(self) -> "Shift":
        return shift_at(self.since - timedelta(microseconds=1))


def changes_of(day: date) -> Iterator[datetime]:
    """The moments of one day at which shifts change; 24:00 is the midnight that ends it."""
    for told in CHANGES.value(on=day):
        hour, _, minute = told.partition(":")
        yield midnight(day) + timedelta(hours=int(hour), minutes=int(minute))


def shift_at(moment: datetime) -> Shift:
    """The shift that is on at that moment."""
    day = day_of(moment)
    found = sorted({at for n in (-1, 0, 1) for at in changes_of(day + n * DAY)})
    later = next(place for place, at in enumerate(found) if at > moment)
    return Shift(found[later - 1], found[later])


def shifts_of(day: date) -> list[Shift]:
    """Those that begin on that day."""
    one = shift_at(midnight(day))
    found = []
    while day_of(one.since) <= day:
        found += [one] if day_of(one.since) == day else []
        one = one.next()
    return found


def shift_of(key: str, now: datetime) -> Shift:
    """The shift that a key names; the one that is on when the key names none, or one to come."""
    try:
        asked = datetime.strptime(key, "%Y%m%d%H%M").replace(tzinfo=TAIPEI)
    except ValueError:
        return shift_at(now)
    return shift_at(min(asked, now))
