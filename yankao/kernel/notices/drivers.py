"""The ways a letter leaves the house; the demo only writes it down."""

from dataclasses import dataclass
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from . import gateways, pushing
from .letters import Channel
from .mail import send_mail
from .models import Delivery, OutboxLetter


@dataclass(frozen=True)
class Outgoing:
    """A letter ready to leave. `reference` stays the same over all attempts."""

    channel: str
    address: str
    subject: str
    body: str
    reference: str
    delivery: Delivery


class Driver(Protocol):
    """`repeatable`: may be tried again when nobody knows whether the last attempt arrived."""

    @property
    def name(self) -> str: ...

    @property
    def repeatable(self) -> bool: ...

    def send(self, letter: Outgoing) -> str:
        """What the other side answered; raises TryLater, Never or Unsure."""
        ...


@dataclass(frozen=True)
class Mail:
    """Once more rather than never: readers' programs drop a second copy of one Message-ID."""

    name: str = "smtp"
    repeatable: bool = True

    def send(self, letter: Outgoing) -> str:
        return send_mail(letter.address, letter.subject, letter.body, reference=letter.reference)


@dataclass(frozen=True)
class Sms:
    """Never twice unasked: a second text costs money and alarms people at night."""

    name: str = "sms"
    repeatable: bool = False

    def send(self, letter: Outgoing) -> str:
        return gateways.send_sms(letter.address, letter.body, reference=letter.reference)


@dataclass(frozen=True)
class Line:
    """Repeating is harmless: LINE drops what carries a retry key it has seen."""

    name: str = "line"
    repeatable: bool = True

    def send(self, letter: Outgoing) -> str:
        return gateways.send_line(letter.address, letter.body, reference=letter.reference)


@dataclass(frozen=True)
class Push:
    """Repeating is harmless: a browser shows one notice under one reference."""

    name: str = "push"
    repeatable: bool = True

    def send(self, letter: Outgoing) -> str:
        return pushing.send(letter.address, letter.subject, letter.body, letter.reference)


@dataclass(frozen=True)
class Outbox:
    """Keeps the letter on a page of the demo."""

    name: str = "outbox"
    repeatable: bool = True

    def send(self, letter: Outgoing) -> str:
        OutboxLetter.objects.get_or_create(
            delivery=letter.delivery,
            defaults={
                "channel": letter.channel,
                "address": letter.address[:254],
                "subject": letter.subject,
                "body": letter.body,
                "at": timezone.now(),
            },
        )
        return ""


def driver_for(channel: str) -> Driver | None:
    """Who carries this channel here; nobody when it is not set up."""
    if channel == Channel.INBOX:
        return None
    if settings.DEMO:
        return Outbox() if channel != Channel.PUSH or settings.PUSH_KEY_FILE else None
    if channel == Channel.EMAIL:
        return Mail()
    if channel == Channel.SMS:
        return Sms() if settings.SMS_GATEWAY_URL else None
    if channel == Channel.PUSH:
        return Push() if settings.PUSH_KEY_FILE else None
    return Line() if settings.LINE_CHANNEL_TOKEN else None
