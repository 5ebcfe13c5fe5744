"""Writing to the timeline, reading it, checking its chain."""

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F

from yankao.kernel.people.models import Person
from yankao.kernel.values.rows import insert

from .models import Entry, PersonalValue
from .seal import SEALED, digest, seal


def plain(values: Mapping[str, object] | None) -> dict[str, object]:
    """Values as JSON holds them, so that what is sealed is what is read back."""
    loaded: dict[str, object] = json.loads(json.dumps(values or {}, cls=DjangoJSONEncoder))
    return loaded


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def write(
    subject: str,
    verb: str,
    *,
    by: Person | None,
    at: datetime,
    label: str = "",
    before: str = "",
    after: str = "",
    data: Mapping[str, object] | None = None,
    personal: Mapping[str, object] | None = None,
    reason: str = "",
    role: str = "",
    client: str = "",
    last: Entry | None = None,
    first: bool = False,
) -> Entry:
    """Adds one entry. The caller holds the subject's row lock, so the chain has one end.

    `first` spares the look-up of an end that cannot exist yet.
    `by` is None only for the system itself and for citizens without an account.
    """
    if last is None and not first:
        last = Entry.objects.filter(subject=subject).order_by("-seq").first()
    salt = secrets.token_hex(16) if personal else ""
    values = plain(personal)
    record: dict[str, object] = {
        "subject": subject, "at": stamp(at), "verb": verb,
        "label": str(label), "before": before, "after": after,
        "actor_id": by.pk if by else None, "actor": by.name if by else "", "role": role,
        "client": client, "reason": reason, "data": plain(data),
        "personal_digest": digest(salt, values) if personal else "",
    }  # fmt: skip
    entry = Entry(**chained(record, at, last))
    insert(entry)
    if personal:
        insert(PersonalValue(entry=entry, subject=subject, salt=salt, values=values))
    return entry


def chained(record: dict[str, object], at: datetime, last: Entry | None) -> dict[str, object]:
    """Makes the record the next entry of its chain: its place, its seal, its moment as such."""
    record["seq"] = last.seq + 1 if last else 1
    record["previous"] = last.hash if last else ""
    record["hash"] = seal(record)
    record["at"] = at.astimezone(UTC)
    return record


def entries(subject: str) -> "Iterable[Entry]":
    return Entry.objects.filter(subject=subject).order_by("seq")


def told(subject: str) -> "Iterable[Entry]":
    """The entries with what stands beside them and may be forgotten: `changed`, `why`, `notes`."""
    beside = {"changed": "changes", "why": "reason", "notes": "notes"}
    kept = {name: F(f"personalvalue__values__{key}") for name, key in beside.items()}
    return Entry.objects.filter(subject=subject).annotate(**kept).order_by("seq")


def broken(subject: str) -> list[int]:
    """The places (seq) at which the chain of a subject does not hold; empty when it does."""
    wrong, previous, expected = [], "", 1
    for entry in entries(subject):
        record = {key: getattr(entry, key) for key in SEALED} | {"at": stamp(entry.at)}
        if entry.seq != expected or entry.previous != previous or entry.hash != seal(record):
            wrong.append(entry.seq)
        previous, expected = entry.hash, entry.seq + 1
    return wrong


def erase_personal(subject: str) -> int:
    """Forgets the personal values of a subject's entries; the chain still verifies."""
    return PersonalValue.objects.filter(subject=subject).delete()[0]
