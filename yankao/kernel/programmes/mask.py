"""Contact details as they are shown before somebody gives a reason to see them whole."""

from yankao.kernel.people.models import Contact


def masked(contact: Contact) -> dict[str, str]:
    """王○明, 09○○○○○678, w○○@example.tw."""
    return {
        "name": name(contact.name),
        "phone": middle(contact.phone, 2, 3),
        "email": email(contact.email),
        "address": contact.address[:6] + "○○○" if contact.address else "",
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
