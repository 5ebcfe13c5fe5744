"""What agents are doing, and for how long they did it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from yankao.kernel.people.models import Person

from .models import Presence, PresenceSpan, Seat

BUSY = (Presence.State.TALKING, Presence.State.WRAPPING)


class SeatTaken(Exception):
    """Somebody sits there."""


def come(person: Person, seat: Seat | None) -> Presence:
    """Sits down and waits for calls; SeatTaken when another one sits there."""
    with transaction.atomic():
        taken = Presence.objects.select_for_update().filter(seat=seat).exclude(person=person)
        if seat is not None and taken.exists():
            raise SeatTaken
        row = Presence.objects.filter(person=person).first()
        if row is None:
            now = timezone.now()
            told = {"seat": seat, "state": Presence.State.READY, "since": now}
            try:
                with transaction.atomic():
                    return Presence.objects.create(person=person, **told)
            except IntegrityError as error:  # two sat down at one moment
                raise SeatTaken from error
        row.seat = seat
        row.save(update_fields=["seat"])
        return row


def move(person: Person, state: str, *, at: datetime | None = None) -> None:
    """From one state to another; a span is kept of the one before. Without a row nothing."""
    at = at or timezone.now()
    with transaction.atomic():
        row = Presence.objects.select_for_update().filter(person=person).first()
        if row is None or row.state == state:
            return
        at = max(at, row.since)  # the exchange's clock may lag behind ours
        keep(row, at)
        row.state, row.since = state, at
        row.save(update_fields=["state", "since"])


def go(person: Person) -> None:
    """Goes home."""
    with transaction.atomic():
        row = Presence.objects.select_for_update().filter(person=person).first()
        if row is not None:
            keep(row, timezone.now())
            row.delete()


def keep(row: Presence, until: datetime) -> None:
    PresenceSpan.objects.create(
        person_id=row.person_id, state=row.state, since=row.since, until=until
    )
