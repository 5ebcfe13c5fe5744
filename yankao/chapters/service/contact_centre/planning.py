"""How many agents a coming day needs: what the past says of it, Erlang C, Erlang A beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from yankao.kernel.calendar.limits import is_working_day
from yankao.kernel.calendar.models import Closure
from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.ledgers.models import Total
from yankao.kernel.values.taipei import day_of, midnight

from . import limits
from .demand import HOURS, Pattern, learned
from .erlang import Aims, Outlook, Staffing, Work, erlang_a, staffing
from .models import CallRecord, Demand, Seat, calls
from .states import Disposition

LEARN_FROM = 400  # days
AGAIN = timedelta(minutes=30)
RECENT = 28  # days whose handling time is taken for the coming ones
USUAL_HANDLING = 240.0  # seconds, before there is any history (handbook 5-6 §2)
NOTE = f"""
INSERT INTO {Demand._meta.db_table} (day, hour, offered, effective)
SELECT days.day::date, hours.hour, count(call.at), count(call.at) FILTER (WHERE NOT call.again)
FROM generate_series(%s::date, %s::date, '1 day') AS days (day)
CROSS JOIN generate_series(0, 23) AS hours (hour)
LEFT JOIN (
  SELECT at, (at AT TIME ZONE 'Asia/Taipei')::date AS day, hour,
         caller <> '' AND coalesce(lag(disposition) OVER line = %s AND
           at - lag(at) OVER line - make_interval(secs => lag(waited) OVER line)
             BETWEEN '0' AND make_interval(secs => %s), false) AS again
  FROM {CallRecord._meta.db_table}
  WHERE disposition <> %s AND at >= %s AND at < %s
  WINDOW line AS (PARTITION BY caller ORDER BY at, id)
) call ON call.day = days.day::date AND call.hour = hours.hour
GROUP BY 1, 2
ON CONFLICT (day, hour) DO UPDATE SET offered = excluded.offered, effective = excluded.effective
"""


def note(first: date, last: date) -> None:
    """Counts the hours of these days anew; twice does no harm."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [
            first, last, Disposition.ABANDONED_QUEUE, AGAIN.total_seconds(), Disposition.BLOCKED,
            midnight(first), midnight(last + timedelta(days=1)),
        ])  # fmt: skip


def catch_up(today: date) -> None:
    """Every night: yesterday, and what is missing before it."""
    last = Demand.objects.aggregate(last=Max("day"))["last"]
    begun = CallRecord.objects.aggregate(first=Min("at"))["first"]
    if begun is None:
        return
    oldest = max(day_of(begun), today - timedelta(days=LEARN_FROM))
    first = max(oldest, last) if last else oldest
    if first < today:
        note(first, today - timedelta(days=1))


@dataclass(frozen=True)
class History:
    """What is known: the pattern of usual days, and how much more comes on a typhoon day."""

    pattern: Pattern
    days: int
    storms: int
    storm: float

    def expected(self, day: date, *, storm: bool) -> list[float]:
        factor = self.storm if storm else 1.0
        return [calls * factor for calls in self.pattern.expected(day)]


def history(today: date) -> History | None:
    """Of the days noted; None when there is no week of them."""
    rows = Demand.objects.filter(day__gte=today - timedelta(days=LEARN_FROM), day__lt=today)
    came = {(day, hour): many for day, hour, many in rows.values_list("day", "hour", "effective")}
    days = {day for day, _hour in came}
    stormy = storms_among(days)
    usual = days - stormy
    holidays = {day for day in usual if day.weekday() < 5 and is_holiday(day)}
    if len({day.weekday() for day in usual - holidays}) < 7:
        return None
    pattern = learned(came, usual, holidays)
    real = sum(came[day, hour] for day in stormy for hour in HOURS)
    said = sum(sum(pattern.expected(day)) for day in stormy)
    return History(pattern, len(usual), len(stormy), real / said if said else 1.0)


def storms_among(days: set[date]) -> set[date]:
    if not days:
        return set()
    since, until = midnight(min(days)), midnight(max(days) + timedelta(days=1))
    closures = Closure.objects.standing().within(since, until).filter(area="")
    found = {day_of(one.since) + timedelta(days=n) for one in closures for n in range(span(one))}
    return found & days


def span(closure: Closure) -> int:
    return (day_of(closure.until - timedelta(seconds=1)) - day_of(closure.since)).days + 1


def is_holiday(day: date) -> bool:
    """A weekday without work; days beyond the calendar are taken as working days."""
    try:
        return not is_working_day(day)
    except CalendarMissing:
        return False


def handling_of(today: date) -> float:
    """Seconds a call took lately; from the roll-up, not the rows."""
    rows = Total.objects.filter(
        ledger=calls.name, rollup="quarters", day__gte=today - timedelta(days=RECENT),
        day__lt=today, key__1="true",
    )  # fmt: skip
    many, spent = 0, Decimal(0)
    for count, sums in rows.values_list("count", "sums"):
        many, spent = many + count, spent + sums[1]
    return float(spent / many) if many else USUAL_HANDLING


def aims() -> Aims:
    return Aims(
        limits.WITHIN_SECONDS.value(), limits.LEVEL_PERCENT.value() / 100,
        limits.OCCUPANCY_PERCENT.value() / 100, limits.SHRINKAGE_PERCENT.value() / 100,
        Seat.objects.filter(active=True).count(),
    )  # fmt: skip


@dataclass(frozen=True)
class Hour:
    """What an hour brings and asks for; `honest` is what callers meet who may hang up."""

    hour: int
    calls: float
    staffing: Staffing
    honest: Outlook | None

    @property
    def label(self) -> str:
        return f"{self.hour:02}–{self.hour + 1:02}"

    @property
    def offered(self) -> int:
        return round(self.calls)

    @property
    def level(self) -> str:
        found = self.staffing.outlook
        return f"{found.service_level * 100:.1f}" if found else ""

    @property
    def lost(self) -> str:
        return f"{self.honest.abandoned * 100:.1f}" if self.honest else ""

    @property
    def honest_level(self) -> str:
        return f"{self.honest.service_level * 100:.1f}" if self.honest else ""


def plan(expected: Sequence[float], handling: float) -> list[Hour]:
    """Hour by hour, with as many agents as there are seats for; a shortage is told, never cut."""
    aimed, patience = aims(), float(limits.PATIENCE_SECONDS.value())
    found = []
    for hour, calls_ in enumerate(expected):
        work = Work(calls_, handling)
        need = staffing(work, aimed)
        seated = min(need.needed, aimed.seats)
        honest = erlang_a(work, seated, aimed.within, patience=patience) if seated else None
        found.append(Hour(hour, calls_, need, honest))
    return found


def tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)
