"""Consequences for those who only watch: named in a workflow, done by the worker."""

from django.db.models import F, Q

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move

from .jobs import tell_of
from .models import Follow


def tell_followers(case: Case, move: Move) -> None:
    """After every change of state: the worker writes, so no move waits for a crowd."""
    rows = Follow.objects.filter(Q(case=case) | Q(case__parent=case), confirmed_at__isnull=False)
    if not case.confidential and rows.exists():
        tell_of.defer(case_id=case.pk, state=case.state, at=move.at.isoformat())


def add_up(case: Case, move: Move) -> None:
    """Whoever reported the merged case is affected by the main one, and so are its others."""
    rows = Case.objects.filter(children=case)
    rows.update(affected=F("affected") + case.affected + 1)
