"""How much of what is personal the rules find, and how much of what they find is personal."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .personal import Finding, Kind, find

SAMPLE = Path(__file__).parent / "data" / "labelled.tsv"
LABEL = re.compile(r"⟦(\w+)\|([^⟧]*)⟧")


@dataclass(frozen=True)
class Line:
    """One sentence and what is personal in it, as a person marked it."""

    text: str
    marked: frozenset[Finding]


@dataclass(frozen=True)
class Score:
    """Of one kind: found rightly, found wrongly, overlooked."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


def read(part: str, path: Path = SAMPLE) -> list[Line]:
    """The lines of one part: `develop`, at which the rules were written, or `measure`."""
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [line_of(row["text"]) for row in rows if row["part"] == part]


def line_of(labelled: str) -> Line:
    text, marked, last = "", set(), 0
    for found in LABEL.finditer(labelled):
        text += labelled[last : found.start()]
        marked.add(Finding(len(text), len(text) + len(found[2]), Kind(found[1])))
        text += found[2]
        last = found.end()
    return Line(text + labelled[last:], frozenset(marked))


def covers(found: Iterable[Finding], one: Finding) -> bool:
    """Whether no sign of it is left to read, whatever it was taken for."""
    signs = set(range(one.start, one.end))
    return signs <= {sign for other in found for sign in range(other.start, other.end)}


def touches(marked: Iterable[Finding], one: Finding) -> bool:
    return any(one.start < other.end and other.start < one.end for other in marked)


def scores(lines: Iterable[Line]) -> dict[str, Score]:
    """By kind and over all: right when wholly covered, wrong when nothing marked is touched."""
    right, wrong, missed = Counter[str](), Counter[str](), Counter[str]()
    for line in lines:
        found = find(line.text)
        for one in line.marked:
            (right if covers(found, one) else missed)[one.kind] += 1
        wrong.update(one.kind for one in found if not touches(line.marked, one))
    kinds = [str(kind) for kind in Kind]
    by_kind = {kind: Score(right[kind], wrong[kind], missed[kind]) for kind in kinds}
    return by_kind | {"all": Score(right.total(), wrong.total(), missed.total())}


def faults(lines: Iterable[Line]) -> Iterator[str]:
    """Each mistake with its sentence, for whoever writes the rules."""
    for line in lines:
        found = find(line.text)
        for one in line.marked:
            if not covers(found, one):
                yield f"missed {one.kind} {line.text[one.start : one.end]}: {line.text}"
        for one in found:
            if not touches(line.marked, one):
                yield f"wrong {one.kind} {line.text[one.start : one.end]}: {line.text}"
