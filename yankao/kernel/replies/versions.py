"""Writing, amending, passing on and deciding the versions of a reply."""

from dataclasses import dataclass
from datetime import datetime

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person

from .diff import Piece, pieces
from .models import ReplyStep, ReplyVersion


@dataclass(frozen=True)
class Tracked:
    """A version with what changed against the one before, and whose hands it went through."""

    version: ReplyVersion
    pieces: list[Piece]
    steps: list[ReplyStep]


def latest(case: Case) -> ReplyVersion | None:
    return ReplyVersion.objects.filter(case=case.pk).last()


def draft(case: Case, text: str, basis: str, *, by: Person, at: datetime) -> ReplyVersion:
    """A new version by whoever handles the case."""
    last = latest(case)
    return ReplyVersion.objects.create(
        case=case, number=last.number + 1 if last else 1, text=text, basis=basis, author=by,
        written_at=at,
    )  # fmt: skip


def amend(last: ReplyVersion, text: str, basis: str, *, by: Person, at: datetime) -> ReplyVersion:
    """What an approver changed is a version of its own; the draft keeps its author."""
    if (text, basis) == (last.text, last.basis):
        return last
    return ReplyVersion.objects.create(
        case=last.case, number=last.number + 1, text=text, basis=basis, author=last.author,
        editor=by, written_at=at,
    )  # fmt: skip


def decide(
    version: ReplyVersion, *, approved: bool, by: Person, at: datetime, remark: str = "",
    accepted: list[str] | None = None,
) -> None:  # fmt: skip
    version.approved, version.decided_by, version.decided_at = approved, by, at
    version.remark, version.accepted_findings = remark, accepted or []
    version.save()


def pass_on(
    version: ReplyVersion, *, by: Person, at: datetime, level: int | None, remark: str
) -> None:
    ReplyStep.objects.create(version=version, by=by, at=at, level=level, remark=remark)


def tracked(case: Case) -> list[Tracked]:
    """Every version, newest first."""
    before, shown = "", []
    rows = ReplyVersion.objects.filter(case=case.pk)
    rows = rows.select_related("author", "editor", "decided_by").prefetch_related("steps__by")
    for version in rows:
        changed = pieces(before, version.text)
        shown.append(Tracked(version, changed, list(version.steps.all())))
        before = version.text
    return shown[::-1]
