"""How an entry is sealed; pure, so that a verifier without our code can repeat it."""

import hashlib
import json
from collections.abc import Mapping

SEALED = (
    "subject", "seq", "at", "verb", "label", "before", "after", "actor_id", "actor", "role",
    "client", "reason", "data", "personal_digest", "previous",
)  # fmt: skip


_SPELLING = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def canonical(values: Mapping[str, object]) -> bytes:
    """One spelling of a record: sorted keys, no spaces, UTF-8."""
    return _SPELLING.encode(values).encode()


def seal(record: Mapping[str, object]) -> str:
    """SHA-256 over the sealed fields; `at` is ISO 8601 in UTC with microseconds."""
    return hashlib.sha256(canonical({key: record[key] for key in SEALED})).hexdigest()


def digest(salt: str, personal: Mapping[str, object]) -> str:
    """Seals personal values; without the salt nobody can guess them back."""
    return hashlib.sha256(salt.encode() + canonical(personal)).hexdigest()
