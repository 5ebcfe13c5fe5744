"""Small counts of people are hidden in public, and so that nobody can reckon them back.

Of one figure the public reads whole years that are over, their months, and one dimension: three
tables that share nothing but the total. A running year would tell by tomorrow who came today.
"""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from .reading import Point, Slice

LEAST = 5  # handbook 5-6 §16 [assumed]
Counts = tuple[Decimal, ...]


def small(count: Decimal | None) -> bool:
    return count is not None and 0 < count < LEAST


def people(value: Decimal | None, whole: Decimal | None) -> Counts:
    """Whom a number tells of: those counted; of a share, those it counts and those it does not."""
    if value is None:
        return ()
    if whole is None:
        return (value,)
    part = (value * whole / 100).quantize(Decimal(1))
    return (part, whole - part)


def few(counts: Counts) -> bool:
    return any(map(small, counts))


def hidden(cells: Sequence[Counts]) -> set[int]:
    """Places to hide: the small ones, and while a total would give one away, the next smallest.

    One hidden alone is total less the rest. Several whose sum is itself small say nearly as much.
    """
    found = {place for place, counts in enumerate(cells) if few(counts)}
    rest = sorted(
        (counts, place) for place, counts in enumerate(cells) if any(counts) and place not in found
    )
    while found and rest and (len(found) == 1 or few(sums(cells, found))):
        found.add(rest.pop(0)[1])
    return found


def sums(cells: Sequence[Counts], places: set[int]) -> Counts:
    columns = zip(*(cells[place] for place in places), strict=True)
    return tuple(sum(column, Decimal(0)) for column in columns)


def hide_slices(slices: Sequence[Slice]) -> list[Slice]:
    """Without value and denominator where people could be known by it."""
    gone = hidden([people(one.value, one.whole) for one in slices])
    return [
        replace(one, value=None, whole=None, note="<5") if place in gone else one
        for place, one in enumerate(slices)
    ]


def hide_points(points: Sequence[Point]) -> list[Point]:
    gone = hidden([people(one.value, one.whole) for one in points])
    return [
        replace(one, value=None, whole=None) if place in gone else one
        for place, one in enumerate(points)
    ]
