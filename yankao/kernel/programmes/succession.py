"""After a reorganisation open cases and tasks go to the units that followed (handbook 5-6 §0.3)."""

from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import SUCCEED
from yankao.kernel.tasks import asking
from yankao.kernel.tasks.models import Task

from . import desk, registry

JOB = System("succession")


def follow(now: datetime) -> int:
    """Answers with how many moved; what somebody moved meanwhile is left alone."""
    ended = {"valid_to__lte": timezone.localdate(now), "successor__isnull": False}
    moved = 0
    for programme in registry.every():
        workflow = programme.workflow
        gone = Q(**{f"holder__{name}": value for name, value in ended.items()})
        rows = Case.objects.filter(gone, programme=programme.name)
        for case in rows.filter(state__in=workflow.actions[SUCCEED].froms):
            try:
                desk.act(case, SUCCEED, by=JOB)
            except CaseError:
                continue
            moved += 1
    gone = Q(**{f"unit__{name}": value for name, value in ended.items()})
    for task in Task.objects.open().filter(gone).select_related("unit", "case"):
        moved += asking.follow_successor(task, at=now)
    return moved
