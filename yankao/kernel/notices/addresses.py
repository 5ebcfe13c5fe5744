"""Over which channels somebody can be reached, and where."""

import json
import re

from django.utils.crypto import salted_hmac

from yankao.kernel.known.prepared import Prepared
from yankao.kernel.people.models import Contact, Unit

from .drivers import driver_for
from .letters import Channel
from .models import LineAddress, Muted, PushAddress, Recipient

MOBILE = re.compile(r"(?:\+?886|0)(9\d{8})")


def mobile(phone: str) -> str:
    """A Taiwanese mobile number in international form, or nothing for any other number."""
    found = MOBILE.fullmatch(re.sub(r"[\s()\-.]", "", phone))
    return f"+886{found[1]}" if found else ""


def address_of(recipient: Recipient, channel: str) -> str:
    """Where this channel reaches the recipient; nothing when it does not."""
    if isinstance(recipient, Contact) and recipient.erased_at:
        return ""
    if channel == Channel.EMAIL:
        return recipient.email
    if channel == Channel.SMS:
        return mobile(recipient.phone)
    if channel == Channel.LINE:
        return _line(recipient)
    return _browser(recipient) if channel == Channel.PUSH else ""


def _browser(recipient: Recipient) -> str:
    """The newest browser of a citizen that still listens, as its push service wants to be told."""
    if not isinstance(recipient, Contact):
        return ""
    row = next(iter(_browsers(key=recipient.pk)), None)
    if row is None:
        return ""
    keys = {"p256dh": row.key, "auth": row.secret}
    return json.dumps({"endpoint": row.endpoint, "keys": keys})


_browsers = Prepared(
    lambda key: PushAddress.objects.filter(contact=key, gone_at=None).order_by("-at")[:1], "key"
)


def reach_of(address: str) -> str:
    """A keyed digest of an address, for knowing it again without keeping it."""
    plain = address.strip().casefold()
    return salted_hmac("yankao.notices.reach", plain, algorithm="sha256").hexdigest()


def _line(recipient: Recipient) -> str:
    kind = type(recipient)._meta.model_name
    return next((row.value for row in _linked[str(kind)](key=recipient.pk)), "")


_linked = {
    "unit": Prepared(lambda key: LineAddress.objects.filter(unit=key), "key"),
    "person": Prepared(lambda key: LineAddress.objects.filter(person=key), "key"),
    "contact": Prepared(lambda key: LineAddress.objects.filter(contact=key), "key"),
}


def channels_for(recipient: Recipient, topic: str = "") -> list[Channel]:
    """Officials: inbox, and e-mail and LINE where known. Citizens: e-mail, else SMS; LINE and
    push; without those that do not want to hear of the topic.
    """
    reach = [channel for channel in Channel if _reaches(recipient, channel)]
    if isinstance(recipient, Contact):
        chosen = [c for c in reach if c != Channel.SMS or Channel.EMAIL not in reach]
        return wanted(recipient, chosen, topic) if topic and chosen else chosen
    return [Channel.INBOX, *(c for c in reach if c in (Channel.EMAIL, Channel.LINE))]


def wanted(contact: Contact, channels: list[Channel], topic: str) -> list[Channel]:
    marks = {channel: reach_of(address_of(contact, channel)) for channel in channels}
    rows = Muted.objects.filter(topic=topic, reach__in=marks.values())
    muted = set(rows.values_list("reach", flat=True))
    return [channel for channel in channels if marks[channel] not in muted]


def _reaches(recipient: Recipient, channel: Channel) -> bool:
    return bool(address_of(recipient, channel)) and driver_for(channel) is not None


def language_of(recipient: Recipient) -> str:
    return "zh-hant" if isinstance(recipient, Unit) else recipient.language
