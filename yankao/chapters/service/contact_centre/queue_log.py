"""Reads the queue_log of an Asterisk: what became of every call, and of every line.

A line is `epoch|call|queue|agent|event|data…`. Lines may come late, twice and in any order:
the same lines give the same calls. Nothing is dropped unsaid: a line belongs to a call, says
nothing of one call (an agent's pause), is the same as an earlier one, or cannot be read.
"""

import hashlib
import hmac
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from .states import Disposition

HIDDEN = frozenset({"anonymous", "unknown", "restricted", "private", "unavailable"})
ENTERS, ANSWERS, ABANDONS = "ENTERQUEUE", "CONNECT", "ABANDON"
TRANSFERS = frozenset({"TRANSFER", "BLINDTRANSFER", "ATTENDEDTRANSFER"})
COMPLETES = frozenset({"COMPLETEAGENT", "COMPLETECALLER"})
GIVEN_UP = frozenset({"EXITWITHTIMEOUT", "EXITEMPTY", "EXITWITHKEY"})
ENDS = COMPLETES | TRANSFERS | GIVEN_UP | {ABANDONS}
OF_A_CALL = ENDS | {ENTERS, ANSWERS, "RINGNOANSWER", "RINGCANCELED", "DID", "SYSCOMPAT"}
ORDER = {ENTERS: 0, ANSWERS: 2, **dict.fromkeys(ENDS, 3)}
LEAST = 5  # epoch, call, queue, agent, event


class Reason(StrEnum):
    """Why a line made no difference."""

    UNREADABLE = "unreadable"
    NO_MOMENT = "no_moment"
    NO_CALL = "no_call"
    DUPLICATE = "duplicate"
    NOT_OF_A_CALL = "not_of_a_call"
    NEVER_ENTERED = "never_entered"


@dataclass(frozen=True)
class Aside:
    """A line that is part of no call, as it was read, and why; lines begin at 1."""

    line: int
    text: str
    reason: Reason


@dataclass(frozen=True)
class Told:
    """One readable line."""

    line: int
    text: str
    at: datetime
    call: str
    queue: str
    agent: str
    event: str
    data: tuple[str, ...]


@dataclass(frozen=True)
class QueuedCall:
    """A call as the exchange knows it. Without an end it still goes on, or its end is not read yet.

    `caller` is a keyed digest, "" for a hidden number; the number itself is not kept.
    `queued` is how often it was put in a queue: more than once, and it was queued again.
    """

    unique_id: str
    queue: str
    caller: str
    queued_at: datetime
    queued: int
    answered_at: datetime | None
    ended_at: datetime | None
    agent: str
    disposition: Disposition | None


@dataclass
class Reading:
    """Calls by their beginning, and the lines set aside."""

    calls: list[QueuedCall] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


def digest(number: str, key: bytes) -> str:
    """The same for every way of writing a number of Taiwan; "" for a hidden one."""
    plain = "".join(sign for sign in number if sign.isascii() and sign.isdigit())
    if not plain or number.strip().lower() in HIDDEN:
        return ""
    if plain.startswith("886"):
        plain = f"0{plain[3:].removeprefix('0')}"
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def read(lines: Iterable[str], *, key: bytes, short_seconds: int) -> Reading:
    """`key` hides callers' numbers; who leaves before `short_seconds` hung up at once."""
    found, by_call, seen = Reading(), defaultdict[str, list[Told]](list), set[str]()
    for number, raw in enumerate(lines, 1):
        text = raw.strip("\r\n\ufeff ")
        if not text:
            continue
        told = None if text in seen else parsed(number, text)
        if isinstance(told, Told):
            by_call[told.call].append(told)
        else:
            found.asides.append(Aside(number, text, told or Reason.DUPLICATE))
        seen.add(text)
    for call in by_call.values():
        call.sort(key=lambda told: (told.at, ORDER.get(told.event, 1), told.text))
        made = joined(call, key, timedelta(seconds=short_seconds))
        if made:
            found.calls.append(made)
        else:
            found.asides += [Aside(t.line, t.text, Reason.NEVER_ENTERED) for t in call]
    found.calls.sort(key=lambda call: (call.queued_at, call.unique_id))
    found.asides.sort(key=lambda aside: aside.line)
    return found


def parsed(line: int, text: str) -> Told | Reason:
    cells = [cell.strip() for cell in text.split("|")]
    if len(cells) < LEAST:
        return Reason.UNREADABLE
    epoch, call, queue, agent, event, *data = cells
    at = moment(epoch)
    if at is None:
        return Reason.NO_MOMENT
    if event.upper() not in OF_A_CALL:
        return Reason.NOT_OF_A_CALL
    if call in ("", "NONE"):
        return Reason.NO_CALL
    return Told(line, text, at, call, queue, agent, event.upper(), tuple(data))


def moment(epoch: str) -> datetime | None:
    """Seconds since 1970, whole or with a fraction."""
    try:
        return datetime.fromtimestamp(float(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def joined(call: list[Told], key: bytes, short: timedelta) -> QueuedCall | None:
    """One call from its lines in order; None when it never entered a queue."""
    entered = [told for told in call if told.event == ENTERS]
    if not entered:
        return None
    first = entered[0]
    answer = next((told for told in call if told.event == ANSWERS), None)
    end = end_of(call, entered)
    number = first.data[1] if len(first.data) > 1 else ""
    return QueuedCall(
        unique_id=first.call,
        queue=first.queue,
        caller=digest(number, key),
        queued_at=first.at,
        queued=len(entered),
        answered_at=answer.at if answer else None,
        ended_at=end.at if end else None,
        agent=answer.agent if answer else "",
        disposition=ending(answer, end, end.at - first.at < short) if end else None,
    )


def end_of(call: list[Told], entered: list[Told]) -> Told | None:
    """The last end behind the last entry: who left one queue for another goes on.

    Logs in whole seconds put both in the same one; then it is the earlier queue that was left.
    """
    last, again = entered[-1].at, len(entered) > 1
    ends = [
        told
        for told in call
        if told.event in ENDS
        and (told.at > last or (told.at == last and not (again and told.event in GIVEN_UP)))
    ]
    return ends[-1] if ends else None


def ending(answer: Told | None, end: Told, soon: bool) -> Disposition:
    """Put out of the queue unanswered is given up too: the caller never spoke to anybody."""
    if answer:
        return Disposition.TRANSFERRED if end.event in TRANSFERS else Disposition.ANSWERED
    hung_up = end.event == ABANDONS
    return Disposition.ABANDONED_SHORT if hung_up and soon else Disposition.ABANDONED_QUEUE
