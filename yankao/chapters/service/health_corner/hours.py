"""When the corner is open, and what each day came to: closed is not nought."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext as _

from yankao.kernel.calendar.limits import is_working_day
from yankao.kernel.calendar.models import Closure
from yankao.kernel.values.taipei import TAIPEI, end_of, midnight

from . import limits
from .models import Absence, Service, Visit

Span = tuple[datetime, datetime]


@dataclass
class Day:
    """A day: the hours it was open, why not the others, and what was done by service."""

    day: date
    open: list[Span]
    why: list[str]
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def shut(self) -> bool:
        return not self.open

    @property
    def numbers(self) -> list[int | None]:
        """By service; of a day that was closed, only what was done all the same."""
        every = [self.counts.get(one.value, 0) for one in Service]
        return [number or (None if self.shut else 0) for number in every]


def days(last: date, count: int) -> list[Day]:
    """So many days up to the last, newest first."""
    first = last - timedelta(days=count - 1)
    since, until = midnight(first), end_of(last)
    gone = [(row.since, row.until, row.reason) for row in absences(since, until)]
    gone += [(row.since, row.until, row.reason) for row in closures(since, until)]
    done = counted(since, until)
    found = [day_of(last - timedelta(days=back), gone) for back in range(count)]
    for one in found:
        one.counts.update(done.get(one.day, {}))
    return found


def absences(since: datetime, until: datetime) -> Iterable[Absence]:
    return Absence.objects.filter(since__lt=until, until__gt=since)


def closures(since: datetime, until: datetime) -> Iterable[Closure]:
    """Days on which the whole city stopped work."""
    rows = Closure.objects.standing().within(since, until).touching("")
    return rows.filter(kind=Closure.Kind.SUSPENSION)


def day_of(day: date, gone: Sequence[tuple[datetime, datetime, str]]) -> Day:
    start = midnight(day)
    if not is_working_day(day):
        storm = [why for since, until, why in gone if since <= start and until >= end_of(day)]
        return Day(day, [], storm or [_("假日")])
    hours = (limits.OPENS.value(day), limits.CLOSES.value(day))
    spans: list[Span] = [(start + timedelta(minutes=hours[0]), start + timedelta(minutes=hours[1]))]
    why: list[str] = []
    for since, until, reason in gone:
        left = without(spans, since, until)
        if left != spans:
            spans, why = left, [*why, reason]
    return Day(day, spans, why)


def without(spans: Sequence[Span], since: datetime, until: datetime) -> list[Span]:
    """What is left of some stretches when one is taken out."""
    left = []
    for begin, end in spans:
        left += [(a, b) for a, b in ((begin, min(end, since)), (max(begin, until), end)) if a < b]
    return left


def counted(since: datetime, until: datetime) -> dict[date, dict[str, int]]:
    """Visits by day and service; of wounds and advice those who let themselves be helped."""
    rows = Visit.objects.counted().filter(seen_at__gte=since, seen_at__lt=until)
    rows = rows.exclude(Q(refused=True) & ~Q(service=Service.SUDDEN))
    keyed = rows.annotate(day=TruncDate("seen_at", tzinfo=TAIPEI)).values("day", "service")
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for row in keyed.annotate(many=Count("pk")):
        found[row["day"]][row["service"]] = row["many"]
    return found


def open_at(moment: datetime) -> bool:
    today = moment.astimezone(TAIPEI).date()
    return any(begin <= moment < end for begin, end in days(today, 1)[0].open)
