"""Nearly the same words: a short sketch of each text, by which an index finds the others.

Min-hash over bigrams in bands of three; texts that share a band are compared. It only ever
proposes: a person decides what is the same (handbook 5-6 §1).
"""

import random
from collections.abc import Collection, Iterable
from functools import lru_cache
from zlib import crc32

BANDS, WIDTH = 8, 3
LEAST = 8  # pairs of signs below which a text is too short to resemble anything
LONGEST = 300  # pairs looked at, the same ones of every text
PRIME = (1 << 61) - 1
SIGNED = 0x7FFFFFFF
_drawn = random.Random(1999)  # noqa: S311 – fixed numbers, no secret
TURNS = [(_drawn.randrange(1, PRIME), _drawn.randrange(PRIME)) for _ in range(BANDS * WIDTH)]


def bands(parts: Iterable[frozenset[str]]) -> list[int]:
    """Eight whole numbers for the pairs of a text, however divided; none for too few."""
    parts = [part for part in parts if part]
    grams = frozenset[str]().union(*parts)
    if len(grams) < LEAST:
        return []
    if len(grams) > LONGEST:
        parts = [frozenset(sorted(grams, key=drawn_by)[:LONGEST])]
    least = list(map(min, zip(*map(least_of, parts), strict=True)))
    return [
        crc32(f"{start}:{least[start : start + WIDTH]}".encode()) & SIGNED
        for start in range(0, len(TURNS), WIDTH)
    ]


@lru_cache(maxsize=1 << 11)
def least_of(grams: frozenset[str]) -> tuple[int, ...]:
    """The least of these pairs under every turn; people say the same things in the same words."""
    return tuple(map(min, zip(*map(turned, grams), strict=True)))


@lru_cache(maxsize=1 << 13)
def turned(gram: str) -> tuple[int, ...]:
    """A pair under every turn; texts are made of the same few thousand pairs again and again."""
    one = drawn_by(gram)
    return tuple((a * one + b) % PRIME for a, b in TURNS)


def drawn_by(gram: str) -> int:
    return crc32(gram.encode())


def percent(one: Collection[str], other: Collection[str]) -> int:
    """What two texts share, of all that both say."""
    a, b = set(one), set(other)
    return round(100 * len(a & b) / len(a | b)) if a and b else 0
