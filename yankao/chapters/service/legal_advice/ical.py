"""The calendar file of a booking, as real calendars read it (RFC 5545)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from yankao.kernel.cases.models import Case
from yankao.kernel.values.taipei import TAIPEI, local

from . import letters, limits
from .models import Booking, booking
from .states import AHEAD, State

GONE = (State.CANCELLED, State.NO_SHOW)


def calendar_of(case: Case, now: datetime) -> bytes:
    """One event that keeps its UID through every change; cancelled when the booking is.

    Neither the person nor the matter is named: calendars are shared.
    """
    detail = booking(case)
    off = case.state in GONE or detail.starts_at is None
    found = Calendar()
    found.add("prodid", "-//Yankao//legal_advice//ZH")
    found.add("version", "2.0")
    found.add("method", "CANCEL" if off else "PUBLISH")
    found.add_component(event(case, detail, now, off=off))
    found.add_missing_timezones()
    return bytes(found.to_ical())


def event(case: Case, detail: Booking, now: datetime, *, off: bool) -> Event:
    begins = local(detail.starts_at or case.opened_at).astimezone(TAIPEI)
    made = Event()
    made.add("uid", f"{case.number}@{host()}")
    made.add("dtstamp", now)
    made.add("sequence", case.last_entry.seq if case.last_entry else 0)
    made.add("dtstart", begins)
    made.add("dtend", begins + timedelta(minutes=limits.SLOT_MINUTES.value()))
    made.add("summary", _("法律諮詢（{site}）").format(site=detail.site))
    made.add("location", letters.where(case))
    made.add("status", "CANCELLED" if off else "CONFIRMED")
    made.add("url", f"{settings.PUBLIC_ADDRESS}/progress/?number={case.number}")
    if case.state in {str(state) for state in AHEAD}:
        made.add_component(bell())
    return made


def bell() -> Alarm:
    found = Alarm()
    found.add("action", "DISPLAY")
    found.add("description", _("一小時後有法律諮詢"))
    found.add("trigger", timedelta(hours=-1))
    return found


def host() -> str:
    return settings.PUBLIC_ADDRESS.partition("//")[2] or "localhost"
