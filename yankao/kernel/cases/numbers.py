"""Case numbers: one series a day, or one a year with a check digit."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime

from django.db import connection

from yankao.kernel.values.taipei import day_of

from .models import NumberSeries

NEXT = """
INSERT INTO cases_numberseries AS series (key, last)
SELECT key, count FROM unnest(%s::text[], %s::integer[]) AS wanted (key, count) ORDER BY key
ON CONFLICT (key) DO UPDATE SET last = series.last + excluded.last RETURNING key, last
"""
Ask = Callable[[str], int]
_ask: ContextVar[Ask | None] = ContextVar("ask", default=None)


def following(key: str) -> int:
    """The next number of a series; two askers never get the same."""
    ask = _ask.get()
    return ask(key) if ask else drawn({key: 1})[key]


def drawn(wanted: Mapping[str, int]) -> dict[str, int]:
    """Takes so many numbers of each series, in one order for all askers; the last one of each."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [list(wanted), list(wanted.values())])
        return {str(key): int(last) for key, last in cursor.fetchall()}


def for_many(
    numbering: Callable[[str, datetime], str], prefix: str, moments: Sequence[datetime]
) -> list[str]:
    """Numbers for many cases at once, lower ones for earlier moments; one query for all series."""
    wanted: Counter[str] = Counter()

    def count(key: str) -> int:
        wanted[key] += 1
        return 0

    order = sorted(range(len(moments)), key=moments.__getitem__)
    through(count, numbering, prefix, [moments[place] for place in order])
    first = {key: last - wanted[key] for key, last in drawn(wanted).items()}

    def give(key: str) -> int:
        first[key] += 1
        return first[key]

    numbers = through(give, numbering, prefix, [moments[place] for place in order])
    placed = dict(zip(order, numbers, strict=True))
    return [placed[place] for place in range(len(moments))]


class SeriesInUse(ValueError):
    """Somebody else has already drawn from a series that was wanted whole."""


def claimed(
    numbering: Callable[[str, datetime], str], prefix: str, moments: Sequence[datetime]
) -> list[str]:
    """The first numbers of series that nobody else uses; asked again, the same ones again."""
    wanted: Counter[str] = Counter()

    def give(key: str) -> int:
        wanted[key] += 1
        return wanted[key]

    given = through(give, numbering, prefix, moments)
    rows = [NumberSeries(key=key, last=last) for key, last in sorted(wanted.items())]
    NumberSeries.objects.bulk_create(rows, ignore_conflicts=True)
    for row in NumberSeries.objects.filter(key__in=wanted):
        if row.last != wanted[row.key]:
            raise SeriesInUse(row.key)
    return given


def through(
    ask: Ask, numbering: Callable[[str, datetime], str], prefix: str, moments: Sequence[datetime]
) -> list[str]:
    token = _ask.set(ask)
    try:
        return [numbering(prefix, at) for at in moments]
    finally:
        _ask.reset(token)


def daily(prefix: str, at: datetime) -> str:
    """SD1151123-0001: prefix, ROC date, the day's sequence."""
    day = day_of(at)
    key = f"{prefix}{day.year - 1911:03d}{day:%m%d}"
    return f"{key}-{following(key):04d}"


def yearly(prefix: str, at: datetime) -> str:
    """Prefix, ROC year, seven digits and a check digit [assumed, handbook 5-6 §1]."""
    year = f"{day_of(at).year - 1911:03d}"
    digits = f"{year}{following(prefix + year):07d}"
    return f"{prefix}{digits}{check_digit(digits)}"


def check_digit(digits: str) -> int:
    """Luhn: finds any single wrong digit and nearly all swaps of neighbours."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def checks(digits: str) -> bool:
    return digits.isdigit() and check_digit(digits[:-1]) == int(digits[-1])
