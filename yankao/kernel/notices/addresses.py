"""Over which channels somebody can be reached, and where."""

import re

from yankao.kernel.known.prepared import Prepared
from yankao.kernel.people.models import Contact, Unit

from .drivers import driver_for
from .letters import Channel
from .models import LineAddress, Recipient

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
    return ""


def _line(recipient: Recipient) -> str:
    kind = type(recipient)._meta.model_name
    return next((row.value for row in _linked[str(kind)](key=recipient.pk)), "")


_linked = {
    "unit": Prepared(lambda key: LineAddress.objects.filter(unit=key), "key"),
    "person": Prepared(lambda key: LineAddress.objects.filter(person=key), "key"),
    "contact": Prepared(lambda key: LineAddress.objects.filter(contact=key), "key"),
}


def channels_for(recipient: Recipient) -> list[Channel]:
    """Officials: inbox, and e-mail and LINE where known. Citizens: e-mail, else SMS; and LINE."""
    reach = [channel for channel in Channel if _reaches(recipient, channel)]
    if isinstance(recipient, Contact):
        return [c for c in reach if c != Channel.SMS or Channel.EMAIL not in reach]
    return [Channel.INBOX, *(c for c in reach if c in (Channel.EMAIL, Channel.LINE))]


def _reaches(recipient: Recipient, channel: Channel) -> bool:
    return bool(address_of(recipient, channel)) and driver_for(channel) is not None


def language_of(recipient: Recipient) -> str:
    return "zh-hant" if isinstance(recipient, Unit) else recipient.language
