"""A call leaves the floor for the ledger: at once when nobody took it, else when it is classified.

Nobody guesses what a call was for: one that was taken waits until somebody has said it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from yankao.kernel.people.models import Person

from . import limits
from .formulas import Call
from .models import CallEvent, LiveCall, Presence
from .presence import move
from .records import Told, settle, tail_of
from .states import Disposition, Kind


def settle_over(over: Sequence[LiveCall], now: datetime) -> int:
    """Those that are over and need nobody, or were wrapped up; in the caller's transaction."""
    ready = [call for call in over if not call.answered_at or call.wrapped_at]
    settle(told(call) for call in ready)
    names = [call.exchange_id for call in ready]
    LiveCall.objects.filter(exchange_id__in=names).delete()
    CallEvent.objects.filter(exchange_id__in=names, late=False).delete()
    return len(ready)


def told(call: LiveCall) -> Told:
    """The call as the ledger wants it."""
    assert call.ended_at is not None
    finished = Call(
        offered_at=call.offered_at, ended_at=call.ended_at, disposition=disposition(call),
        queued_at=call.queued_at, answered_at=call.answered_at, wrap_end_at=call.wrapped_at,
        kind=Kind(call.kind) if call.answered_at else None,
        topic=str(call.topic_id or ""), caller=call.caller, answered_online=call.online,
        score=call.score,
    )  # fmt: skip
    return Told(
        finished, call.exchange_id, call.queue, tail_of(call.number), call.topic_id, call.agent_id,
        call.held, call.left_at, call.emergency, call.transferred_to, call.recording, call.numbers,
    )  # fmt: skip


def disposition(call: LiveCall) -> Disposition:
    """How it ended, as the handbook names the ends."""
    assert call.ended_at is not None
    if call.answered_at:
        if call.call_back:
            return Disposition.CALLBACK
        return Disposition.TRANSFERRED if call.transferred_to else Disposition.ANSWERED
    if call.blocked:
        return Disposition.BLOCKED
    short = timedelta(seconds=limits.SHORT_SECONDS.value())
    if call.ended_at - call.offered_at < short:
        return Disposition.ABANDONED_SHORT
    return Disposition.ABANDONED_QUEUE if call.queued_at else Disposition.ABANDONED_IVR


class NotOver(Exception):
    """The caller is still on the line."""


def wrap_up(call: LiveCall, by: Person, at: datetime) -> None:
    """The agent is done with the call: to the ledger, and ready for the next. NotOver before."""
    with transaction.atomic():
        row = LiveCall.objects.select_for_update().get(pk=call.pk)
        if row.ended_at is None and row.left_at is None:
            raise NotOver
        for name in SAID:
            setattr(row, name, getattr(call, name))
        row.wrapped_at = at
        row.save(update_fields=[*SAID, "wrapped_at"])
        if row.over:
            settle_over([row], at)
        move(row.agent or by, Presence.State.READY, at=at)


SAID = ("kind", "topic", "online", "call_back", "emergency", "note", "numbers")
