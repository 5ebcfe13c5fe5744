"""Consequences for those who only watch: named in a workflow, done by the worker."""

from django.db.models import F

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move

from . import doors
from .jobs import tell_of


def tell_followers(case: Case, move: Move) -> None:
    """After every change of state: the worker writes, so no move waits for a crowd."""
    if not case.confidential and doors.is_mapped(case):
        tell_of.defer(case_id=case.pk, state=case.state, at=move.at.isoformat())


def add_up(case: Case, move: Move) -> None:
    """Whoever reported the merged case is affected by the main one, and so are its others."""
    rows = Case.objects.filter(children=case)
    rows.update(affected=F("affected") + case.affected + 1)
