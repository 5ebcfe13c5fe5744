"""徵稿: a new edition asks every programme's office for its section."""

from django.utils import timezone

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes import desk
from yankao.kernel.reports.chapters import parts
from yankao.kernel.reports.models import Report

from .models import edition


def enrol(case: Case) -> None:
    """The report gets its place; an edition tried out before keeps its trial issues."""
    detail = edition(case)
    report, _fresh = Report.objects.get_or_create(kind=detail.kind, edition=detail.edition)
    report.case = case
    report.save(update_fields=["case"])


def call_all(case: Case) -> None:
    """One manuscript for every programme that has something to say."""
    kind = edition(case).kind
    units = {unit.code: unit for unit in Unit.objects.current()}
    for placed in parts(kind):
        part = placed.part
        if part.unit in units:
            call(case, part.title, placed.chapter, unit=units[part.unit], order=part.order,
                 part=placed.programme)  # fmt: skip


def call(case: Case, title: str, chapter: str, *, unit: Unit, order: int, part: str = "") -> Case:
    """Opens a manuscript in the other room, due when the edition's texts are due."""
    detail = edition(case)
    due = max(detail.collect_by, timezone.localdate())
    told = {
        "title": title, "chapter": chapter, "unit": unit.pk, "order": order, "part": part,
        "word_limit": detail.word_limit, "due_on": due.isoformat(),
    }  # fmt: skip
    return desk.spawn(case, "manuscripts", told, by=System("editions"))
