"""Turning clocks: start, pause, resume, restart, extend, recompute. Late follows from moments."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit
from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.known.prepared import Prepared
from yankao.kernel.values.rows import fresh, insert

from .models import Alarm, Case, ClockRun
from .workflow import Clock, Move, Reminder, Workflow

AWAITING = _("期限待曆表載入")


def area_of(case: Case) -> str:
    return case.district.code if case.district else ""


_rounds = Prepared(lambda case: ClockRun.objects.filter(case=case).order_by("round"), "case")


def runs_of(case: Case) -> dict[str, ClockRun]:
    """The newest round of each clock of a case."""
    runs = _rounds(case=case.pk)
    for run in runs:
        run.case = case
    return {run.name: run for run in runs}


Turned = list[tuple[Clock, ClockRun]]


def turn(case: Case, workflow: Workflow, move: Move) -> Turned:
    """Brings every clock in line with the state just entered, then the case's own due date.

    What turned is kept by `keep`, after the case: a case opens with the date it is due.
    """
    runs = runs_of(case) if move.before else {}
    changed = list(turned(case, workflow, move, runs))
    settle(case, workflow, runs)
    if labels := [str(c.label) for c in workflow.clocks if awaiting(runs.get(c.name))]:
        said = [f"{label}：{AWAITING}" for label in labels]
        move.note["notes"] = [*notes_of(move), *said]
    return changed


def keep(case: Case, changed: Turned) -> None:
    """Stores the rounds that turned, and the alarms of those that run."""
    for clock, run in changed:
        if new := run.pk is None:
            run.case = case
            insert(run)
        else:
            run.save()
        if run.running:
            set_alarms(run, clock, fresh=new)


def awaiting(run: ClockRun | None) -> bool:
    return run is not None and run.running and run.awaits_calendar


def notes_of(move: Move) -> list[object]:
    told = move.note.get("notes", [])
    return told if isinstance(told, list) else []


def turned(
    case: Case, workflow: Workflow, move: Move, runs: dict[str, ClockRun]
) -> Iterator[tuple[Clock, ClockRun]]:
    """The rounds that a move starts, resumes or stops; `runs` keeps the newest of each clock.

    Only computes: the engine saves what comes out, a history keeps it for its batch.
    """
    for clock in workflow.clocks:
        run = runs.get(clock.name)
        running = workflow.runs(clock, case.state) and case.closed_at is None
        restarts = run is not None and move.action.restarts == clock.name
        if run and (restarts or (run.running and not running)):
            stop(run, move.at)
            yield clock, run
        if running and (run is None or restarts):
            runs[clock.name] = start(clock, case, move, run.round + 1 if run else 1)
            yield clock, runs[clock.name]
        elif run and running and not run.running:
            resume(run, move.at)
            yield clock, run


def settle(case: Case, workflow: Workflow, runs: dict[str, ClockRun]) -> None:
    """The case is due when its first running clock is; late once any of them ended late."""
    ends = []
    for clock in workflow.clocks:
        run = runs.get(clock.name) if clock.counts else None
        if run is None:
            continue
        case.late = case.late or run.late
        if run.stopped_at is None and run.due_at is not None:
            ends.append(run.due_at)
    case.due_at = min(ends, default=None)


def start(clock: Clock, case: Case, move: Move, round_no: int) -> ClockRun:
    began = clock.starts(case, move) if clock.starts and round_no == 1 else move.at
    limit, area = clock.limit_for(case, round_no), area_of(case)
    due_at, raw_due_at = both_due(limit, began, area)
    run = fresh(ClockRun, {
        "case_id": case.pk, "name": clock.name, "round": round_no, "limit": str(limit),
        "area": area, "started_at": began, "due_at": due_at, "raw_due_at": raw_due_at,
        "pauses": [],
    }, case=case)  # fmt: skip
    return run


def both_due(limit: Limit, began: datetime, area: str) -> tuple[datetime | None, datetime | None]:
    """With and without closures; open while the calendar of their year is not loaded.

    Nothing is refused or lost for want of it: the ends are computed when the rows arrive.
    """
    try:
        return limit.both_due(began, area)
    except CalendarMissing:
        return None, None


def set_limit(run: ClockRun, limit: Limit) -> None:
    """Another limit from the same start."""
    run.limit = str(limit)
    run.due_at, run.raw_due_at = both_due(limit, run.started_at, run.area)


def set_alarms(run: ClockRun, clock: Clock, *, fresh: bool = False) -> None:
    """Alarms of a running clock; what rang stays rung, what waits is set anew."""
    bells = clock.bells()
    if not bells:
        return
    rung: set[str] = set()
    if not fresh:
        run.alarms.filter(rung_at=None).delete()
        rung = set(run.alarms.values_list("key", flat=True))
    Alarm.objects.bulk_create(
        Alarm(run=run, key=bell.key, rings_at=at)
        for bell in bells
        if bell.key not in rung and (at := ring_time(bell, run)) is not None
    )


def ring_time(bell: Reminder, run: ClockRun) -> datetime | None:
    """After the start, pauses not counted, or so long before the end; None: not known yet."""
    if run.due_at is None:
        return None
    if bell.after is None:
        return run.due_at - timedelta(minutes=bell.before_minutes)
    return bell.after.due(run.started_at, run.area) + timedelta(seconds=run.paused_seconds)


def stop(run: ClockRun, at: datetime) -> None:
    if run.stopped_at is None:
        run.stopped_at = at
    run.late = run.late or run.ended_late()


def resume(run: ClockRun, at: datetime) -> None:
    """Returning spends what is left, never a fresh allowance.

    A calendar that changed meanwhile counts as it stands now; what was missed before stays missed.
    """
    stopped, missed = run.stopped_at or at, run.ended_late()
    run.paused_seconds += int((at - stopped).total_seconds())
    run.pauses = [*run.pauses, [stopped.isoformat(), at.isoformat()]]
    run.stopped_at = None
    if run.raw_due_at is not None:
        run.raw_due_at += at - stopped
    if run.due_at is not None and (missed or run.extended_due):
        run.due_at = later(run, run.due_at, stopped, at)
        run.extended_due = run.extended_due and (run.due_at or run.extended_due)
    else:
        run.due_at = recomputed(run)


def later(run: ClockRun, due_at: datetime, stopped: datetime, at: datetime) -> datetime | None:
    """An end after one more pause; None while the calendar of its year is not loaded."""
    try:
        return Limit.parse(run.limit).resume(stopped, due_at, at, run.area)
    except CalendarMissing:
        return None


def extend(case: Case, name: str, due_at: datetime) -> ClockRun:
    """Gives a running clock a later end; the act itself is recorded by its action."""
    run = case.clocks.filter(name=name).latest("round")
    prolong(run, due_at)
    run.save(update_fields=["due_at", "extended", "extended_due"])
    settle(case, case.workflow, runs_of(case))
    case.save(update_fields=["due_at", "late"])
    return run


def prolong(run: ClockRun, due_at: datetime) -> None:
    run.due_at, run.extended_due = due_at, due_at
    run.extended += 1


def touched(area: str, after: datetime) -> list[ClockRun]:
    """Running clocks that a change may move: of the area ("" is the city), not yet past due."""
    running = Q(stopped_at=None, due_at__gt=after)
    return list(changeable().filter(running, **({"area": area} if area else {})))


def awaiting_calendar() -> list[ClockRun]:
    """Clocks whose end could not be computed when they started, those that stopped since too."""
    return list(changeable().filter(due_at=None))


def still_moving(case: Case, pks: list[int]) -> list[ClockRun]:
    """Those of a case that still run, or whose end is not known yet."""
    rows = list(case.clocks.filter(Q(stopped_at=None) | Q(due_at=None), pk__in=pks).order_by("pk"))
    for run in rows:
        run.case = case
    return rows


def changeable() -> QuerySet[ClockRun]:
    rows = ClockRun.objects.filter(case__censored_at=None)
    return rows.select_related("case", "case__district").order_by("case", "name", "round")


def recomputed(run: ClockRun) -> datetime | None:
    """When the run would be due under the calendar as it stands now; an extension is kept.

    None when that lies in a year that is not loaded.
    """
    if run.extended_due:
        return run.extended_due
    try:
        return ends(run)
    except CalendarMissing:
        return None


def ends(run: ClockRun) -> datetime:
    return Limit.parse(run.limit).due_through(run.started_at, run.stretches(), run.area)
