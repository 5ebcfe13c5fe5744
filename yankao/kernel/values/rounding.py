"""Exact shares and means: Decimal, half up, rounded once and only when shown."""

from decimal import ROUND_HALF_UP, Decimal


def half_up(value: Decimal | int, places: int = 0) -> Decimal:
    """1.005 to two places is 1.01; a half goes away from zero."""
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def share(part: Decimal | int, whole: Decimal | int, places: int = 2) -> Decimal | None:
    """Per cent of the whole; nothing of nothing is no share, not zero."""
    return half_up(Decimal(part) * 100 / Decimal(whole), places) if whole else None


def monthly_mean(year_total: Decimal | int) -> int:
    """A year's total over twelve months, as a whole number."""
    return int(half_up(Decimal(year_total) / 12))
