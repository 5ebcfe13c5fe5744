"""What befell the cases behind a frozen number: from their timelines, one sentence for each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import workflows
from yankao.kernel.people.models import Person
from yankao.kernel.timeline.models import Entry
from yankao.kernel.ui.moments import moment_text

LOOKED_AT, SHOWN = 5000, 20


@dataclass(frozen=True)
class Happening:
    """One case, and what was done with it."""

    case: Case
    words: str


@dataclass(frozen=True)
class Happenings:
    """How often what was done, for everybody; which cases, as far as the reader may see them."""

    counted: str = ""
    shown: Sequence[Happening] = ()


def befell(
    keys: Iterable[int], since: datetime, until: datetime | None = None, *, reader: Person | None
) -> Happenings:
    """Of these cases, after the first moment and up to the second."""
    among = sorted(keys)[:LOOKED_AT]
    found = telling(among, since, until)
    times = Counter(entry.label for entry in found.values())
    counted = _("、").join(
        _("{what} {n} 件").format(what=what, n=f"{n:,}") for what, n in times.most_common()
    )
    seen = Case.objects.visible_to(reader).filter(pk__in=among) if reader else ()
    shown = [Happening(case, sentence(case, found.get(case.pk))) for case in seen[:SHOWN]]
    return Happenings(counted, shown)


def telling(keys: Sequence[int], since: datetime, until: datetime | None) -> dict[int, Entry]:
    """Of each case the entry that explains most: a step back or a correction before any other."""
    subjects = [f"case:{key}" for key in keys]
    rows = Entry.objects.filter(
        subject__in=subjects, at__gt=since, at__lte=until or timezone.now()
    ).exclude(label="")
    chosen: dict[int, Entry] = {}
    steps = unsettling()
    for entry in rows.order_by("subject", "seq"):
        key = int(entry.subject.partition(":")[2])
        moved = entry.before != entry.after or entry.verb in steps
        if moved and (key not in chosen or chosen[key].verb not in steps):
            chosen[key] = entry
    return chosen


def unsettling() -> set[str]:
    """Actions that undo or correct something, in whichever room."""
    return {
        action.name
        for workflow in workflows.values()
        for action in workflow.actions.values()
        if action.corrects or action.returns or set(action.froms) & set(workflow.final)
    }


def corrected(keys: Iterable[int], since: datetime, until: datetime | None = None) -> set[int]:
    """Which of these cases were undone or corrected meanwhile, newest first when there are many."""
    rows = Entry.objects.filter(
        verb__in=unsettling(), at__gt=since, at__lte=until or timezone.now(),
        subject__startswith="case:",
    ).order_by("-at")  # fmt: skip
    among = set(keys)
    return among & set(numbers(rows.values_list("subject", flat=True)[:LOOKED_AT]))


def numbers(subjects: Iterable[str]) -> Iterator[int]:
    for subject in subjects:
        yield int(subject.partition(":")[2])


def sentence(case: Case, entry: Entry | None) -> str:
    """重啟（結案 → 處理中），115/06/16 10:00；理由：民眾反映仍有坑洞"""
    if entry is None:
        return case.state_label
    words = dict(case.workflow.states.choices)
    moved = entry.before and entry.before != entry.after
    steps = f"（{words.get(entry.before)} → {words.get(entry.after)}）" if moved else ""
    told = _("{what}{steps}，{at}")
    said = told.format(what=entry.label, steps=steps, at=moment_text(entry.at))
    return (
        _("{said}；理由：{reason}").format(said=said, reason=entry.reason) if entry.reason else said
    )
