"""Issuing a receipt, and asking whether somebody holds it."""

import unicodedata

from django.utils import timezone
from django.utils.crypto import salted_hmac

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Contact
from yankao.kernel.values.rows import insert

from . import passwords
from .budgets import WRONG_BOTH, WRONG_CLIENT, WRONG_NUMBER, network
from .models import Receipt

NOBODY = passwords.hashed("")


class TooOften(Exception):
    """Nobody looked at the password: there were too many wrong ones within the hour."""


def issue(case: Case, password: str, *, sending: str | None = None) -> Receipt:
    """Gives a case its receipt; call it in the transaction that opens the case."""
    receipt = Receipt(
        case=case,
        password_hash=passwords.hashed(password),
        sending=sending,
        issued_at=timezone.now(),
    )
    insert(receipt)
    return receipt


def number_of(typed: str) -> str:
    """A case number as printed, however it was typed."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in plain if sign.isalnum() or sign == "-")[:30]


def find(number: str) -> Receipt | None:
    rows = Receipt.objects.select_related("case", "case__contact")
    return rows.filter(case__number=number_of(number)).first()


def holds(receipt: Receipt | None, password: str) -> bool:
    """Compares as long for a number that does not exist; a renewed password replaces the old."""
    typed = passwords.normal(password)
    kept = receipt.password_hash if receipt else NOBODY
    renewed = receipt.renewed_hash if receipt else NOBODY
    old, new = passwords.matches(typed, kept), passwords.matches(typed, renewed or NOBODY)
    if receipt is None or not (old or new):
        return False
    if new and not old:
        receipt.password_hash, receipt.renewed_hash = receipt.renewed_hash, ""
        receipt.save(update_fields=["password_hash", "renewed_hash"])
    return True


def check(number: str, password: str, *, client: str) -> Case | None:
    """The case if number and password belong together. Raises TooOften.

    Wrong ones are counted per number and per client. Somebody else's guessing never shuts out
    the holder: a client that has not yet failed on this number this hour is always heard.
    """
    number, client = number_of(number), network(client)
    both = f"{number} {client}"
    if not WRONG_CLIENT.spend(client):
        raise TooOften
    unheard = not WRONG_BOTH.spend(both)
    if not WRONG_NUMBER.spend(number) and unheard:
        WRONG_CLIENT.give_back(client)
        raise TooOften
    receipt = find(number)
    if not holds(receipt, password) or receipt is None:
        return None
    for budget, who in ((WRONG_CLIENT, client), (WRONG_NUMBER, number), (WRONG_BOTH, both)):
        budget.give_back(who)
    return receipt.case


def trace(contact: str) -> str:
    """A keyed digest of an e-mail address or telephone number, for comparing without keeping."""
    plain = unicodedata.normalize("NFKC", contact).strip().lower()
    if "@" not in plain:
        plain = "".join(sign for sign in plain if sign.isdigit())
        plain = f"0{plain[3:]}" if plain.startswith("886") else plain
    return salted_hmac("yankao.counter.contact", plain, algorithm="sha256").hexdigest()


def channel_of(contact: Contact | None, digest: str) -> str:
    """Which of the contact's addresses the digest stands for: email, sms or none."""
    if contact is None or contact.erased_at:
        return ""
    for channel, value in (("email", contact.email), ("sms", contact.phone)):
        if value and trace(value) == digest:
            return channel
    return ""
