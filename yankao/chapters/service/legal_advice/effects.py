"""What follows from a move of a booking."""

from django.utils import timezone

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.notices.posting import post
from yankao.kernel.programmes import desk

from . import letters, slots, waiting
from .models import booking

NAME = "legal_advice"
JOB = System(NAME)


def settle(case: Case) -> None:
    """After opening: whoever has a slot is booked, or here already; the others wait, and know."""
    detail = booking(case)
    if detail.slot_id:
        desk.act(case, "seat", by=JOB, at=case.opened_at)
        case.refresh_from_db()
        return
    detail.queued_at = case.opened_at
    detail.save(update_fields=["queued_at"])
    if case.contact is not None and not detail.walk_in:
        key = f"waiting:case{case.pk}"
        at = timezone.now()
        post(letters.WAITING, case.contact, key=key, at=at, case=case, facts=letters.facts(case))


def hand_on(case: Case, move: Move) -> None:
    """The slot goes back, and to the first in line whom it suits."""
    slot = slots.give_back(booking(case))
    if slot is not None:
        waiting.pass_on(slot, move.at, without=case.pk)


def hand_on_left(case: Case, move: Move) -> None:
    """The slot that was left for another one."""
    left = move.note.pop("left", None)
    slot = slots.standing().filter(pk=left, booking=None).first() if isinstance(left, int) else None
    if slot is not None:
        waiting.pass_on(slot, move.at, without=case.pk)


def back_in_line(case: Case, move: Move) -> None:
    """Whoever did not take the offer is asked again after the others."""
    detail = booking(case)
    detail.queued_at, detail.starts_at, detail.session = move.at, None, None
    detail.save(update_fields=["queued_at", "starts_at", "session"])


def stamp_check_in(case: Case, move: Move) -> None:
    """Whoever walked in was here before they had a slot."""
    detail = booking(case)
    if detail.checked_in_at is None:
        detail.checked_in_at = move.at
        detail.save(update_fields=["checked_in_at"])
    move.note["checked_in_at"] = detail.checked_in_at.isoformat()
