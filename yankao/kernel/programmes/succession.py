"""After a reorganisation what is open goes to the units that followed (handbook 5-6 §0.3)."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case, Involvement
from yankao.kernel.cases.workflow import SUCCEED
from yankao.kernel.tasks import asking
from yankao.kernel.tasks.models import Task

from . import desk, registry

JOB = System("succession")


def follow(now: datetime) -> int:
    """Answers with how many moved; what somebody moved meanwhile is left alone."""
    today = timezone.localdate(now)
    moved = _cases(Q(holder__valid_to__lte=today, holder__successor__isnull=False))
    gone = Q(unit__valid_to__lte=today, unit__successor__isnull=False)
    for task in Task.objects.open().filter(gone).select_related("unit", "case"):
        moved += asking.follow_successor(task, at=now)
    for asked in Involvement.objects.waiting().filter(gone).values_list("pk", "case"):
        moved += _involved(*asked)
    return moved


def _cases(gone: Q) -> int:
    moved = 0
    for programme in registry.every():
        rows = Case.objects.filter(gone, programme=programme.name)
        for case in rows.filter(state__in=programme.workflow.actions[SUCCEED].froms):
            try:
                desk.act(case, SUCCEED, by=JOB)
            except CaseError:
                continue
            moved += 1
    return moved


def _involved(pk: int, case_pk: int) -> bool:
    """A question to co-handle is answered by whoever followed; its date stays."""
    with transaction.atomic():
        case = Case.objects.locked(case_pk)
        asked = Involvement.objects.waiting().select_related("unit").filter(pk=pk).first()
        if asked is None or asked.unit.today() == asked.unit:
            return False
        before, asked.unit = asked.unit, asked.unit.today()
        asked.save(update_fields=["unit"])
        told = {"notes": [f"{before} → {asked.unit}"]}
        desk.note(case, "move_involved", _("會辦由承接機關接手"), by=JOB, data=told)
    return True
