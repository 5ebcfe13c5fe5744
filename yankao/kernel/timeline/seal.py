"""How an entry is sealed; pure, so that a verifier without our code can repeat it."""

import hashlib
from collections.abc import Mapping
from json.encoder import encode_basestring
from operator import itemgetter

from yankao.kernel.values.spelling import SPELLING, Spelled

SEALED = (
    "subject", "seq", "at", "verb", "label", "before", "after", "actor_id", "actor", "role",
    "client", "reason", "data", "personal_digest", "previous",
)  # fmt: skip


_NAMES = [f'"{key}":' for key in sorted(SEALED)]
_values = itemgetter(*sorted(SEALED))


def canonical(values: Mapping[str, object]) -> bytes:
    """One spelling of a record: sorted keys, no spaces, UTF-8."""
    return SPELLING.encode(values).encode()


def seal(record: Mapping[str, object]) -> str:
    """SHA-256 over the sealed fields; `at` is ISO 8601 in UTC with microseconds."""
    told = [
        name + (encode_basestring(value) if type(value) is str else spell(value))
        for name, value in zip(_NAMES, _values(record), strict=True)
    ]
    return hashlib.sha256(f"{{{','.join(told)}}}".encode()).hexdigest()


def spell(value: object) -> str:
    """A value as `canonical` spells it; one spelled before is not spelled again."""
    if type(value) is Spelled:
        return value.text
    if value is None:
        return "null"
    return str(value) if type(value) is int else SPELLING.encode(value)


def digest(salt: str, personal: Mapping[str, object]) -> str:
    """Seals personal values; without the salt nobody can guess them back."""
    return hashlib.sha256(salt.encode() + canonical(personal)).hexdigest()
