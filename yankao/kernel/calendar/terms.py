"""What the city set for counting: office hours, long holidays, half-day closures; no tables."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from itertools import accumulate, pairwise
from typing import Any

from django.utils.translation import gettext as _

from yankao.kernel.values.roc import Unreadable

Hours = tuple[tuple[time, time], ...]

# Names of the settings, each a field below.
OFFICE_HOURS, LONG_HOLIDAY = "calendar.office_hours", "calendar.long_holiday_days"
HALF_DAY = "calendar.half_day_shuts"
FIELDS = {OFFICE_HOURS: "office", LONG_HOLIDAY: "long_holiday", HALF_DAY: "half_day_shuts"}
OFFICE = ["08:00-12:00", "13:30-17:30"]
THREE_DAYS = 3
DASHES = str.maketrans("–—－~～至：", "------:")


def read_hours(lines: Iterable[str]) -> Hours:
    """Stretches of one day, in order and apart: 08:00-12:00."""
    hours = tuple(_stretch(line) for line in lines)
    if not hours:
        raise Unreadable(_("請至少寫一段上班時間，例如 08:00-12:00。"))
    for (_opens, closes), (opens, _closes) in pairwise(hours):
        if opens < closes:
            raise Unreadable(_("上班時間須依先後排列，且不可重疊。"))
    return hours


def _stretch(line: str) -> tuple[time, time]:
    opens, _dash, closes = line.translate(DASHES).replace(" ", "").partition("-")
    try:
        found = time.fromisoformat(opens.zfill(5)), time.fromisoformat(closes.zfill(5))
    except ValueError as error:
        told = _("「%(line)s」不是一段時間；每行一段，例如 08:00-12:00。")
        raise Unreadable(told % {"line": line}) from error
    if found[0] >= found[1]:
        raise Unreadable(_("「%(line)s」的結束時間須晚於開始時間。") % {"line": line})
    return found


@dataclass(frozen=True)
class Terms:
    """How a day counts: when the office is open, from how many days off in a row they are 連休,
    and whether a closure of part of a day takes the whole day from working days.
    """

    office: Hours = read_hours(OFFICE)
    long_holiday: int = THREE_DAYS
    half_day_shuts: bool = True


@dataclass(frozen=True)
class DatedTerms:
    """The terms of each day: every pair holds from its day on."""

    since: tuple[date, ...] = (date.min,)
    terms: tuple[Terms, ...] = (Terms(),)

    def on(self, day: date) -> Terms:
        return self.terms[bisect_right(self.since, day) - 1]

    @classmethod
    def of(cls, values: Iterable[tuple[str, date, object]]) -> "DatedTerms":
        """From named values in the order they were given; of one day's the last holds."""
        days: dict[date, dict[str, Any]] = {date.min: {}}
        for name, since, value in values:
            read = read_hours(map(str, value)) if isinstance(value, list) else value
            days.setdefault(since, {})[FIELDS[name]] = read
        order = sorted(days)
        given = accumulate((days[day] for day in order), _with, initial=Terms())
        return cls(tuple(order), tuple(given)[1:])


def _with(before: Terms, values: Mapping[str, Any]) -> Terms:
    return replace(before, **values)
