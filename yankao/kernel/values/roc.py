"""ROC (民國) dates and the legacy 12-hour clock, read and written."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, tzinfo

from .taipei import TAIPEI, local

FIRST_YEAR = 1912


class Unreadable(ValueError):
    """A text that is not what it was said to be."""


def roc_year(day: date) -> int:
    """112 for 2023. Years before 1912 come out as 0 and below."""
    return day.year - FIRST_YEAR + 1


def roc_text(day: date) -> str:
    """112年6月5日; before 1912, 民國前1年6月5日."""
    year = roc_year(day)
    said = str(year) if year > 0 else f"民國前{1 - year}"
    return f"{said}年{day.month}月{day.day}日"


def roc_digits(day: date) -> str:
    """1120605, the form that sorts."""
    if day.year < FIRST_YEAR:
        raise ValueError(f"{day} has no seven-digit ROC form")
    return f"{roc_year(day):03}{day:%m%d}"


def roc_stamp(moment: datetime) -> str:
    """112年6月5日 14:05."""
    here = local(moment)
    return f"{roc_text(here)} {here:%H:%M}"


def roc_deadline(due_at: datetime) -> str:
    """A due moment; midnight is said as the end of the day before: 112年2月24日 24:00."""
    here = local(due_at)
    if here.time() == time():
        return f"{roc_text(here - timedelta(days=1))} 24:00"
    return roc_stamp(due_at)


_WHOLE = re.compile(r"[5-9]\d{5}|\d{7,8}")  # six digits: ROC years 50 to 99
_PARTED = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SPOKEN = re.compile(r"(?:中華)?(?:民國)?\s*(\d{1,4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")


def parse_date(text: str) -> date:
    """Reads 1120605, 112/6/5, 112年6月5日, 2023-06-05, 2023/6/5 and 20230605.

    Years below 1000 are ROC years. Full-width digits are read as digits.
    """
    plain = _plain(text)
    if _WHOLE.fullmatch(plain):
        return _date(text, (plain[:-4], plain[-4:-2], plain[-2:]))
    found = _PARTED.fullmatch(plain) or _SPOKEN.fullmatch(plain)
    if not found:
        raise Unreadable(f"not a date: {text!r}")
    return _date(text, found.groups())


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _date(text: str, parts: tuple[str, ...]) -> date:
    year, month, day = map(int, parts)
    if year == 0:
        raise Unreadable(f"there is no year 0: {text!r}")
    try:
        return date(year if year >= 1000 else year + FIRST_YEAR - 1, month, day)
    except ValueError as error:
        raise Unreadable(f"no such day: {text!r}") from error


_TIME = r"(\d{1,2}):(\d{2})(?::(\d{2}))?"
_CHINESE = re.compile(rf"(\S+?)\s*(上午|下午)\s*{_TIME}")
_AMERICAN = re.compile(rf"(\d{{1,2}})/(\d{{1,2}})/(\d{{4}}) {_TIME} (AM|PM)", re.IGNORECASE)
_PLAIN = re.compile(rf"([^\sT]+) {_TIME}")


def parse_moment(text: str, *, zone: tzinfo) -> datetime:
    """Reads ISO 8601, 2023/6/5 上午 12:05:09, 11/13/2018 01:06:56 PM and 112/6/5 14:05.

    `zone` is where the text was written; an offset inside the text wins over it.
    """
    plain = _plain(text)
    for form, read in _FORMS:
        if found := form.fullmatch(plain):
            return read(found, zone)
    try:
        moment = datetime.fromisoformat(plain)
    except ValueError as error:
        raise Unreadable(f"not a moment: {text!r}") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _read_chinese(found: re.Match[str], zone: tzinfo) -> datetime:
    day, half, hour, minute, second = found.groups()
    return _moment(parse_date(day), (_hour(hour, half == "下午"), minute, second), zone)


def _read_american(found: re.Match[str], zone: tzinfo) -> datetime:
    month, day, year, hour, minute, second, half = found.groups()
    there = _date(found.group(), (year, month, day))
    return _moment(there, (_hour(hour, half.upper() == "PM"), minute, second), zone)


def _read_plain(found: re.Match[str], zone: tzinfo) -> datetime:
    day, hour, minute, second = found.groups()
    return _moment(parse_date(day), (int(hour), minute, second), zone)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], tzinfo], datetime]], ...] = (
    (_CHINESE, _read_chinese),
    (_AMERICAN, _read_american),
    (_PLAIN, _read_plain),
)


def _hour(text: str, afternoon: bool) -> int:
    """上午12 is 00h, 下午12 is 12h."""
    hour = int(text)
    if not 1 <= hour <= 12:
        raise Unreadable(f"a 12-hour clock has no {hour} o'clock")
    return hour % 12 + (12 if afternoon else 0)


def _moment(day: date, clock: tuple[int, str, str | None], zone: tzinfo) -> datetime:
    hour, minute, second = clock[0], int(clock[1]), int(clock[2] or 0)
    try:
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=zone)
    except ValueError as error:
        raise Unreadable(f"no such time: {hour}:{minute:02}:{second:02}") from error


def chinese_clock(moment: datetime, zone: tzinfo = TAIPEI) -> str:
    """2023/6/5 上午 12:05:09, as the city's legacy feeds write it."""
    here = local(moment).astimezone(zone)
    half = "上午" if here.hour < 12 else "下午"
    return f"{here.year}/{here.month}/{here.day} {half} {(here.hour - 1) % 12 + 1:02}:{here:%M:%S}"
