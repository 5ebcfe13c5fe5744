"""The floor as it is now: who waits, who talks, how the day goes; for the wall and the lead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Min, Q
from django.utils import timezone

from yankao.kernel.ledgers.models import Total
from yankao.kernel.values.taipei import day_of, local

from . import limits
from .models import QUARTERS, Beat, LiveCall, Presence, Seat, calls
from .states import Disposition

QUIET = timedelta(seconds=15)
DAY = timedelta(days=1)
TODAY = f"""
SELECT coalesce(sum(count), 0), coalesce(sum(count) FILTER (WHERE key[2] = 'true'), 0),
       coalesce(sum(count) FILTER (WHERE key[3] = 'true'), 0),
       coalesce(sum(count) FILTER (WHERE key[4] = %s), 0),
       coalesce(sum(count) FILTER (WHERE key[4] = %s), 0),
       coalesce(sum(count) FILTER (WHERE key[4] = %s), 0)
FROM {Total._meta.db_table} WHERE ledger = %s AND rollup = 'quarters' AND day = %s
"""


@dataclass(frozen=True)
class Day:
    """What a day's finished calls came to."""

    every: int = 0
    handled: int = 0
    in_time: int = 0
    abandoned: int = 0
    short: int = 0
    blocked: int = 0

    @property
    def offered(self) -> int:
        return self.every - self.blocked

    @property
    def level(self) -> Decimal | None:
        whole = self.offered - self.short
        return Decimal(self.in_time) * 100 / whole if whole else None

    @property
    def lost(self) -> Decimal | None:
        return Decimal(self.abandoned) * 100 / self.offered if self.offered else None


@dataclass(frozen=True)
class Place:
    """A seat, who sits there and since when they do what they do."""

    seat: Seat
    name: str = ""
    state: str = ""
    label: str = ""
    since: datetime | None = None
    long: bool = False


@dataclass(frozen=True)
class Floor:
    """Everything the wall shows, read in five statements however many calls there are."""

    now: datetime
    waiting: int
    longest: timedelta | None
    talking: int
    unsaid: int
    states: list[tuple[str, str, int]]
    day: Day
    rows: list[list[Place]] = field(default_factory=list)
    quiet: bool = False
    target: int = 0

    @property
    def first(self) -> datetime | None:
        """Since when the first in the line has waited."""
        return self.now - self.longest if self.longest else None

    @property
    def longest_text(self) -> str:
        seconds = int(self.longest.total_seconds()) if self.longest else 0
        return f"{seconds // 60}:{seconds % 60:02}"

    @property
    def light(self) -> str:
        """ok, warn or late: the level today against its aim, and whoever waits too long."""
        limit = timedelta(seconds=limits.WITHIN_SECONDS.value())
        if self.longest and self.longest > limit * 3:
            return "late"
        if self.day.level is not None and self.day.level < self.target:
            return "warn"
        return "warn" if self.longest and self.longest > limit else "ok"


def read(now: datetime | None = None) -> Floor:
    now = now or timezone.now()
    queue = Q(queued_at__isnull=False, answered_at=None, ended_at=None)
    live = LiveCall.objects.aggregate(
        waiting=Count("pk", filter=queue), first=Min("queued_at", filter=queue),
        talking=Count("pk", filter=Q(answered_at__isnull=False, ended_at=None, left_at=None)),
        unsaid=Count("pk", filter=Q(answered_at__isnull=False) & ~Q(ended_at=None)),
    )  # fmt: skip
    present = list(Presence.objects.select_related("person").order_by("since"))
    tally = {state: 0 for state in Presence.State.values}
    for row in present:
        tally[row.state] += 1
    return Floor(
        now, live["waiting"], now - live["first"] if live["first"] else None, live["talking"],
        live["unsaid"],
        [(state, str(Presence.State(state).label), many) for state, many in tally.items()],
        today(day_of(now)), plan({row.seat_id: row for row in present}, now), quiet(now),
        limits.LEVEL_PERCENT.value(),
    )  # fmt: skip


def today(day: date) -> Day:
    """From the ledger's roll-up: as many rows as a day has quarter hours, however many calls."""
    ends = [Disposition.ABANDONED_QUEUE, Disposition.ABANDONED_SHORT, Disposition.BLOCKED]
    with connection.cursor() as cursor:
        cursor.execute(TODAY, [*map(str, ends), calls.name, day])
        return Day(*(int(number) for number in cursor.fetchone()))


def quiet(now: datetime) -> bool:
    """Whether the exchange has fallen silent: what stands here may be out of date."""
    last = Beat.objects.order_by("-at").values_list("at", flat=True).first()
    return last is None or now - last > QUIET


def plan(seated: Mapping[int | None, Presence], now: datetime) -> list[list[Place]]:
    """The seats row by row, as they stand in the room."""
    long = timedelta(minutes=limits.LONG_MINUTES.value())
    found: dict[int, list[Place]] = {}
    for seat in Seat.objects.filter(active=True).order_by("row", "column"):
        row = seated.get(seat.pk)
        place = Place(seat)
        if row is not None:
            over = row.state == Presence.State.TALKING and now - row.since > long
            label = str(Presence.State(row.state).label)
            place = Place(seat, row.person.name, row.state, label, row.since, over)
        found.setdefault(seat.row, []).append(place)
    return list(found.values())


def quarters(day: date) -> list[tuple[int, int]]:
    """Calls that came in and those handled, quarter hour by quarter hour."""
    rows = Total.objects.filter(ledger=calls.name, rollup="quarters", day=day)
    found = [(0, 0)] * QUARTERS
    for key, count in rows.values_list("key", "count"):
        if key[3] == Disposition.BLOCKED:
            continue
        quarter = int(key[0] or 0)
        offered, handled = found[quarter]
        found[quarter] = offered + count, handled + (count if key[1] == "true" else 0)
    return found


def trend(day: date) -> list[tuple[str, int, int]]:
    """Hour by hour: the label, calls that came in, calls handled; hours still to come are left."""
    found = quarters(day)
    now = local(timezone.now())
    until = now.hour + 1 if now.date() == day else 24
    return [
        (f"{hour:02}", sum(q[0] for q in found[hour * 4 : hour * 4 + 4]),
         sum(q[1] for q in found[hour * 4 : hour * 4 + 4]))
        for hour in range(until)
    ]  # fmt: skip
