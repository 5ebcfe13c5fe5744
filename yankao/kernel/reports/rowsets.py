"""Which rows stood behind a number: sorted keys, packed to a few bits each, and their digest."""

import hashlib
import zlib
from array import array
from collections.abc import Iterable, Sequence

from .models import RowSet


def digest_of(keys: Iterable[int]) -> str:
    """The same for the same rows, in whatever order they came."""
    return hashlib.sha256(array("q", sorted(keys)).tobytes()).hexdigest()


def pack(keys: Iterable[int]) -> bytes:
    """Distances between neighbours, compressed: 200,000 keys take a few kilobytes."""
    ordered = sorted(keys)
    gaps = array("q", (b - a for a, b in zip([0, *ordered], ordered, strict=False)))
    return zlib.compress(gaps.tobytes(), 6)


def unpack(packed: bytes | memoryview) -> list[int]:
    gaps = array("q")
    gaps.frombytes(zlib.decompress(packed))
    keys, last = [], 0
    for gap in gaps:
        last += gap
        keys.append(last)
    return keys


def keep(keys: Sequence[int]) -> RowSet:
    """The row set with these keys; known ones are found again."""
    digest = digest_of(keys)
    fields = {"count": len(keys), "keys": b""}
    found, fresh = RowSet.objects.get_or_create(digest=digest, defaults=fields)
    if fresh:
        found.keys = pack(keys)
        found.save(update_fields=["keys"])
    return found


def compare(before: RowSet, after: RowSet) -> tuple[list[int], list[int]]:
    """Keys that came and keys that went."""
    if before.pk == after.pk:
        return [], []
    return differ(set(unpack(before.keys)), set(unpack(after.keys)))


def differ(before: set[int], after: set[int]) -> tuple[list[int], list[int]]:
    return sorted(after - before), sorted(before - after)
