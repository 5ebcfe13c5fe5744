"""Reading the yearly office calendar; loading it again, amended or not, is always safe."""

import csv
import gzip
import io
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from django.db import transaction
from django.db.models import Count
from django.db.models.functions import ExtractYear
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.values.roc import Unreadable, parse_date
from yankao.kernel.values.taipei import end_of, midnight

from .book import invalidate
from .changes import Change, publish
from .models import Day, DayChange, Loading

BUNDLED = Path(__file__).parent / "data" / "office_calendar.csv.gz"
PUBLISHER = "行政院人事行政總處 政府行政機關辦公日曆表"
# Header of the date, of the day-off flag and of the remark: ours, then the publisher's own.
HEADERS = (("date", "is_holiday", "description"), ("西元日期", "是否放假", "備註"))
FIRST_YEAR = 2017
WORK, OFF = {"0"}, {"1", "2"}


class WrongRows(Unreadable):
    """Every row that cannot be read, in the order of the file."""

    def __init__(self, rows: list[str]) -> None:
        super().__init__("\n".join(rows))
        self.rows = rows


@dataclass(frozen=True)
class Loaded:
    """What a file did: days new, days turned round, days as before."""

    added: int
    changed: tuple[DayChange, ...]
    unchanged: int


@transaction.atomic
def load_days(
    file: Path | BinaryIO,
    *,
    by: str,
    source: str = PUBLISHER,
    at: datetime | None = None,
    reason: str = "",
) -> Loaded:
    """Stores every day of the file; days that turned round are recorded and announced.

    A file that cannot be read, or leaves a year incomplete, changes nothing.
    """
    now = at or timezone.now()
    days = read_days(file)
    known = Day.objects.select_for_update().in_bulk([day.date for day in days])
    changed = _changes(days, known, DayChange(source=source, changed_at=now, changed_by=by))
    for day in days:
        day.source, day.loaded_at = source, now
    new_or_reworded = [day for day in days if not _same(day, known.get(day.date))]
    Day.objects.bulk_create(
        new_or_reworded,
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_workday", "reason", "source", "loaded_at"],
    )
    DayChange.objects.bulk_create(changed)
    _require_whole_years({day.date.year for day in days})
    if new_or_reworded:
        invalidate()
    loaded = Loaded(len(days) - len(known), tuple(changed), len(known) - len(changed))
    _remember(loaded, days, source=source, by=by, at=now, reason=reason)
    if changed:
        publish(_announcement(changed))
    elif loaded.added:
        publish(_arrival(days, by, now))
    return loaded


def _remember(
    loaded: Loaded, days: list[Day], *, source: str, by: str, at: datetime, reason: str
) -> None:
    """Who loaded what, when and why; a file that changes nothing leaves no trace."""
    if loaded.added or loaded.changed:
        Loading.objects.create(
            at=at, by=by, source=source[:120], reason=reason[:300], years=years_of(days),
            added=loaded.added, changed=len(loaded.changed),
        )  # fmt: skip


def years_of(days: list[Day]) -> str:
    return "、".join(str(year) for year in sorted({day.date.year for day in days}))


def _arrival(days: list[Day], by: str, at: datetime) -> Change:
    """Years that were not known before; what waited for them can be computed."""
    first, last = min(day.date for day in days), max(day.date for day in days)
    told = _("載入 %(years)s 年辦公日曆") % {"years": years_of(days)}
    return Change(midnight(first), end_of(last), "", told, by, at)


@dataclass(frozen=True)
class Preview:
    """What loading a file would do."""

    years: list[int]
    added: int
    turned: list[DayChange]
    unchanged: int


def preview(file: Path | BinaryIO, *, by: str = "") -> Preview:
    """Reads and compares; stores nothing. Refuses what `load_days` would refuse."""
    days = read_days(file)
    years = sorted({day.date.year for day in days})
    _require_our_time(years)
    known = Day.objects.in_bulk([day.date for day in days])
    _require_whole_files(days)
    turned = _changes(days, known, DayChange(changed_at=timezone.now(), changed_by=by))
    return Preview(years, len(days) - len(known), turned, len(known) - len(turned))


