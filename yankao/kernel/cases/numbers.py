"""Case numbers: one series a day, or one a year with a check digit."""

from datetime import datetime

from django.db import connection
from django.utils import timezone

NEXT = """
INSERT INTO cases_numberseries (key, last) VALUES (%s, 1)
ON CONFLICT (key) DO UPDATE SET last = cases_numberseries.last + 1 RETURNING last
"""


def following(key: str) -> int:
    """The next number of a series; two askers never get the same."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT, [key])
        row = cursor.fetchone()
    return int(row[0])


def daily(prefix: str, at: datetime) -> str:
    """SD1151123-0001: prefix, ROC date, the day's sequence."""
    day = timezone.localdate(at)
    key = f"{prefix}{day.year - 1911:03d}{day:%m%d}"
    return f"{key}-{following(key):04d}"


def yearly(prefix: str, at: datetime) -> str:
    """Prefix, ROC year, seven digits and a check digit [assumed, handbook 5-6 §1]."""
    year = f"{timezone.localdate(at).year - 1911:03d}"
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
