"""Checks every hash chain of the timeline without any of the project's code.

    python tools/verify_chain.py postgresql://…

Reads the table as it stands in the database, repeats the seal with hashlib alone, and lists each
entry whose place, predecessor or seal does not hold. Exit status 0 when all hold.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import psycopg

FIELDS = (
    "subject", "seq", "at", "verb", "label", "before", "after", "actor_id", "actor", "role",
    "client", "reason", "data", "personal_digest", "previous",
)  # fmt: skip
QUERY = f"SELECT {', '.join(FIELDS)}, hash FROM timeline_entry ORDER BY subject, seq"
PERSONAL = """
SELECT p.entry_id, p.salt, p.values, e.personal_digest FROM timeline_personalvalue p
JOIN timeline_entry e ON e.id = p.entry_id
"""


def canonical(values: Any) -> bytes:
    return json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def rows(connection: "psycopg.Connection[Any]", query: str) -> Iterator[tuple[Any, ...]]:
    with connection.cursor("verify") as cursor:
        cursor.itersize = 5000
        yield from cursor.execute(query)


def broken(connection: "psycopg.Connection[Any]") -> Iterator[str]:
    """One line for each entry that does not hold."""
    subject, previous, expected = None, "", 1
    for row in rows(connection, QUERY):
        record = dict(zip(FIELDS, row, strict=False))
        record["at"] = record["at"].astimezone(UTC).isoformat(timespec="microseconds")
        if record["subject"] != subject:
            subject, previous, expected = record["subject"], "", 1
        seal = hashlib.sha256(canonical(record)).hexdigest()
        if record["seq"] != expected or record["previous"] != previous or row[-1] != seal:
            yield f"{subject} entry {record['seq']}: the chain does not hold"
        previous, expected = row[-1], expected + 1


def altered(connection: "psycopg.Connection[Any]") -> Iterator[str]:
    """Personal values that no longer match the digest sealed in their entry."""
    for entry, salt, values, digest in rows(connection, PERSONAL):
        if hashlib.sha256(salt.encode() + canonical(values)).hexdigest() != digest:
            yield f"entry {entry}: its personal values were altered"


def cut(connection: "psycopg.Connection[Any]") -> Iterator[str]:
    """Cases whose last entry is not the end of their chain: entries were removed or added."""
    query = """
    SELECT c.number FROM cases_case c JOIN LATERAL (
      SELECT id FROM timeline_entry e WHERE e.subject = 'case:' || c.id ORDER BY seq DESC LIMIT 1
    ) e ON true WHERE c.last_entry_id IS DISTINCT FROM e.id
    """
    for (number,) in rows(connection, query):
        yield f"{number}: the case does not point at the end of its chain"


def main(url: str) -> int:
    wrong = 0
    with psycopg.connect(url) as connection:
        for check in (broken, altered, cut):
            for line in check(connection):
                wrong += 1
                print(line)
        counted = connection.execute("SELECT count(*) FROM timeline_entry").fetchone()
    print(f"{counted[0] if counted else 0} entries, {wrong} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