def _require_our_time(years: list[int]) -> None:
    """A mistyped year is found here, not when a deadline turns out wrong."""
    later = timezone.localdate().year + 1
    if years[0] < FIRST_YEAR or years[-1] > later:
        raise Unreadable(
            _("檔案為 %(years)s 年；只能載入 %(first)s 年至 %(last)s 年的辦公日曆。")
            % {"years": "、".join(map(str, years)), "first": FIRST_YEAR, "last": later}
        )


def _require_whole_files(days: list[Day]) -> None:
    """As after loading: no year may be left with days missing."""
    for year, told in Counter(day.date.year for day in days).items():
        here = [day.date for day in days if day.date.year == year]
        kept = Day.objects.filter(date__year=year).exclude(date__in=here).count()
        _require_whole(year, told + kept)


def _same(day: Day, known: Day | None) -> bool:
    return known is not None and (day.is_workday, day.reason) == (known.is_workday, known.reason)


def _changes(days: list[Day], known: Mapping[date, Day], form: DayChange) -> list[DayChange]:
    turned = [
        (day, known[day.date])
        for day in days
        if day.date in known and known[day.date].is_workday != day.is_workday
    ]
    return [
        DayChange(
            date=day.date,
            was_workday=old.is_workday,
            was_reason=old.reason,
            reason=day.reason,
            source=form.source,
            changed_at=form.changed_at,
            changed_by=form.changed_by,
        )
        for day, old in turned
    ]


def _announcement(changed: list[DayChange]) -> Change:
    dates = [change.date for change in changed]
    return Change(
        since=midnight(min(dates)),
        until=end_of(max(dates)),
        area="",
        reason=_("辦公日曆修正：%(days)s") % {"days": "、".join(map(str, dates))},
        by=changed[0].changed_by,
        at=changed[0].changed_at,
        days=tuple(changed),
    )


def _require_whole_years(years: Collection[int]) -> None:
    counted = (
        Day.objects.filter(date__year__in=years)
        .annotate(year=ExtractYear("date"))
        .values_list("year")
        .annotate(days=Count("pk"))
        .order_by("year")
    )
    for year, days in counted:
        _require_whole(year, days)


def _require_whole(year: int, days: int) -> None:
    missing = (date(year + 1, 1, 1) - date(year, 1, 1)).days - days
    if missing:
        raise Unreadable(
            _("%(year)s 年的辦公日曆不完整，缺 %(missing)s 天。")
            % {"year": year, "missing": missing}
        )


def read_days(file: Path | BinaryIO) -> list[Day]:
    """The days of a file: ours or the publisher's columns, UTF-8 or Big5, gzipped or not."""
    reader = csv.DictReader(io.StringIO(_text(file)))
    columns = next((h for h in HEADERS if set(h) <= set(reader.fieldnames or ())), None)
    if columns is None:
        raise Unreadable(
            _("檔案不是辦公日曆表：欄位應為 %(fields)s。") % {"fields": "、".join(HEADERS[1])}
        )
    days, wrong = [], []
    for row in reader:
        try:
            days.append(_day(row, columns, reader.line_num))
        except Unreadable as error:
            wrong.append(str(error))
    if wrong:
        raise WrongRows(wrong)
    twice = [day for day, times in Counter(day.date for day in days).items() if times > 1]
    if twice or not days:
        raise Unreadable(_("檔案沒有任何一天，或同一天出現兩次：%(days)s") % {"days": twice[:3]})
    return days


def _text(file: Path | BinaryIO) -> str:
    content = file.read_bytes() if isinstance(file, Path) else file.read()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp950", errors="replace")


def _day(row: Mapping[str, str], columns: tuple[str, str, str], line: int) -> Day:
    when, off, remark = ((row[column] or "").strip() for column in columns)
    if off not in WORK | OFF:
        raise Unreadable(
            _("第 %(line)s 行：放假欄為 %(value)s，應為 0（上班）或 2（放假）。")
            % {"line": line, "value": off}
        )
    try:
        return Day(date=parse_date(when), is_workday=off in WORK, reason=remark[:60])
    except Unreadable as error:
        raise Unreadable(
            _("第 %(line)s 行：日期為 %(value)s，應如 20270101。") % {"line": line, "value": when}
        ) from error
