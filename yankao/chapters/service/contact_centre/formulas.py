"""The contact centre's numbers, reckoned from calls. Shares are per cent, exact, unrounded.

Limits that an official may change (seconds, days, scores) are asked for, never assumed here.
A share of nothing is None. Months, days and quarter hours are Taipei's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from yankao.kernel.values.taipei import day_of

from .states import Disposition, Kind

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Call:
    """One call. `caller` is a keyed digest of the number, "" when it was hidden; `score` is the
    answer to the survey, None when none was given.
    """

    offered_at: datetime
    ended_at: datetime
    disposition: Disposition
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    wrap_end_at: datetime | None = None
    kind: Kind | None = None
    topic: str = ""
    caller: str = ""
    answered_online: bool = False
    score: int | None = None

    def __post_init__(self) -> None:
        if self.handled and self.kind is None:
            raise ValueError("a handled call has exactly one class")
        if not self.handled and self.kind is not None:
            raise ValueError("only a handled call has a class")

    @property
    def handled(self) -> bool:
        """An agent answered; when it was offered does not matter."""
        return self.answered_at is not None

    @property
    def waited(self) -> timedelta | None:
        """From the queue, or from the first ring where there is none, to the agent."""
        if self.answered_at is None:
            return None
        return self.answered_at - (self.queued_at or self.offered_at)


@dataclass(frozen=True)
class ServiceLevel:
    """Per cent answered in time, and by which of the customary formulas."""

    variant: str
    within: int
    value: Decimal | None


@dataclass
class Quarter:
    """What began in a quarter of an hour, and who left in it."""

    offered: int = 0
    handled: int = 0
    abandoned: int = 0
    short: int = 0


def percent(part: int, whole: int) -> Decimal | None:
    return Decimal(part) * 100 / whole if whole else None


def offered(calls: Iterable[Call]) -> list[Call]:
    """All that reached us; calls the carrier blocked did not, and are told apart."""
    return [call for call in calls if call.disposition != Disposition.BLOCKED]


def handled(calls: Iterable[Call]) -> list[Call]:
    return [call for call in calls if call.handled]


def ended(calls: Iterable[Call], disposition: Disposition) -> int:
    return sum(call.disposition == disposition for call in calls)


def abandonment(calls: Sequence[Call]) -> Decimal | None:
    """Given up in the queue ÷ offered; those who hung up at once are not among them."""
    return percent(ended(calls, Disposition.ABANDONED_QUEUE), len(offered(calls)))


def quarters(calls: Iterable[Call]) -> dict[datetime, Quarter]:
    """By beginning: a call counts where it was offered, one given up where the caller left."""
    found: dict[datetime, Quarter] = defaultdict(Quarter)
    for call in offered(calls):
        began = found[quarter_of(call.offered_at)]
        began.offered += 1
        began.handled += call.handled
        if call.disposition == Disposition.ABANDONED_QUEUE:
            found[quarter_of(call.ended_at)].abandoned += 1
        elif call.disposition == Disposition.ABANDONED_SHORT:
            found[quarter_of(call.ended_at)].short += 1
    return dict(sorted(found.items()))


def quarter_of(at: datetime) -> datetime:
    """Its beginning; Taipei's quarters are everybody's, it lies whole hours from UTC."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)


def in_time(calls: Iterable[Call], within: int) -> int:
    limit = timedelta(seconds=within)
    return sum(call.waited is not None and call.waited <= limit for call in calls)


def service_level(calls: Sequence[Call], within: int) -> ServiceLevel:
    """Answered within so many seconds ÷ (offered − hung up at once)."""
    whole = len(offered(calls)) - ended(calls, Disposition.ABANDONED_SHORT)
    return ServiceLevel("in_time_of_offered", within, percent(in_time(calls, within), whole))


def service_level_less_lost(
    calls: Sequence[Call], within: int, *, requeued: int = 0
) -> ServiceLevel:
    """A vendor's form: (offered − abandoned − late − queued again) ÷ offered."""
    whole = len(offered(calls))
    gone = ended(calls, Disposition.ABANDONED_QUEUE) + ended(calls, Disposition.ABANDONED_SHORT)
    late = len(handled(calls)) - in_time(calls, within)
    kept = whole - gone - late - requeued
    return ServiceLevel("offered_less_lost", within, percent(kept, whole))


def handling_seconds(calls: Iterable[Call]) -> Decimal | None:
    """AHT: talk, hold and wrap-up of handled calls ÷ handled calls."""
    spans = [
        (call.wrap_end_at or call.ended_at) - call.answered_at
        for call in calls
        if call.answered_at is not None
    ]
    microseconds = sum(span // timedelta(microseconds=1) for span in spans)
    return Decimal(microseconds) / 1_000_000 / len(spans) if spans else None


def shares(calls: Iterable[Call]) -> dict[Kind, Decimal | None]:
    """Each class of the handled calls; they add up to a hundred."""
    tally = Counter(call.kind for call in calls if call.handled)
    return {one: percent(tally[one], tally.total()) for one in Kind}


def first_call_resolution(calls: Iterable[Call], *, days: int) -> Decimal | None:
    """Handled, not forwarded, and no call of the same number and topic in the days after.

    A hidden number cannot be seen to call again, nor can a call without a topic.
    """
    rows = sorted(handled(calls), key=lambda call: call.offered_at)
    following: dict[tuple[str, str], datetime] = {}
    resolved = 0
    for call in reversed(rows):
        key = call.caller, call.topic
        known = all(key)
        next_at = following.get(key) if known else None
        again = next_at is not None and next_at - call.offered_at <= timedelta(days=days)
        resolved += not again and not forwarded(call)
        if known:
            following[key] = call.offered_at
    return percent(resolved, len(rows))


def forwarded(call: Call) -> bool:
    """Made into a case, handed on, or to be called back."""
    passed_on = call.disposition in (Disposition.TRANSFERRED, Disposition.CALLBACK)
    return passed_on or call.kind == Kind.RECORD


def immediate_reply(calls: Iterable[Call]) -> Decimal | None:
    """Consultations answered on the spot ÷ consultations, not ÷ all calls."""
    asked = [call for call in calls if call.kind == Kind.CONSULT]
    return percent(sum(c.answered_online and not forwarded(c) for c in asked), len(asked))


def satisfaction(calls: Iterable[Call], *, least: int) -> Decimal | None:
    """Pooled: answers of at least so many points ÷ answers."""
    scores = [call.score for call in calls if call.score is not None]
    return percent(sum(score >= least for score in scores), len(scores))


def mean_of_months(calls: Iterable[Call], *, least: int) -> Decimal | None:
    """The mean of the monthly rates, each month weighing the same; months without an answer out."""
    months: dict[tuple[int, int], list[Call]] = defaultdict(list)
    for call in calls:
        day = day_of(call.offered_at)
        months[day.year, day.month].append(call)
    rates = [satisfaction(rows, least=least) for rows in months.values()]
    known = [rate for rate in rates if rate is not None]
    return sum(known, Decimal(0)) / len(known) if known else None
