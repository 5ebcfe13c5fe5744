"""What an edition may ask of its manuscripts: plain values, never their rows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes.menu import CHAPTERS
from yankao.kernel.reports.chapters import heading
from yankao.kernel.reports.composing import Contribution
from yankao.kernel.reports.markup import letters
from yankao.kernel.reports.models import Version

from .models import Manuscript, manuscript
from .workflow import State


@dataclass(frozen=True)
class Standing:
    """How it stands with one section: who has it, how long it is, until when, what is open."""

    number: str
    title: str
    chapter: str
    unit: str
    state: str
    tone: str
    length: int
    limit: int
    due_at: datetime | None
    late: bool
    returns: int
    remarks: int
    submitted_at: datetime | None


def rows_of(edition: int) -> list[Case]:
    """The edition's manuscripts in the order of the report."""
    rows = Case.objects.filter(programme="manuscripts", origin=edition)
    rows = rows.select_related("manuscripts", "holder").annotate(
        open_remarks=Count("remarks", filter=Q(remarks__settled_at=None))
    )
    order = list(CHAPTERS)

    def place(case: Case) -> tuple[int, int, int]:
        detail = manuscript(case)
        return order.index(detail.chapter), detail.order, case.pk

    return sorted(rows, key=place)


def texts_of(cases: list[Case]) -> dict[int, str]:
    """The text that counts, of each case, in one query."""
    heads = Version.objects.filter(case__in=cases, aside=False).order_by("case", "-number")
    return dict(heads.distinct("case").values_list("case", "text"))


def contributions(edition: int) -> list[Contribution]:
    """What goes into the report; what an agency was excused from is left out."""
    cases = [case for case in rows_of(edition) if case.state != State.EXCUSED]
    texts = texts_of(cases)
    return [
        Contribution(
            heading(manuscript(case).chapter), manuscript(case).title, texts.get(case.pk, ""),
            by=str(case.holder or ""), where=case.number,
        )
        for case in cases
    ]  # fmt: skip


def standings(edition: int) -> list[Standing]:
    cases = rows_of(edition)
    texts = texts_of(cases)
    return [standing(case, texts.get(case.pk, "")) for case in cases]


def standing(case: Case, text: str) -> Standing:
    detail: Manuscript = manuscript(case)
    return Standing(
        case.number, detail.title, heading(detail.chapter), str(case.holder or ""),
        case.state_label, case.tone, letters(text), detail.word_limit, case.due_at,
        case.overdue(), case.returns, getattr(case, "open_remarks", 0), detail.submitted_at,
    )  # fmt: skip


def unfinished(edition: int, *, before: str = "final") -> list[str]:
    """Titles of sections that have not come so far."""
    done = {State.FINAL, State.EXCUSED} | ({State.PROOF} if before == "proof" else set())
    if before == "submitted":
        done |= {State.SUBMITTED, State.EDITING, State.RETURNED, State.PROOF}
    return [manuscript(case).title for case in rows_of(edition) if case.state not in done]
