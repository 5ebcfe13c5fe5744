"""A session that does not take place: its bookings move, each with a letter."""

from datetime import datetime

from django.db import transaction

from yankao.kernel.calendar.models import Closure
from yankao.kernel.cases.actors import System
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk

from .models import Booking, Session
from .states import State

JOB = System("legal_advice")
SUSPENSION = Closure.Kind.SUSPENSION


def close(session: Session, reason: str, *, by: Person | None, at: datetime) -> int:
    """Closes first, so that nobody books meanwhile; then moves who had a slot. Says how many."""
    with transaction.atomic():
        row = Session.objects.select_for_update().get(pk=session.pk)
        if row.closed_at is None:
            row.closed_at, row.closed_reason, row.closed_by = at, reason, by
            row.save(update_fields=["closed_at", "closed_reason", "closed_by"])
    return move_all(row, at)


def move_all(session: Session, at: datetime) -> int:
    """Every booking by itself; asked again it does the rest."""
    rows = Booking.objects.live().filter(slot__session=session).select_related("case")
    done = 0
    for detail in rows.order_by("starts_at"):
        offered = detail.case.state == State.OFFERED
        told = {} if offered else {"reason": session.closed_reason}
        action = "lapse" if offered else "reschedule"
        try:
            desk.act(detail.case, action, by=JOB, at=at, data=told)
        except CaseError:
            continue
        done += 1
    return done


def unfinished() -> list[Session]:
    """Closed sessions in which somebody still has a slot."""
    rows = Session.objects.filter(closed_at__isnull=False, slots__booking__case__closed_at=None)
    return list(rows.exclude(slots__booking=None).distinct())


def stopped(now: datetime) -> list[tuple[Session, str]]:
    """Coming sessions on which the city, or the site's district, stopped work; and why."""
    found = []
    for closure in Closure.objects.standing().filter(until__gt=now, kind=SUSPENSION):
        rows = Session.objects.filter(
            closed_at=None, ends_at__gt=max(now, closure.since), starts_at__lt=closure.until
        )
        if closure.area:
            rows = rows.filter(site__district__code=closure.area)
        found += [(session, closure.reason) for session in rows]
    return found
