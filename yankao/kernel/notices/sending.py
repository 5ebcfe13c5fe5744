"""Delivers one notice: claim, send, record. See docs/decisions/0004-letters-once.md."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from .addresses import address_of
from .drivers import Driver, Outgoing, driver_for
from .errors import Never, TryLater, Unsure
from .letters import SHORT, Channel, registry, reveal
from .models import Delivery, Notice, Outcome, State
from .posting import post, queue

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
CLAIM_LASTS = timedelta(minutes=5)


@dataclass(frozen=True)
class Claim:
    notice: Notice
    driver: Driver
    letter: Outgoing


@dataclass(frozen=True)
class Result:
    outcome: Outcome
    detail: str


def deliver(notice_id: int) -> None:
    """Sends the notice if that is still needed; may be called any number of times."""
    claim = _claim(notice_id, timezone.now())
    if claim is not None:
        _record(claim, _send(claim), timezone.now())


@transaction.atomic
def _claim(notice_id: int, now: datetime) -> Claim | None:
    """Commits an attempt before anything is sent; None when nothing is to be sent now."""
    rows = Notice.objects.select_for_update(of=("self",)).due_for_sending(now)
    notice = rows.filter(pk=notice_id).first()
    if notice is None:
        return None
    driver = driver_for(notice.channel)
    address = address_of(notice.recipient(), notice.channel)
    if driver is None or not address:
        _unreachable(notice, driver, now)
        return None
    if not _settled_last(notice, driver, now):
        return None
    delivery = notice.deliveries.create(
        attempt=notice.deliveries.count() + 1, driver=driver.name, claimed_at=now
    )
    kind = registry.get(notice.letter)
    secrets = {name: notice.facts.get(name, "") for name in (kind.secret if kind else ())}
    letter = Outgoing(
        channel=notice.channel,
        address=address,
        subject=reveal(notice.subject, secrets),
        body=reveal(notice.body, secrets),
        reference=f"notice-{notice.pk}-{notice.created_at:%Y%m%d%H%M%S}",
        delivery=delivery,
    )
    return Claim(notice, driver, letter)


def _settled_last(notice: Notice, driver: Driver, now: datetime) -> bool:
    """Whether the attempt before is over; one whose worker died counts as unknown."""
    last = notice.deliveries.filter(outcome=Outcome.CLAIMED).last()
    if last is None:
        return True
    if last.claimed_at > now - CLAIM_LASTS:
        return False
    _end(last, Result(Outcome.UNKNOWN, "寄送程序中斷"), now)
    if not driver.repeatable:
        _settle(notice, State.UNSURE, now)
    return driver.repeatable


def _unreachable(notice: Notice, driver: Driver | None, now: datetime) -> None:
    notice.deliveries.create(
        attempt=notice.deliveries.count() + 1,
        driver=driver.name if driver else "",
        claimed_at=now,
        ended_at=now,
        outcome=Outcome.REFUSED,
        detail="沒有可寄的地址" if driver else "這個管道尚未設定",
    )
    _settle(notice, State.REFUSED, now)


def _send(claim: Claim) -> Result:
    try:
        return Result(Outcome.SENT, claim.driver.send(claim.letter))
    except TryLater as error:
        return Result(Outcome.FAILED, str(error))
    except Never as error:
        return Result(Outcome.REFUSED, str(error))
    except Unsure as error:
        return Result(Outcome.UNKNOWN, str(error))


@transaction.atomic
def _record(claim: Claim, result: Result, now: datetime) -> None:
    notice = Notice.objects.select_for_update(of=("self",)).get(pk=claim.notice.pk)
    delivery = Delivery.objects.get(pk=claim.letter.delivery.pk)
    _end(delivery, result, now)
    if notice.state != State.WAITING:
        return
    if result.outcome == Outcome.SENT:
        _settle(notice, State.SENT, now)
    elif result.outcome == Outcome.REFUSED:
        _fall_back(notice, now)
        _settle(notice, State.REFUSED, now)
    elif result.outcome == Outcome.UNKNOWN and not claim.driver.repeatable:
        _settle(notice, State.UNSURE, now)
    else:
        _again(notice, delivery, now)


def _end(delivery: Delivery, result: Result, now: datetime) -> None:
    delivery.outcome, delivery.detail, delivery.ended_at = result.outcome, result.detail[:300], now
    delivery.save(update_fields=["outcome", "detail", "ended_at"])


def _again(notice: Notice, delivery: Delivery, now: datetime) -> None:
    """The next attempt, later each time; after the last the letter is given up."""
    if delivery.attempt > len(BACKOFF):
        _fall_back(notice, now)
        _settle(notice, State.FAILED, now)
        return
    at = now + BACKOFF[delivery.attempt - 1]
    delivery.next_try_at = notice.next_try_at = at
    delivery.save(update_fields=["next_try_at"])
    notice.save(update_fields=["next_try_at"])
    queue(notice, at)


def _settle(notice: Notice, state: State, now: datetime) -> None:
    """An end, after which passwords are forgotten; an unsure letter keeps them for a resend."""
    notice.state, notice.settled_at, notice.next_try_at = state, now, None
    if state != State.UNSURE:
        notice.facts = {}
    notice.save(update_fields=["state", "settled_at", "next_try_at", "facts"])


def _fall_back(notice: Notice, now: datetime) -> None:
    """An e-mail that does not reach a citizen goes to the telephone instead (handbook 5-6 §1)."""
    other = Channel.SMS
    contact = notice.contact
    letter = registry.get(notice.letter)
    if contact is None or letter is None or notice.channel in SHORT:
        return
    if not address_of(contact, other) or driver_for(other) is None:
        return
    post(
        letter,
        contact,
        key=f"instead:{notice.pk}",
        at=now,
        case=notice.case,
        facts=notice.facts,
        channels=[other],
    )


@transaction.atomic
def resend(notice_id: int, *, at: datetime) -> bool:
    """An official decides about a letter nobody is sure of, or one that failed; True if queued."""
    rows = Notice.objects.select_for_update(of=("self",)).undelivered()
    notice = rows.filter(pk=notice_id).first()
    if notice is None:
        return False
    notice.state, notice.next_try_at, notice.settled_at = State.WAITING, at, None
    notice.save(update_fields=["state", "next_try_at", "settled_at"])
    queue(notice)
    return True
