"""In which order to drive: nearest first, unless somebody would be reached too late."""

from collections.abc import Sequence
from dataclasses import dataclass

from .metres import Place, metres_between


@dataclass(frozen=True, slots=True)
class Stop:
    """Where one must go; `left` is the minutes until it is due, None when nothing is due."""

    key: int
    place: Place | None
    left: float | None


@dataclass(frozen=True, slots=True)
class Leg:
    """A stop with the metres from the one before and the minutes until its work is done."""

    stop: Stop
    metres: float | None
    done_in: float


@dataclass(frozen=True, slots=True)
class Pace:
    """Metres a minute on the road, and minutes at each stop."""

    metres: float
    minutes: float


def drive(start: Place | None, stops: Sequence[Stop], pace: Pace) -> list[Leg]:
    """All stops in the order to visit; never more late than by going to the earliest due first.

    At each step the nearest stop is taken unless more of the rest would be late after it than
    must be. Stops without a place come last, by due time.
    """
    placed = [stop for stop in stops if stop.place]
    legs: list[Leg] = []
    here, clock = start, 0.0
    while placed:
        best = late_after(here, clock, placed, pace)
        for stop in by_distance(here, placed):
            leg = go(here, clock, stop, pace)
            rest = [other for other in placed if other is not stop]
            if late(leg) + late_after(stop.place, leg.done_in, rest, pace) <= best:
                break
        legs.append(leg)
        here, clock = leg.stop.place, leg.done_in
        placed.remove(leg.stop)
    unplaced = by_due([stop for stop in stops if not stop.place])
    return legs + [Leg(stop, None, clock + pace.minutes * n) for n, stop in enumerate(unplaced, 1)]


def go(here: Place | None, clock: float, stop: Stop, pace: Pace) -> Leg:
    metres = metres_between(here, stop.place) if here and stop.place else None
    return Leg(stop, metres, clock + (metres or 0.0) / pace.metres + pace.minutes)


def late(leg: Leg) -> int:
    return int(leg.stop.left is not None and leg.done_in > leg.stop.left)


def late_after(here: Place | None, clock: float, stops: Sequence[Stop], pace: Pace) -> int:
    """How many would be late by due time; what is late anyway waits and delays nobody else."""
    count = 0
    for stop in by_due(stops):
        leg = go(here, clock, stop, pace)
        if late(leg):
            count += 1
        else:
            here, clock = stop.place, leg.done_in
    return count


def by_due(stops: Sequence[Stop]) -> list[Stop]:
    return sorted(stops, key=lambda s: (s.left is None, s.left or 0.0, s.key))


def by_distance(here: Place | None, stops: Sequence[Stop]) -> list[Stop]:
    """Nearest first; from nowhere, the most urgent first."""
    if here is None:
        return by_due(stops)
    return sorted(stops, key=lambda s: (metres_between(here, s.place or here), s.key))
