"""Days in order, of which some count; to ask beyond the known years is refused."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Set
from datetime import date, timedelta
from itertools import count

from django.utils.translation import gettext as _

from yankao.kernel.values.roc import roc_year

ONE_DAY = timedelta(days=1)


class CalendarMissing(LookupError):
    """A year of which no office calendar is loaded; nothing is guessed."""

    def __init__(self, year: int) -> None:
        self.year = year
        told = _(
            "尚未載入民國 %(roc)s 年（%(year)s 年）的辦公日曆表，無法計算期限。"
            "請取得行政院人事行政總處公布的檔案後執行 manage.py load_calendar 檔案。"
        )
        super().__init__(told % {"roc": roc_year(date(year, 1, 1)), "year": year})


class Row:
    """The counted days of the known years.

    `unsure` holds days of which nobody can say whether they count before another year is
    loaded, with that year.
    """

    def __init__(
        self, counted: Iterable[date], years: Set[int], unsure: Mapping[date, int] | None = None
    ) -> None:
        self._days = sorted(counted)
        self._set = frozenset(self._days)
        self._years = years
        self._unsure = unsure or {}

    def has(self, day: date) -> bool:
        """Whether that day counts."""
        self._require(day, day)
        return day in self._set

    def after(self, day: date, n: int) -> date:
        """The n-th counted day after `day`, itself not included."""
        place = bisect_right(self._days, day) + n - 1
        first = day + ONE_DAY
        if place >= len(self._days):
            missing = next(year for year in count(first.year) if year not in self._years)
            self._require(first, date(missing, 1, 1))
        found = self._days[place]
        self._require(first, found)
        return found

    def at_or_after(self, day: date) -> date:
        """The day itself if it counts, else the next that does."""
        return self.after(day - ONE_DAY, 1)

    def between(self, since: date, until: date) -> int:
        """Counted days after `since` up to and including `until`; negative backwards."""
        if until < since:
            return -self.between(until, since)
        if until > since:
            self._require(since + ONE_DAY, until)
        return bisect_right(self._days, until) - bisect_right(self._days, since)

    def _require(self, first: date, last: date) -> None:
        for year in range(first.year, last.year + 1):
            if year not in self._years:
                raise CalendarMissing(year)
        for day, year in self._unsure.items():
            if first <= day <= last:
                raise CalendarMissing(year)
