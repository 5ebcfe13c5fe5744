"""Takes what a telephone exchange tells, in whatever order and however often, and loses none of it.

Events are kept first; a call is what all of its events come to. So an event that comes late, twice
or before its forerunner changes nothing about the outcome.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Func, JSONField, Value
from django.utils import timezone

from yankao.kernel.people.models import Person

from . import limits
from .models import CallEvent, CallRecord, EventKind, LiveCall, Presence
from .presence import move
from .queue_log import HIDDEN, digest
from .records import DIGEST, key
from .settling import settle_over

E = EventKind
ORDER = {kind: place for place, kind in enumerate(E.values)}
KEPT = timedelta(days=30)  # what came late is kept for so long, for whoever asks why
FRESH = timedelta(days=2)  # so far back a settled call is looked for


@dataclass(frozen=True)
class Event:
    """As the exchange told it: of which call, what, when by its own clock, and what else."""

    call: str
    kind: str
    at: datetime
    data: dict[str, Any] = field(default_factory=dict)


def take(events: Iterable[Event], received_at: datetime | None = None) -> int:
    """Keeps the events and brings their calls up to date, all or nothing; how many were told."""
    now = received_at or timezone.now()
    told = [kept(event, now) for event in events]
    if not told:
        return 0
    with transaction.atomic():
        CallEvent.objects.bulk_create(told, ignore_conflicts=True)
        bring({event.exchange_id for event in told}, now)
    return len(told)


def kept(event: Event, now: datetime) -> CallEvent:
    """A moment in the future is ours instead: the exchange's clock runs ahead."""
    ahead = event.at - now > timedelta(seconds=limits.SKEW_SECONDS.value())
    return CallEvent(
        exchange_id=event.call[:64], kind=event.kind, at=now if ahead else event.at,
        told_at=event.at, received_at=now, data=event.data,
    )  # fmt: skip


def bring(names: set[str], now: datetime) -> None:
    """Folds all events of these calls anew; what came for a settled call is marked late."""
    # Locked first and in one order: batches of one call do not pass each other, nor the agent.
    locked = LiveCall.objects.filter(exchange_id__in=names).order_by("exchange_id")
    known = {call.exchange_id: call for call in locked.select_for_update()}
    lines: dict[str, list[CallEvent]] = defaultdict(list)
    rows = CallEvent.objects.filter(exchange_id__in=names, late=False)
    for event in rows.order_by("exchange_id", "at", "id"):
        lines[event.exchange_id].append(event)
    gone = settled(set(lines) - set(known), now)
    if gone:
        nameless = Func(
            F("data"), Value("number"), arg_joiner=" - ", template="(%(expressions)s)",
            output_field=JSONField(),
        )  # fmt: skip
        CallEvent.objects.filter(exchange_id__in=gone).update(late=True, data=nameless)
    people = officers(event for line in lines.values() for event in line)
    fresh, changed = list[LiveCall](), list[LiveCall]()
    for name, line in lines.items():
        if name in gone:
            continue
        call = known.get(name) or LiveCall(exchange_id=name)
        apply(call, line, people)
        (changed if name in known else fresh).append(call)
    LiveCall.objects.bulk_create(fresh)
    LiveCall.objects.bulk_update(changed, FOLDED)
    follow([*fresh, *changed], now)
    settle_over([call for call in [*fresh, *changed] if call.over], now)


def settled(names: set[str], now: datetime) -> set[str]:
    """Those of the calls that are in the ledger already."""
    rows = CallRecord.objects.filter(exchange_id__in=names, at__gte=now - FRESH)
    return set(rows.values_list("exchange_id", flat=True)) if names else set()


def officers(events: Iterable[CallEvent]) -> dict[str, Person]:
    names = {event.data["agent"] for event in events if event.data.get("agent")}
    return {one.username: one for one in Person.objects.filter(username__in=names)}


FOLDED = [
    "state", "number", "caller", "queue", "offered_at", "queued_at", "answered_at", "left_at",
    "ended_at", "held_since", "held", "agent", "transferred_to", "recording", "score", "blocked",
    "lost",
]  # fmt: skip


