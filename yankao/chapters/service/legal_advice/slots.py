"""Cutting sessions into slots, finding free ones, taking one and giving it back."""

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from yankao.kernel.values.taipei import day_of, end_of, midnight

from . import limits, rules
from .models import Booking, Session, Slot
from .rules import Asked

Slots = QuerySet[Slot]


def cut(session: Session) -> list[Slot]:
    """The session's slots, one after the other; the share for walk-ins spread over the hours."""
    day = day_of(session.starts_at)
    length = timedelta(minutes=limits.SLOT_MINUTES.value(day))
    percent = limits.WALK_IN_PERCENT.value(day)
    count = int((session.ends_at - session.starts_at) / length)
    return [
        Slot(
            session=session, starts_at=session.starts_at + place * length,
            walk_in=(place + 1) * percent // 100 > place * percent // 100,
        )
        for place in range(count)
    ]  # fmt: skip


def standing() -> Slots:
    """Slots of sessions that take place, with what a page says of them."""
    rows = Slot.objects.filter(session__closed_at=None)
    return rows.select_related("session__site", "session__lawyer")


def bookable(now: datetime | None = None) -> Slots:
    """Free, open for booking today, not kept for walk-ins."""
    now = now or timezone.now()
    until = end_of(limits.open_until(now))
    rows = standing().filter(booking=None, walk_in=False, session__site__active=True)
    return rows.filter(starts_at__gt=now, starts_at__lt=until).order_by("starts_at", "pk")


def fitting(asked: Asked, now: datetime | None = None, rows: Slots | None = None) -> Iterator[Slot]:
    """The free slots that this person may have, soonest first."""
    now = now or timezone.now()
    lawyers = rules.forbidden(asked)
    for slot in bookable(now) if rows is None else rows:
        if not rules.about_slot(slot, asked, now, lawyers=lawyers):
            yield slot


def today(session: Session, now: datetime) -> list[Slot]:
    """What a walk-in may be given: the places kept for them, then what nobody has booked."""
    rows = session.slots.filter(booking=None, session__closed_at=None)
    grace = timedelta(minutes=limits.GRACE_MINUTES.value())
    left = rows.filter(starts_at__gte=now - grace).select_related("session__lawyer")
    return sorted(left, key=lambda slot: (not slot.walk_in, slot.starts_at))


def one_at_a_time(key: str) -> None:
    """Until the transaction ends, nobody else books for the same person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 6))", [key])


def take(detail: Booking, slot: Slot) -> None:
    """Gives a booking its slot, instead of any it had. Raises ValidationError.

    Two who press together both write; the unique key of the slot lets one of them in. A session
    that is being called off keeps its row locked, so nobody books what is about to close.
    """
    session = Session.objects.select_for_update(no_key=True).get(pk=slot.session_id)
    if session.closed_at:
        raise ValidationError({"slot": rules.taken(slot)})
    detail.slot, detail.session, detail.starts_at = slot, session, slot.starts_at
    detail.site = session.site
    detail.code = new_code(session)
    try:
        with transaction.atomic():
            detail.save(update_fields=["slot", "session", "starts_at", "site", "code"])
    except IntegrityError as error:
        raise ValidationError({"slot": rules.taken(slot)}) from error
    case = detail.case
    case.holder, case.handler = session.site.unit, session.lawyer.person
    case.save(update_fields=["holder", "handler"])


def new_code(session: Session) -> str:
    """Six digits that no other booking of that site and day has."""
    day = midnight(day_of(session.starts_at))
    rows = Booking.objects.filter(
        session__site=session.site_id, session__starts_at__gte=day,
        session__starts_at__lt=end_of(day_of(session.starts_at)),
    )  # fmt: skip
    used = set(rows.values_list("code", flat=True))
    while (code := f"{secrets.randbelow(10**6):06d}") in used:
        continue
    return code


def replace(detail: Booking, now: datetime) -> bool:
    """Another slot for whoever lost theirs: the next at the same site that they may have."""
    asked = Asked.of(detail)
    rows = bookable(now).filter(session__site=detail.site_id)
    for slot in fitting(asked, now, rows):
        try:
            take(detail, slot)
        except ValidationError:
            continue
        return True
    return False


def give_back(detail: Booking) -> Slot | None:
    """Frees the slot and answers with it; where and when it was to be stays known."""
    slot = detail.slot
    if slot is not None:
        detail.slot = None
        detail.save(update_fields=["slot"])
    return slot
