"""Who is next at a site today, and when each is likely to be called."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yankao.kernel.values.taipei import day_of, end_of, midnight

from . import limits
from .models import Booking, Session, Site
from .states import State


@dataclass
class Place:
    """One line of a day sheet. `position` counts who waits before this person, and this person."""

    detail: Booking
    position: int = 0
    expected: datetime | None = None

    @property
    def being_served(self) -> bool:
        return self.detail.case.state == State.CHECKED_IN and self.detail.called_at is not None


@dataclass(frozen=True)
class Sheet:
    """A session with its bookings in order of time, and what is still free."""

    session: Session
    places: list[Place]
    free: list[datetime]

    @property
    def next(self) -> Place | None:
        """Who is called next: the first in line who has not been called."""
        return next((place for place in self.places if place.position == 1), None)


def sheets(site: Site, on: datetime, now: datetime) -> list[Sheet]:
    """Today's sessions of a site; few queries however many bookings."""
    day = day_of(on)
    rows = Session.objects.filter(
        site=site, starts_at__gte=midnight(day), starts_at__lt=end_of(day)
    ).select_related("lawyer", "site")
    sessions = list(rows.prefetch_related("slots"))
    found: dict[int, list[Booking]] = {session.pk: [] for session in sessions}
    bookings = Booking.objects.filter(session__in=sessions)
    for detail in bookings.select_related("case", "case__contact", "case__category"):
        found[detail.session_id or 0].append(detail)
    return [sheet(session, found[session.pk], now) for session in sessions]


def sheet(session: Session, bookings: list[Booking], now: datetime) -> Sheet:
    held = {detail.slot_id for detail in bookings}
    free = [slot.starts_at for slot in session.slots.all() if slot.pk not in held]
    return Sheet(session, placed(bookings, now), [] if session.closed_at else free)


def placed(bookings: list[Booking], now: datetime) -> list[Place]:
    """In order of their times; those who only wait come last, those who are away have no place."""
    far = datetime.max.replace(tzinfo=now.tzinfo)
    order = sorted(bookings, key=lambda d: (d.slot_id is None, d.starts_at or far, d.pk))
    length = timedelta(minutes=limits.SLOT_MINUTES.value())
    line = [Place(detail) for detail in order]
    free_at, position = now, 0
    for place in line:
        if place.being_served and place.detail.called_at:
            free_at = max(now, place.detail.called_at + length)
    for place in line:
        detail = place.detail
        if detail.case.state != State.CHECKED_IN or place.being_served:
            continue
        position += 1
        place.position = position
        place.expected = max(free_at, detail.starts_at) if detail.starts_at else None
        free_at = (place.expected or free_at) + length
    for place in line:
        detail = place.detail
        if detail.case.state == State.WAITING and detail.walk_in:
            position += 1
            place.position = position
    return line


def place_of(detail: Booking, now: datetime) -> Place | None:
    """Where somebody stands in the line they wait in; None when they do not wait at a site."""
    if detail.session_id is None or detail.checked_in_at is None or detail.case.closed_at:
        return None
    rows = Booking.objects.live().filter(session=detail.session_id).select_related("case")
    line = placed(list(rows), now)
    return next((place for place in line if place.detail.pk == detail.pk), None)
