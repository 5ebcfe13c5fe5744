"""Nearly the same words: a short sketch of each text, by which an index finds the others.

Min-hash over bigrams in bands of three; texts that share a band are compared. It only ever
proposes: a person decides what is the same (handbook 5-6 §1).
"""

import random
from collections.abc import Collection
from functools import lru_cache
from zlib import crc32

BANDS, WIDTH = 8, 3
LEAST = 8  # pairs of signs below which a text is too short to resemble anything
LONGEST = 300  # pairs looked at, the same ones of every text
PRIME = (1 << 61) - 1
SIGNED = 0x7FFFFFFF
_drawn = random.Random(1999)  # noqa: S311 – fixed numbers, no secret
TURNS = [(_drawn.randrange(1, PRIME), _drawn.randrange(PRIME)) for _ in range(BANDS * WIDTH)]


def bands(grams: Collection[str]) -> list[int]:
    """Eight whole numbers; none for a text that says too little."""
    if len(grams) < LEAST:
        return []
    drawn = grams if len(grams) <= LONGEST else sorted(grams, key=drawn_by)[:LONGEST]
    least = [min(column) for column in zip(*map(turned, drawn), strict=True)]
    return [
        crc32(f"{start}:{least[start : start + WIDTH]}".encode()) & SIGNED
        for start in range(0, len(TURNS), WIDTH)
    ]


@lru_cache(maxsize=1 << 14)
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
