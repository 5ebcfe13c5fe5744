"""Two authors of one text: what they changed apart is joined, what collides is shown to both."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from .markup import paragraphs

Change = tuple[int, int, list[str]]


@dataclass(frozen=True)
class Joined:
    """The text with both authors' changes; or, when they collide, the paragraphs of each."""

    text: str
    collisions: tuple[tuple[str, str], ...] = ()


def changes(before: Sequence[str], after: Sequence[str]) -> list[Change]:
    """Which paragraphs were replaced by which: from, to, the new ones."""
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [(i1, i2, list(after[j1:j2])) for tag, i1, i2, j1, j2 in found if tag != "equal"]


def touch(mine: Change, theirs: Change) -> bool:
    """The same paragraphs, or something put in where the other changed."""
    since, until = max(mine[0], theirs[0]), min(mine[1], theirs[1])
    put_in = mine[0] == mine[1] or theirs[0] == theirs[1]
    return since < until or (put_in and since == until)


def settle(base: str, mine: str, theirs: str, *, both: bool) -> str:
    """My changes win where they collide; with `both`, the other's paragraphs follow mine."""
    start = paragraphs(base)
    ours, others = changes(start, paragraphs(mine)), changes(start, paragraphs(theirs))
    ours = [change for change in ours if change not in others]
    beaten = [other for other in others if any(touch(one, other) for one in ours)]
    added: list[Change] = []
    for since, until, new in ours:
        hit = [other for other in beaten if touch((since, until, new), other)]
        beaten = [other for other in beaten if other not in hit]
        more = [part for other in hit for part in other[2] if both and part not in new]
        added.append((since, until, new + more))
    kept = [other for other in others if not any(touch(one, other) for one in ours)]
    return rebuilt(start, added + kept)


def rebuilt(start: list[str], wanted: list[Change]) -> str:
    """The paragraphs with changes that do not touch each other."""
    for since, until, new in sorted(wanted, key=lambda change: change[:2], reverse=True):
        start[since:until] = new
    return "\n\n".join(start)


def join(base: str, mine: str, theirs: str) -> Joined:
    """Both sets of changes on the base; on a collision theirs stands and mine is told."""
    start = paragraphs(base)
    ours, others = changes(start, paragraphs(mine)), changes(start, paragraphs(theirs))
    apart = [change for change in ours if change not in others]
    hits = [(one, other) for one in apart for other in others if touch(one, other)]
    if hits:
        told = tuple(("\n\n".join(one[2]), "\n\n".join(other[2])) for one, other in hits)
        return Joined(theirs, told)
    return Joined(rebuilt(start, apart + others))
