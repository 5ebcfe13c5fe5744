"""How a finished call becomes a row of the ledger, whoever tells it: agent, log or sample year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from yankao.kernel.values.rows import fresh
from yankao.kernel.values.taipei import day_of, local, midnight

from . import limits
from .formulas import QUARTER, Call, forwarded
from .models import CallRecord, Return, calls, returns
from .states import Disposition, Kind

SECOND = timedelta(seconds=1)
DIGEST, NEAR = 32, timedelta(days=1)


@dataclass(frozen=True)
class Told:
    """A call and what the formulas do not ask: who took it, about what, where it led."""

    call: Call
    exchange_id: str
    queue: str = ""
    tail: str = ""
    topic_id: int | None = None
    agent_id: int | None = None
    held: int = 0
    left_at: datetime | None = None
    emergency: bool = False
    transferred_to: str = ""
    recording: str = ""
    numbers: Sequence[str] = ()


def key() -> bytes:
    """By which callers' numbers are hidden: another one in every installation."""
    return f"contact_centre.caller:{settings.SECRET_KEY}".encode()


def tail_of(number: str) -> str:
    """As much of a number as may be shown: its last three digits."""
    digits = "".join(sign for sign in number if sign.isdigit())
    return f"***{digits[-3:]}" if len(digits) > 6 else ""


def quarter_of(at: datetime, day: datetime) -> int:
    """Which quarter of an hour since that midnight; from 96 on it is the next day."""
    return (at - day) // QUARTER


def seconds(span: timedelta) -> int:
    return max(0, span // SECOND)


def record(told: Told) -> CallRecord:
    """The row: placed at the moment the call reached us, also when it went on past midnight."""
    call, begun = told.call, midnight(day_of(told.call.offered_at))
    stopped = call.answered_at or call.ended_at
    waited = seconds(stopped - (call.queued_at or call.offered_at))
    values: dict[str, object] = {
        "at": call.offered_at, "exchange_id": told.exchange_id, "queue": told.queue,
        "caller": call.caller[:DIGEST], "tail": told.tail,
        "quarter": quarter_of(call.offered_at, begun), "hour": local(call.offered_at).hour,
        "disposition": str(call.disposition), "handled": call.handled,
        "kind": str(call.kind or ""), "topic_id": told.topic_id,
        "agent_id": told.agent_id, "waited": waited, "emergency": told.emergency,
        "transferred_to": told.transferred_to, "recording": told.recording,
        "numbers": list(told.numbers),
    }  # fmt: skip
    if call.disposition in (Disposition.ABANDONED_QUEUE, Disposition.ABANDONED_SHORT):
        values["left_quarter"] = quarter_of(call.ended_at, begun)
    if call.answered_at:
        values |= handled(told, call.answered_at, waited)
    return fresh(CallRecord, values)


def handled(told: Told, answered_at: datetime, waited: int) -> dict[str, object]:
    """What is known only of a call that somebody took."""
    call, left = told.call, told.left_at or told.call.ended_at
    done = call.wrap_end_at or left
    day = day_of(call.offered_at)
    score = call.score
    return {
        "talked": max(0, seconds(left - answered_at) - told.held), "held": told.held,
        "wrapped": seconds(done - left), "handling": seconds(done - answered_at),
        "in_time": waited <= limits.WITHIN_SECONDS.value(day),
        "online": call.answered_online and not forwarded(call), "score": score,
        "satisfied": None if score is None else score >= limits.SATISFIED_LEAST.value(day),
    }  # fmt: skip


def settle(told: Iterable[Told]) -> int:
    """Writes calls that are not in the ledger yet, and which earlier ones they repeat."""
    found = [record(one) for one in told]
    if not found:
        return 0
    with transaction.atomic():
        one_at_a_time()
        known = stored(found)
        new = [row for row in found if row.exchange_id not in known]
        calls.write(new)
        callers = {row.caller for row in new if row.handled and row.caller and row.topic_id}
        if callers:
            repeated(min(row.at for row in new), max(row.at for row in new), sorted(callers))
    return len(new)


def one_at_a_time() -> None:
    """Whoever settles the same call at this moment waits, and then finds it settled."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('contact_centre.settle'))")


def stored(rows: Sequence[CallRecord]) -> set[str]:
    """Those of the rows' calls that are there, also when a log places them a little otherwise."""
    first, last = min(row.at for row in rows) - NEAR, max(row.at for row in rows) + NEAR
    there = CallRecord.objects.filter(
        at__range=(first, last), exchange_id__in=[row.exchange_id for row in rows]
    )
    return set(there.values_list("exchange_id", flat=True))


REPEATS = f"""
SELECT at, exchange_id, topic_id, agent_id, extract(epoch FROM next - at)::int
FROM (SELECT at, exchange_id, topic_id, agent_id, kind, disposition,
             lead(at) OVER (PARTITION BY caller, topic_id ORDER BY at, id) AS next
      FROM {CallRecord._meta.db_table}
      WHERE handled AND caller <> '' AND topic_id IS NOT NULL AND at >= %s AND at <= %s
        AND (%s::text[] IS NULL OR caller = ANY(%s))) call
WHERE next <= at + make_interval(days => %s)
  AND kind <> %s AND disposition <> ALL(%s)
  AND NOT EXISTS (SELECT FROM {Return._meta.db_table} told
                  WHERE told.exchange_id = call.exchange_id AND told.at = call.at)
"""
AWAY = [Disposition.TRANSFERRED, Disposition.CALLBACK]


def repeated(since: datetime, until: datetime, callers: Sequence[str] | None = None) -> int:
    """Keeps which calls were followed by another of the same number and topic; how many are new.

    One that was made into a case, handed on or to be called back is not resolved anyhow.
    """
    days, these = limits.REPEAT_DAYS.value(), None if callers is None else list(callers)
    wide = since - timedelta(days=days), until + timedelta(days=days)
    with connection.cursor() as cursor:
        cursor.execute(REPEATS, [*wide, these, these, days, Kind.RECORD, AWAY])
        names = ("at", "exchange_id", "topic_id", "agent_id", "after")
        found = [fresh(Return, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]
    return returns.write(found)
