"""When the calendar changes, running deadlines are recomputed and the change is on the timeline."""

from django.db import transaction
from django.utils.translation import gettext as _

from yankao.kernel.calendar import changes
from yankao.kernel.cases import clocks
from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import ClockRun
from yankao.kernel.values.roc import roc_stamp

from . import desk


def listen() -> None:
    changes.subscribe(calendar_changed)


def calendar_changed(change: object) -> None:
    """Every running clock is asked again; only those that moved are written."""
    for run in clocks.running():
        with transaction.atomic():
            recompute(run, str(change))


def recompute(run: ClockRun, why: str) -> bool:
    """Moves one running clock to where the calendar now puts it; says whether it moved."""
    due = clocks.recomputed(run)
    if due == run.due_at:
        return False
    case = run.case
    before, run.due_at = run.due_at, due
    run.save(update_fields=["due_at"])
    clocks.settle(case, case.workflow, clocks.runs_of(case))
    case.save(update_fields=["due_at", "late"])
    clock = next(c for c in case.workflow.clocks if c.name == run.name)
    clocks.set_alarms(run, clock)
    note = _("{clock}:{before} → {after}").format(
        clock=clock.label, before=roc_stamp(before), after=roc_stamp(due)
    )
    desk.note(
        case, "recompute", _("辦公日曆變更,重算期限"), by=System("calendar"),
        reason=why, data={"notes": [note]},
    )  # fmt: skip
    return True
