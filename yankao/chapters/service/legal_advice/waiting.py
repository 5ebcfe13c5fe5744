"""The waiting list: to whom a slot goes that became free, and in what way."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.programmes import desk
from yankao.kernel.values.taipei import day_of, midnight

from . import limits, rules, slots
from .models import Booking, Slot
from .rules import Asked

JOB = System("legal_advice")


def pass_on(slot: Slot, now: datetime, *, without: int) -> Booking | None:
    """The first in line whom the slot suits; answers with who has it now, if anybody.

    On the day whoever is at the site goes in; otherwise it is offered by letter and kept for the
    answer, unless it begins too soon for one. `without` is the case that gave it back.
    """
    if slot.session.closed_at:
        return None
    here = day_of(slot.starts_at) == day_of(now)
    for detail in present(slot, now) if here else ():
        if moved(detail, "seat", slot, now):
            return detail
    if limits.offer_minutes(slot.starts_at, now):
        for detail in absent(slot, now):
            if detail.pk != without and moved(detail, "offer", slot, now):
                return detail
    return None


def present(slot: Slot, now: datetime) -> Iterator[Booking]:
    """Who walked in today and waits at this site, in the order they came."""
    rows = Booking.objects.waiting().filter(
        site=slot.session.site_id, walk_in=True, checked_in_at__gte=midnight(day_of(now))
    )
    for detail in rows.order_by("checked_in_at", "pk"):
        if slot.session.lawyer_id not in rules.forbidden(Asked.of(detail)):
            yield detail


def absent(slot: Slot, now: datetime) -> Iterator[Booking]:
    """Who waits for this site at home and may have this slot."""
    for detail in Booking.objects.waiting().filter(site=slot.session.site_id, walk_in=False):
        if not rules.about_slot(slot, Asked.of(detail), now):
            yield detail


def moved(detail: Booking, action: str, slot: Slot, now: datetime) -> bool:
    """Whether it worked; somebody moved meanwhile is passed over."""
    try:
        desk.act(detail.case, action, by=JOB, at=now, data={"slot": slot.pk})
    except CaseError:
        return False
    return True


def replace_displaced(now: datetime) -> int:
    """Whoever lost a slot through us gets the first that opens; says how many did."""
    done = 0
    for detail in Booking.objects.waiting().filter(displaced=True).select_related("site"):
        rows = slots.bookable(now).filter(session__site=detail.site_id)
        if next(slots.fitting(Asked.of(detail), now, rows), None) is None:
            continue
        told = {"reason": _("先前停辦的諮詢已有時段可補")}
        try:
            desk.act(detail.case, "reschedule", by=JOB, at=now, data=told)
        except CaseError:
            continue
        done += 1
    return done


def leave_unserved(now: datetime) -> int:
    """Whoever waited at a site to the end of the day and got no turn; the day's list is closed."""
    rows = Booking.objects.waiting().filter(walk_in=True, checked_in_at__lt=midnight(day_of(now)))
    done = 0
    for detail in rows:
        try:
            desk.act(detail.case, "run_out", by=JOB, at=now)
        except CaseError:
            continue
        done += 1
    return done
