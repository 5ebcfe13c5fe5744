"""Writes letters and queues them, in the transaction that made them necessary."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import override
from procrastinate.contrib.django import app

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Contact, Person, Unit
from yankao.kernel.values.rows import insert_once

from .addresses import channels_for, language_of
from .facts import case_facts, hide
from .letters import Audience, Channel, Letter, fill
from .models import Notice, Recipient, State
from .wording import wording

DELIVER = "yankao.kernel.notices.jobs.deliver_notice"


def post(
    letter: Letter,
    recipient: Recipient,
    *,
    key: str,
    at: datetime,
    case: Case | None = None,
    facts: Mapping[str, object] | None = None,
    channels: Iterable[str] | None = None,
) -> list[Notice]:
    """One notice per channel on which the recipient can be reached; known keys are left alone."""
    _check_audience(letter, recipient)
    chosen = channels_for(recipient, letter.topic) if channels is None else list(channels)
    return [
        notice
        for channel in chosen
        if (notice := _write(letter, recipient, channel, key, at, case, facts or {}))
    ]


def _check_audience(letter: Letter, recipient: Recipient) -> None:
    """A reporter's letter never goes to an agency by mistake, nor the other way round."""
    if (letter.audience == Audience.REPORTER) != isinstance(recipient, Contact):
        raise ValueError(f"letter {letter.name} is not written for {type(recipient).__name__}")


def _write(
    letter: Letter,
    recipient: Recipient,
    channel: str,
    key: str,
    at: datetime,
    case: Case | None,
    more: Mapping[str, object],
) -> Notice | None:
    language = language_of(recipient)
    facts = _gathered(letter, recipient, language, case, more)
    subject, body = _worded(letter, channel, language, case, facts)
    inbox = channel == Channel.INBOX
    notice = Notice(
        key=f"{key}:{slot(recipient)}:{channel}",
        case=case,
        letter=letter.name,
        channel=channel,
        language=language,
        subject=subject,
        body=body,
        facts={} if inbox else _kept(letter, recipient, facts),
        created_at=at,
        state=State.SENT if inbox else State.WAITING,
        settled_at=at if inbox else None,
        next_try_at=None if inbox else at,
        **_to(recipient),
    )
    with transaction.atomic(savepoint=False):
        if not insert_once(notice, "key"):
            return None
        if not inbox:
            queue(notice)
    return notice


def _gathered(
    letter: Letter,
    recipient: Recipient,
    language: str,
    case: Case | None,
    more: Mapping[str, object],
) -> dict[str, str]:
    """The facts this letter knows about, as text."""
    facts = case_facts(case, letter.audience, language) if case else {}
    facts["name"] = recipient.name
    with override(language):
        facts.update({name: str(value) for name, value in more.items() if name in letter.variables})
    return facts


def _worded(
    letter: Letter, channel: str, language: str, case: Case | None, facts: Mapping[str, str]
) -> tuple[str, str]:
    """Subject and body as kept: secrets stay variables until the moment of sending."""
    subject, body = (
        fill(text, facts, later=letter.secret) for text in wording(letter, channel, language)
    )
    if case and case.confidential and letter.audience == Audience.OFFICIAL:
        subject, body = hide(subject, case.contact), hide(body, case.contact)
    return " ".join(subject.split())[:300], body


def _kept(letter: Letter, recipient: Recipient, facts: Mapping[str, str]) -> dict[str, str]:
    """Until it is settled: the secrets, and for a citizen what the short form would need."""
    if isinstance(recipient, Contact):
        return dict(facts)
    return {name: value for name, value in facts.items() if name in letter.secret}


def slot(recipient: Recipient) -> str:
    """The recipient's place in a key."""
    return f"{type(recipient).__name__.lower()}{recipient.pk}"


def _to(recipient: Recipient) -> dict[str, Recipient]:
    if isinstance(recipient, Unit):
        return {"unit": recipient}
    return {"person": recipient} if isinstance(recipient, Person) else {"contact": recipient}


def queue(notice: Notice, at: datetime | None = None) -> None:
    """A job on Django's own connection: a rollback takes it along."""
    app.configure_task(DELIVER, schedule_at=at).defer(notice_id=notice.pk)
