"""The versions of a reply: the newest, and what changed from one to the next."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from yankao.kernel.cases.models import Case

from .models import ReplyVersion


@dataclass(frozen=True)
class Piece:
    """A stretch of text: kept, added or removed."""

    kind: str
    text: str


def latest(case: Case) -> ReplyVersion | None:
    return ReplyVersion.objects.filter(petition=case.pk).last()


def tracked(case: Case) -> list[tuple[ReplyVersion, list[Piece]]]:
    """Every version with its changes against the one before, newest first."""
    before, shown = "", []
    rows = ReplyVersion.objects.filter(petition=case.pk).select_related("author", "decided_by")
    for version in rows:
        shown.append((version, list(pieces(before, version.text))))
        before = version.text
    return shown[::-1]


def pieces(before: str, after: str) -> Iterator[Piece]:
    if not before:
        yield Piece("kept", after)
        return
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("kept", before[a:b])
            continue
        if b > a:
            yield Piece("removed", before[a:b])
        if d > c:
            yield Piece("added", after[c:d])
