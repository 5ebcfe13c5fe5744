"""The calendar in force, kept in the memory of the process and re-read when it changed."""

import time
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from yankao.kernel.policy.models import Value

from .almanac import Almanac, Halt
from .models import CalendarVersion, Closure, Day, DayChange
from .terms import FIELDS, DatedTerms

RECHECK_SECONDS = 5.0


@dataclass(frozen=True)
class _Copy:
    almanac: Almanac
    stamp: UUID | None
    checked: float
    until: float


class _Mark:
    """Hangs in the open transaction's on-commit list and dies with it, kept or rolled back."""

    def __call__(self) -> None:
        _shared.clear()


@dataclass
class _Draft:
    """What an open transaction has changed and nobody else may see yet."""

    marks: list["weakref.ref[_Mark]"] = field(default_factory=list)
    almanac: Almanac | None = None

    def alive(self) -> bool:
        standing = [mark for mark in self.marks if mark() is not None]
        if len(standing) < len(self.marks):
            self.marks, self.almanac = standing, None
        return bool(standing)


_shared: dict[str, _Copy] = {}
_drafts: "weakref.WeakKeyDictionary[BaseDatabaseWrapper, _Draft]" = weakref.WeakKeyDictionary()


def current(*, fresh: bool = False) -> Almanac:
    """The calendar now. Asks the database for changes every few seconds; `fresh` asks at once.

    A transaction that changed the calendar sees its own change; others only after the commit.
    """
    if _drafts and (draft := _drafts.get(connections[DEFAULT_DB_ALIAS])):
        if draft.alive():
            draft.almanac = draft.almanac or _read()
            return draft.almanac
        del _drafts[connections[DEFAULT_DB_ALIAS]]
    copy, now = _shared.get("copy"), time.monotonic()
    if copy and not fresh and copy.checked <= now < copy.until:
        return copy.almanac
    stamp = CalendarVersion.objects.values_list("stamp", flat=True).first()
    almanac = copy.almanac if copy and copy.stamp == stamp else _read()
    _shared["copy"] = _Copy(almanac, stamp, now, now + _patience())
    return almanac


def _patience() -> float:
    return float(getattr(settings, "CALENDAR_RECHECK_SECONDS", RECHECK_SECONDS))


def invalidate() -> None:
    """Says that calendar rows were written in this transaction."""
    CalendarVersion.objects.update_or_create(only=True, defaults={"stamp": uuid4()})
    draft = _drafts.setdefault(connections[DEFAULT_DB_ALIAS], _Draft())
    draft.marks.append(_hang_mark())
    draft.almanac = None


def _hang_mark() -> "weakref.ref[_Mark]":
    mark = _Mark()
    transaction.on_commit(mark)
    return weakref.ref(mark)


def as_known(at: datetime) -> Almanac:
    """The calendar as it was known at that moment, to recompute the past; read each time."""
    days = dict(Day.objects.values_list("date", "is_workday"))
    later = DayChange.objects.filter(changed_at__gt=at).order_by("-changed_at", "-pk")
    days.update(later.values_list("date", "was_workday"))
    return _almanac(days.items(), Closure.objects.standing(at), at)


def _read() -> Almanac:
    return _almanac(Day.objects.values_list("date", "is_workday"), Closure.objects.standing())


def _almanac(
    days: Iterable[tuple[date, bool]], closures: Iterable[Closure], at: datetime | None = None
) -> Almanac:
    halts: dict[str, list[Halt]] = {kind: [] for kind in Closure.Kind.values}
    for closure in closures:
        halts[closure.kind].append(Halt(closure.since, closure.until, closure.area))
    return Almanac(
        dict(days),
        tuple(halts[Closure.Kind.SUSPENSION]),
        tuple(halts[Closure.Kind.FORCE_MAJEURE]),
        _terms(at),
    )


def _terms(known_at: datetime | None) -> DatedTerms:
    rows = Value.objects.filter(name__in=FIELDS).order_by("at", "pk")
    rows = rows if known_at is None else rows.filter(at__lte=known_at)
    return DatedTerms.of(rows.values_list("name", "since", "value"))
