"""Takes somebody we know out of what is written about them, and shows a contact half covered."""

import re
from collections.abc import Iterable, Iterator

from yankao.kernel.people.models import Contact

from .personal import HIDDEN

SHORTEST = 2
GAP = r"[\s\-().]*"


def traits(contact: Contact | None) -> list[str]:
    """Everything in a contact by which its owner can be recognised."""
    if contact is None:
        return []
    known = (contact.name, contact.phone, contact.email, contact.address, contact.fax)
    return [text.strip() for text in known if len(text.strip()) >= SHORTEST]


def patterns(known: Iterable[str]) -> "Iterator[re.Pattern[str]]":
    """Longest first; digits are found however they are grouped."""
    for text in sorted(set(known), key=len, reverse=True):
        digits = re.sub(r"\D", "", text)
        if len(digits) >= 6 and not re.search(r"[^\d\s\-()+#.]", text):
            yield re.compile(GAP.join(digits))
        else:
            yield re.compile(re.escape(text), re.IGNORECASE)


def redact(text: str, known: Iterable[str]) -> str:
    for pattern in patterns(known):
        text = pattern.sub(HIDDEN, text)
    return text


def mentions(text: str, known: Iterable[str]) -> bool:
    return any(pattern.search(text) for pattern in patterns(known))


def masked(contact: Contact) -> dict[str, str]:
    """As shown before somebody gives a reason: 王○明, 09○○○○○678, w○○@example.tw."""
    return {
        "name": name(contact.name),
        "phone": middle(contact.phone, 2, 3),
        "email": email(contact.email),
        "address": contact.address[:6] + HIDDEN if contact.address else "",
    }


def name(text: str) -> str:
    if len(text) < 2:
        return "○" if text else ""
    return text[0] + "○" * max(1, len(text) - 2) + (text[-1] if len(text) > 2 else "")


def middle(text: str, head: int, tail: int) -> str:
    if len(text) <= head + tail:
        return "○" * len(text)
    return text[:head] + "○" * (len(text) - head - tail) + text[-tail:]


def email(text: str) -> str:
    local, at, domain = text.partition("@")
    return f"{local[:1]}○○{at}{domain}" if at else ""
