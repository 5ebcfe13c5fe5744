"""A stretch of whole days: a ROC year, a month, a week, any days; half-open in moments."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.values.roc import FIRST_YEAR, Unreadable, parse_date, roc_digits, roc_year
from yankao.kernel.values.taipei import midnight

STEPS = ("year", "month", "week", "day")
ONE = timedelta(days=1)
_YEAR, _MONTH, _YEARS = re.compile(r"\d{2,3}"), re.compile(r"(\d{2,3})-(\d{2})"), "~"


@dataclass(frozen=True, order=True)
class Period:
    """From the first day up to, not including, the day after it."""

    first: date
    after: date

    def __post_init__(self) -> None:
        if self.after <= self.first:
            raise Unreadable(f"a period ends after it begins: {self.first} to {self.after}")

    @classmethod
    def roc_year(cls, year: int) -> "Period":
        """The whole of year 112."""
        return cls.roc_years(year, year)

    @classmethod
    def roc_years(cls, since: int, until: int) -> "Period":
        """From the first of these years to the end of the second."""
        shift = FIRST_YEAR - 1
        return cls(date(since + shift, 1, 1), date(until + shift + 1, 1, 1))

    @classmethod
    def month(cls, year: int, month: int) -> "Period":
        """A month of a ROC year."""
        first = date(year + FIRST_YEAR - 1, month, 1)
        return cls(first, following(first, "month"))

    @classmethod
    def days(cls, first: date, last: date) -> "Period":
        """Both days belong to it."""
        return cls(first, last + ONE)

    @classmethod
    def holding(cls, day: date, step: str) -> "Period":
        """The year, month, week or day in which the day lies."""
        first = beginning(day, step)
        return cls(first, following(first, step))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """Reads what `slug` writes: 112, 110~112, 112-06, 1120601~1120615."""
        since, parted, until = text.strip().partition(_YEARS)
        try:
            if _YEAR.fullmatch(since) and _YEAR.fullmatch(until or since):
                return cls.roc_years(int(since), int(until or since))
            month = _MONTH.fullmatch(text.strip())
            if month:
                return cls.month(int(month[1]), int(month[2]))
            if parted:
                return cls.days(parse_date(since), parse_date(until))
        except (ValueError, OverflowError) as error:
            raise Unreadable(f"not a period: {text!r}") from error
        raise Unreadable(f"not a period: {text!r}")

    @property
    def since(self) -> datetime:
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        return midnight(self.after)

    @property
    def last(self) -> date:
        return self.after - ONE

    @property
    def kind(self) -> str:
        """year, years, month, week, day or days."""
        for step in STEPS:
            if beginning(self.first, step) == self.first and self.after == following(
                self.first, step
            ):
                return step
        whole = beginning(self.first, "year") == self.first
        return "years" if whole and beginning(self.after, "year") == self.after else "days"

    @property
    def slug(self) -> str:
        match self.kind:
            case "year":
                return str(roc_year(self.first))
            case "years":
                return f"{roc_year(self.first)}{_YEARS}{roc_year(self.last)}"
            case "month":
                return f"{roc_year(self.first)}-{self.first.month:02}"
        return f"{roc_digits(self.first)}{_YEARS}{roc_digits(self.last)}"

    def __str__(self) -> str:
        year = roc_year(self.first)
        match self.kind:
            case "year":
                return _("{year} 年").format(year=year)
            case "years":
                return _("{since} 至 {until} 年").format(since=year, until=roc_year(self.last))
            case "month":
                return _("{year} 年 {month} 月").format(year=year, month=self.first.month)
            case "day":
                return day_text(self.first)
        return _("{since} 至 {until}").format(since=day_text(self.first), until=day_text(self.last))

    def split(self, step: str) -> Iterator["Period"]:
        """Its years, months, weeks or days; the first and the last may be cut short."""
        first = self.first
        while first < self.after:
            after = min(following(beginning(first, step), step), self.after)
            yield Period(first, after)
            first = after

    def months(self, today: date | None = None) -> int:
        """Months begun in it by today; a year gone by has twelve."""
        end = min(self.after, (today or timezone.localdate()) + ONE)
        return (
            sum(1 for _month in Period(self.first, end).split("month")) if end > self.first else 0
        )

    def before(self) -> "Period":
        """The one that came before: the same stretch a year earlier for years, months and days."""
        return self.shifted(-1)

    def shifted(self, years: int) -> "Period":
        """The same days of another year; 29 February becomes the 28th."""
        span = roc_year(self.last) - roc_year(self.first) + 1 if self.kind == "years" else 1
        return Period(moved(self.first, years * span), moved(self.last, years * span) + ONE)

    def begun(self, today: date | None = None) -> bool:
        return self.first <= (today or timezone.localdate())

    def running(self, today: date | None = None) -> bool:
        today = today or timezone.localdate()
        return self.first <= today < self.after


def moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def beginning(day: date, step: str) -> date:
    """The first day of the year, month or week (Monday) in which the day lies."""
    match step:
        case "year":
            return day.replace(month=1, day=1)
        case "month":
            return day.replace(day=1)
        case "week":
            return day - timedelta(days=day.weekday())
        case "day":
            return day
    raise Unreadable(f"not a step: {step!r}")


def following(first: date, step: str) -> date:
    """The first day of the next one."""
    match step:
        case "year":
            return first.replace(year=first.year + 1)
        case "month":
            return (first + timedelta(days=31)).replace(day=1)
    return first + timedelta(days=7 if step == "week" else 1)


def day_text(day: date) -> str:
    return _("{year} 年 {month} 月 {day} 日").format(
        year=roc_year(day), month=day.month, day=day.day
    )
