"""Declaring, moving and revoking typhoon days and force majeure."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from yankao.kernel.values.taipei import local

from .book import invalidate
from .changes import Change, publish
from .models import Closure


@transaction.atomic
def declare_closure(
    *,
    since: datetime,
    until: datetime,
    reason: str,
    by: str,
    kind: str = Closure.Kind.SUSPENSION,
    area: str = "",
    source: str = "",
    at: datetime | None = None,
) -> Closure:
    """Closes the city (`area` empty) or a district, also backwards; clocks are recomputed."""
    closure = _record(
        Closure(kind=kind, area=area, since=local(since), until=local(until), reason=reason,
                source=source, declared_by=by, declared_at=at or timezone.now())
    )  # fmt: skip
    _tell(closure, closure.until, by=by, at=closure.declared_at)
    return closure


@transaction.atomic
def revoke_closure(closure: Closure, *, by: str, at: datetime | None = None) -> Closure:
    """Takes a closure back as if it had never been; once revoked it stays so."""
    revoked, changed = _revoke(closure, by, at or timezone.now())
    if changed and revoked.revoked_at:
        _tell(revoked, revoked.until, by=by, at=revoked.revoked_at)
    return revoked


@transaction.atomic
def move_end(closure: Closure, until: datetime, *, by: str, at: datetime | None = None) -> Closure:
    """Ends a closure earlier or later than declared; a new row takes the place of the old."""
    now = at or timezone.now()
    old, _changed = _revoke(closure, by, now)
    new = _record(
        Closure(kind=old.kind, area=old.area, since=old.since, until=local(until),
                reason=old.reason, source=old.source, declared_by=by, declared_at=now)
    )  # fmt: skip
    _tell(new, max(old.until, new.until), by=by, at=now)
    return new


def _record(closure: Closure) -> Closure:
    closure.full_clean()
    closure.save(force_insert=True)
    return closure


def _revoke(closure: Closure, by: str, at: datetime) -> tuple[Closure, bool]:
    locked = Closure.objects.select_for_update().get(pk=closure.pk)
    if locked.revoked_at:
        return locked, False
    locked.revoked_at, locked.revoked_by = at, by
    locked.save(update_fields=["revoked_at", "revoked_by"])
    return locked, True


def _tell(closure: Closure, until: datetime, *, by: str, at: datetime) -> None:
    invalidate()
    publish(
        Change(
            since=closure.since,
            until=until,
            area=closure.area,
            reason=f"{closure.get_kind_display()}：{closure.reason}",
            by=by,
            at=at,
            closure=closure,
        )
    )
