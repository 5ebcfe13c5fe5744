"""Small counts of people are hidden in public, and so that nobody can reckon them back."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .reading import Point, Slice

LEAST = 5  # handbook 5-6 §16 [assumed]


def small(count: Decimal | None) -> bool:
    return count is not None and 0 < count < LEAST


def hidden(counts: Sequence[Decimal | None]) -> set[int]:
    """Places to hide: the small ones, and while a total would give one away, the next smallest.

    One hidden alone is total less the rest. Several whose sum is itself small say nearly as much.
    """
    found = {place for place, count in enumerate(counts) if small(count)}
    rest = sorted(
        (count, place) for place, count in enumerate(counts) if count and place not in found
    )
    while found and rest and (len(found) == 1 or small(sum_of(counts, found))):
        found.add(rest.pop(0)[1])
    return found


def sum_of(counts: Sequence[Decimal | None], places: set[int]) -> Decimal:
    return sum((counts[place] or Decimal(0) for place in places), Decimal(0))


def hide_slices(slices: Sequence[Slice]) -> list[Slice]:
    """Without value and denominator where people could be known by it."""
    gone = hidden([one.value if one.whole is None else one.whole for one in slices])
    return [
        replace(one, value=None, whole=None, note="<5") if place in gone else one
        for place, one in enumerate(slices)
    ]


def hide_points(points: Sequence[Point]) -> list[Point]:
    gone = hidden([one.value if one.whole is None else one.whole for one in points])
    return [
        replace(one, value=None, whole=None) if place in gone else one
        for place, one in enumerate(points)
    ]
