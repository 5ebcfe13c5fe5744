"""Takes who somebody is out of what is written about them."""

import re
from collections.abc import Iterable, Iterator

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Contact

from .models import Petition

HIDDEN = "○○○"
WRITTEN = (
    "subject", "content", "narrative", "papers_received", "corrections_demanded", "supplement",
)  # fmt: skip
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


def hide(case: Case, detail: Petition) -> None:
    """From now on nobody reads the petitioner's name in the text; the caller saves."""
    known = traits(case.contact)
    for name in WRITTEN:
        setattr(detail, name, redact(getattr(detail, name), known))
    case.title = redact(case.title, known)
    case.attachments.filter(uploaded_by=None).update(identifying=True)
