"""Calls that are over: those of a day, one of them, those nobody has classified yet."""

from datetime import date, datetime

from django.http import Http404
from django.shortcuts import get_object_or_404

from yankao.kernel.people.models import Person
from yankao.kernel.values.taipei import midnight

from . import floor
from .doors import calls_of, may_oversee
from .models import CallRecord, LiveCall

SHOWN = 50


def calls_on(person: Person, day: date, before: datetime | None) -> list[CallRecord]:
    """The newest of a day that this person may see, one more than is shown."""
    since = midnight(day)
    rows = CallRecord.objects.filter(calls_of(person), at__gte=since, at__lt=since + floor.DAY)
    if before:
        rows = rows.filter(at__lt=before)
    return list(rows.select_related("topic", "agent").order_by("-at", "-id")[: SHOWN + 1])


def unsaid(person: Person) -> list[LiveCall]:
    """Calls that are over and that nobody has classified yet."""
    rows = LiveCall.objects.filter(answered_at__isnull=False, ended_at__isnull=False)
    mine = rows if may_oversee(person) else rows.filter(agent=person)
    return list(mine.select_related("agent").order_by("ended_at")[:SHOWN])


def day_in(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def moment_in(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def call_or_404(person: Person, day: date | None, pk: int) -> CallRecord:
    if day is None:
        raise Http404
    since = midnight(day)
    rows = CallRecord.objects.filter(calls_of(person), at__gte=since, at__lt=since + floor.DAY)
    return get_object_or_404(rows.select_related("topic", "agent"), id=pk)
