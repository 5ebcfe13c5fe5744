"""The city's clock: every moment aware, every day a Taipei day."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")
ONE_MOMENT = timedelta(microseconds=1)


def local(moment: datetime) -> datetime:
    """The same moment on the city's clock; a moment without a zone is refused."""
    if moment.utcoffset() is None:
        raise ValueError(f"{moment!r} names no time zone")
    return moment.astimezone(TAIPEI)


def day_of(moment: datetime) -> date:
    """The city's date at that moment."""
    return local(moment).date()


def midnight(day: date) -> datetime:
    """The first moment of that day."""
    return datetime.combine(day, time(), TAIPEI)


def end_of(day: date) -> datetime:
    """Midnight after that day: the first moment that no longer belongs to it."""
    return midnight(day + timedelta(days=1))


def last_day(due_at: datetime) -> date:
    """The last day on which a due moment is kept: midnight belongs to the day before."""
    return day_of(due_at - ONE_MOMENT)
