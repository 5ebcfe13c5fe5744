"""Half-open stretches of time: merged, cut out of each other, measured."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]
NOTHING = timedelta()


def merge(spans: Iterable[Span]) -> list[Span]:
    """The same time in order and without overlaps."""
    merged: list[Span] = []
    for since, until in sorted(spans):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], until))
        else:
            merged.append((since, until))
    return merged


def without(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of the spans outside the (merged) holes."""
    left = list(spans)
    for since, until in holes:
        left = [
            piece
            for start, end in left
            for piece in ((start, min(end, since)), (max(start, until), end))
            if piece[0] < piece[1]
        ]
    return left


def overlap(spans: Iterable[Span], window: Span) -> timedelta:
    """How much of the window the (merged) spans cover."""
    since, until = window
    return sum((max(min(end, until) - max(start, since), NOTHING) for start, end in spans), NOTHING)
