"""Moments as a page says them: ROC year for Chinese, ISO for English."""

from datetime import date, datetime, time, timedelta

from django.utils.translation import get_language

from yankao.kernel.values.roc import roc_year
from yankao.kernel.values.taipei import local


def day_text(day: date) -> str:
    """115/11/23, or 2026-11-23 on an English page."""
    if get_language() == "en":
        return day.isoformat()
    return f"{roc_year(day)}/{day:%m/%d}"


def moment_text(moment: datetime) -> str:
    """115/11/23 14:05 on the city's clock."""
    here = local(moment)
    return f"{day_text(here.date())} {here:%H:%M}"


def deadline_text(due: datetime) -> str:
    """Midnight is said as the end of the day before, as officials count: 115/11/23 24:00."""
    here = local(due)
    if here.time() == time():
        return f"{day_text(here.date() - timedelta(days=1))} 24:00"
    return moment_text(due)
