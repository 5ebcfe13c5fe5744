"""When the calendar changes, running deadlines are recomputed and the change is on the timeline."""

from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from yankao.kernel.calendar import changes
from yankao.kernel.calendar.limits import Limit
from yankao.kernel.cases import clocks
from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import ClockRun
from yankao.kernel.values.roc import roc_deadline

from . import desk


def listen() -> None:
    changes.subscribe(calendar_changed)


def calendar_changed(change: changes.Change) -> None:
    """Every running clock it may touch is asked again; only those that moved are written.

    What was late before the change was made stays late (handbook 1-4-7 §3.6).
    """
    moved_by_it = change.closure is not None or bool(change.days)
    touched = clocks.touched(change.area, change.at) if moved_by_it else []
    rows = sorted([*touched, *clocks.awaiting_calendar()], key=lambda run: run.case_id)
    for _case, runs in groupby(rows, key=lambda run: run.case_id):
        with transaction.atomic():
            recompute(list(runs), change.reason)


def recompute(runs: list[ClockRun], why: str) -> None:
    """Moves a case's running clocks to where the calendar now puts them; one entry says so."""
    notes = [note for run in runs if (note := moved(run))]
    if not notes:
        return
    case = runs[0].case
    clocks.settle(case, case.workflow, clocks.runs_of(case))
    case.save(update_fields=["due_at", "late"])
    desk.note(
        case, "recompute", _("辦公日曆變更，重算期限"), by=System("calendar"),
        reason=why, data={"notes": notes},
    )  # fmt: skip


def moved(run: ClockRun) -> str:
    """Gives one clock its new end and alarms; says from when to when, or nothing."""
    due = clocks.recomputed(run)
    if due == run.due_at:
        return ""
    before, run.due_at = run.due_at, due
    if run.raw_due_at is None and due is not None:
        paused = timedelta(seconds=run.paused_seconds)
        run.raw_due_at = Limit.parse(run.limit).raw_due(run.started_at) + paused
    run.late = run.late or run.ended_late()
    run.save(update_fields=["due_at", "raw_due_at", "late"])
    clock = next(c for c in run.case.workflow.clocks if c.name == run.name)
    if run.running:
        clocks.set_alarms(run, clock)
    return _("{clock}：{before} → {after}").format(
        clock=clock.label, before=deadline(before), after=deadline(due)
    )


def deadline(due: datetime | None) -> str:
    return str(clocks.AWAITING) if due is None else roc_deadline(due)