def apply(call: LiveCall, events: Sequence[CallEvent], people: dict[str, Person]) -> None:
    """What the events come to; what the agent has said stays as it is."""
    for name in ("queued_at", "answered_at", "left_at", "ended_at", "held_since", "score"):
        setattr(call, name, None)
    call.held, call.agent, call.blocked, call.lost = 0, None, False, False
    line = sorted(events, key=lambda event: (event.at, ORDER.get(event.kind, 0)))
    call.offered_at = line[0].at
    for event in line:
        step(call, event, people)
    call.state = max(
        line, key=lambda event: (event.kind in ENDING, event.at, ORDER[event.kind])
    ).kind


ENDING = {E.ENDED, E.BLOCKED, E.LOST}


def step(call: LiveCall, event: CallEvent, people: dict[str, Person]) -> None:
    """One event after another, in order of time."""
    data = event.data
    call.queue = str(data.get("queue") or call.queue)[:40]
    call.recording = str(data.get("recording") or call.recording)[:120]
    STEPS.get(event.kind, ended)(call, event)
    if event.kind in (E.RINGING, E.ANSWERED):
        call.agent = people.get(str(event.data.get("agent")), call.agent)


def offered(call: LiveCall, event: CallEvent) -> None:
    call.number = number_of(event.data)
    call.caller = digest(call.number, key())[:DIGEST]


def queued(call: LiveCall, event: CallEvent) -> None:
    call.queued_at = call.queued_at or event.at


def ringing(call: LiveCall, event: CallEvent) -> None:
    """At an agent's place; who that is, is told with it."""


def answered(call: LiveCall, event: CallEvent) -> None:
    """A second agent may join; the wait ended with the first."""
    call.answered_at = call.answered_at or event.at


def hold(call: LiveCall, event: CallEvent) -> None:
    call.held_since = event.at


def resumed(call: LiveCall, event: CallEvent) -> None:
    call.held, call.held_since = call.held + on_hold(call, event.at), None


def transferred(call: LiveCall, event: CallEvent) -> None:
    call.transferred_to = str(event.data.get("to", ""))[:60]


def surveyed(call: LiveCall, event: CallEvent) -> None:
    score = event.data.get("score")
    call.score = score if isinstance(score, int) and 1 <= score <= 5 else None


def left(call: LiveCall, event: CallEvent) -> None:
    call.left_at = event.at


STEPS: dict[str, Callable[[LiveCall, CallEvent], None]] = {
    E.OFFERED: offered, E.QUEUED: queued, E.RINGING: ringing, E.ANSWERED: answered, E.HELD: hold,
    E.RESUMED: resumed, E.TRANSFERRED: transferred, E.SURVEYED: surveyed, E.LEFT: left,
}  # fmt: skip


def ended(call: LiveCall, event: CallEvent) -> None:
    """The first end counts; one that was on hold was so until then."""
    call.held, call.held_since = call.held + on_hold(call, event.at), None
    call.ended_at = call.ended_at or event.at
    call.blocked |= event.kind == E.BLOCKED
    call.lost |= event.kind == E.LOST


def on_hold(call: LiveCall, at: datetime) -> int:
    return max(0, int((at - call.held_since).total_seconds())) if call.held_since else 0


def number_of(data: dict[str, Any]) -> str:
    said = str(data.get("number", "")).strip()
    return "" if said.lower() in HIDDEN else said[:40]


def follow(calls: Sequence[LiveCall], now: datetime) -> None:
    """Agents' states go with their calls: talking while they talk, wrapping up afterwards."""
    for call in calls:
        if call.agent is None or call.answered_at is None:
            continue
        if call.left_at is None and call.ended_at is None:
            move(call.agent, Presence.State.TALKING, at=call.answered_at)
        elif call.wrapped_at is None:
            move(call.agent, Presence.State.WRAPPING, at=call.left_at or call.ended_at or now)


def lose(alive: Iterable[str], at: datetime) -> int:
    """After the exchange was away: calls it no longer knows ended when it went."""
    known = set(alive)
    rows = LiveCall.objects.filter(ended_at=None).values_list("exchange_id", flat=True)
    return take([Event(name, E.LOST, at) for name in rows if name not in known])


def forget(now: datetime) -> int:
    """What came for settled calls is of no use after a while."""
    return CallEvent.objects.filter(late=True, received_at__lt=now - KEPT).delete()[0]
