"""Case numbers: one series a day, or one a year with a check digit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection

from yankao.kernel.values.taipei import day_of

NEXT = """
INSERT INTO cases_numberseries AS series (key, last) VALUES (%(key)s, %(count)s)
ON CONFLICT (key) DO UPDATE SET last = series.last + %(count)s RETURNING last
"""
BLOCK = 200
_blocks: ContextVar[dict[str, list[int]] | None] = ContextVar("blocks", default=None)


def following(key: str) -> int:
    """The next number of a series; two askers never get the same."""
    blocks = _blocks.get()
    if blocks is None:
        return drawn(key, 1)
    if not blocks.get(key):
        last = drawn(key, BLOCK)
        blocks[key] = list(range(last, last - BLOCK, -1))
    return blocks[key].pop()


def drawn(key: str, count: int) -> int:
    """Takes so many numbers of a series, or gives some back; answers with the last one taken."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, {"key": key, "count": count})
        row = cursor.fetchone()
    return int(row[0])


@contextmanager
def in_blocks() -> Iterator[None]:
    """Numbers for many cases of one transaction: taken by the block, the rest given back.

    The series stays locked until the commit, so nobody can have taken a number in between.
    """
    blocks: dict[str, list[int]] = {}
    token = _blocks.set(blocks)
    try:
        yield
    finally:
        _blocks.reset(token)
    for key, rest in blocks.items():
        if rest:
            drawn(key, -len(rest))


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
