"""What changed between two texts, readable in Chinese: by sentence first, then by character."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

SENTENCES = re.compile(r"[^。！？!?；;，,\n]*(?:[。！？!?；;，,\n]+|$)")
TOKENS = re.compile(r"[A-Za-z]+|\d+|\s+|.", re.DOTALL)
ALIKE = 0.4
SHORTEST_KEPT = 2


@dataclass(frozen=True)
class Piece:
    """A stretch of text: kept, added or removed."""

    kind: str
    text: str


def pieces(before: str, after: str) -> list[Piece]:
    """The first version of a text has no changes."""
    if not before:
        return [Piece("kept", after)]
    found: list[Piece] = []
    old, new = split(SENTENCES, before), split(SENTENCES, after)
    for kind, a, b, c, d in opcodes(old, new):
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        found += [Piece("kept", gone)] if kind == "equal" else within(gone, come)
    return joined(found)


def split(pattern: re.Pattern[str], text: str) -> list[str]:
    return [part for part in pattern.findall(text) if part]


def opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def within(gone: str, come: str) -> list[Piece]:
    """Inside a changed sentence; one that has little in common is replaced as a whole."""
    old, new = split(TOKENS, gone), split(TOKENS, come)
    if SequenceMatcher(None, old, new, autojunk=False).ratio() < ALIKE:
        return replaced(gone, come)
    found: list[Piece] = []
    for kind, a, b, c, d in opcodes(old, new):
        same = kind == "equal"
        text = "".join(old[a:b])
        found += [Piece("kept", text)] if same else replaced(text, "".join(new[c:d]))
    return whole_words(found)


def replaced(gone: str, come: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in (("removed", gone), ("added", come)) if text]


def whole_words(found: list[Piece]) -> list[Piece]:
    """A single character left standing between two changes belongs to them."""
    mended: list[Piece] = []
    for place, piece in enumerate(found):
        between = 0 < place < len(found) - 1
        if between and piece.kind == "kept" and len(piece.text) < SHORTEST_KEPT:
            mended += [Piece("removed", piece.text), Piece("added", piece.text)]
        else:
            mended.append(piece)
    return mended


def joined(found: list[Piece]) -> list[Piece]:
    """Neighbours of one kind become one; in a run of changes what is gone stands first."""
    runs = groupby(found, lambda piece: piece.kind == "kept")
    return [one for kept, run in runs for one in one_run(kept, list(run))]


def one_run(kept: bool, run: list[Piece]) -> Iterator[Piece]:
    if kept:
        yield Piece("kept", "".join(piece.text for piece in run))
        return
    for kind in ("removed", "added"):
        text = "".join(piece.text for piece in run if piece.kind == kind)
        if text:
            yield Piece(kind, text)
