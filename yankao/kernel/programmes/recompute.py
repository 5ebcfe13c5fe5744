"""When the calendar changes, running deadlines are recomputed and the change is on the timeline."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from yankao.kernel.calendar import changes
from yankao.kernel.calendar.limits import Limit
from yankao.kernel.cases import clocks
from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.values.roc import roc_deadline

from . import desk

AGAIN = "programmes.recompute_again"
NOTICED = timedelta(seconds=30)


def listen() -> None:
    changes.subscribe(calendar_changed)


def calendar_changed(change: changes.Change) -> None:
    """Every running clock it may touch is asked again; only those that moved are written.

    What was late before the change was made stays late (handbook 1-4-7 §3.6). Another process may
    start a clock by the old calendar until it notices: a job queued with the change asks once more.
    """
    touched = clocks.touched(change.area, change.at) if change.moves else []
    apply([*touched, *clocks.awaiting_calendar()], change.reason)
    if change.moves:
        again = app.configure_task(AGAIN, schedule_at=timezone.now() + NOTICED)
        again.defer(area=change.area, after=change.at.isoformat(), why=change.reason)


def apply(rows: Iterable[ClockRun], why: str) -> None:
    """Case by case, each under its lock; a second time finds nothing to do."""
    off = [run for run in rows if clocks.recomputed(run) != run.due_at]
    by_case = sorted(off, key=lambda run: run.case_id)
    for case_id, runs in groupby(by_case, key=lambda run: run.case_id):
        with transaction.atomic():
            recompute(Case.objects.locked(case_id), [run.pk for run in runs], why)


def recompute(case: Case, pks: list[int], why: str) -> None:
    """Moves a case's running clocks to where the calendar now puts them; one entry says so.

    Read again under the lock: what somebody moved meanwhile is not undone.
    """
    rows = clocks.still_moving(case, pks)
    notes = [note for run in rows if (note := moved(run))]
    if not notes:
        return
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
