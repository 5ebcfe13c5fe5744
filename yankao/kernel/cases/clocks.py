"""Turning clocks: start, pause, resume, restart, extend, recompute. Late follows from moments."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from yankao.kernel.calendar.limits import Limit
from yankao.kernel.values.rows import fresh

from .models import Alarm, Case, ClockRun
from .workflow import Clock, Move, Reminder, Workflow


def area_of(case: Case) -> str:
    return case.district.code if case.district else ""


def runs_of(case: Case) -> dict[str, ClockRun]:
    """The newest round of each clock of a case."""
    return {run.name: run for run in case.clocks.order_by("round")}


def turn(case: Case, workflow: Workflow, move: Move) -> None:
    """Brings every clock in line with the state just entered, then the case's own due date."""
    runs = runs_of(case) if move.before else {}
    for clock, run in turned(case, workflow, move, runs):
        fresh = run.pk is None
        run.save()
        if run.running:
            set_alarms(run, clock, fresh=fresh)
    settle(case, workflow, runs)


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
    counting = [runs[c.name] for c in workflow.clocks if c.counts and c.name in runs]
    case.due_at = min((run.due_at for run in counting if run.running), default=None)
    case.late = any(run.late for run in counting) or case.late


def start(clock: Clock, case: Case, move: Move, round_no: int) -> ClockRun:
    began = clock.starts(case, move) if clock.starts and round_no == 1 else move.at
    limit, area = clock.limit_for(case, round_no), area_of(case)
    due_at, raw_due_at = limit.both_due(began, area)
    run = fresh(ClockRun, {
        "case_id": case.pk, "name": clock.name, "round": round_no, "limit": str(limit),
        "area": area, "started_at": began, "due_at": due_at, "raw_due_at": raw_due_at,
        "pauses": [],
    })  # fmt: skip
    run.case = case
    return run


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
        Alarm(run=run, key=bell.key, rings_at=ring_time(bell, run))
        for bell in bells
        if bell.key not in rung
    )


def ring_time(bell: Reminder, run: ClockRun) -> datetime:
    """After the start, pauses not counted, or so long before the end."""
    if bell.after is None:
        return run.due_at - timedelta(minutes=bell.before_minutes)
    return bell.after.due(run.started_at, run.area) + timedelta(seconds=run.paused_seconds)


def stop(run: ClockRun, at: datetime) -> None:
    if run.stopped_at is None:
        run.stopped_at = at
    run.late = run.late or run.ended_late()


def resume(run: ClockRun, at: datetime) -> None:
    """Returning spends what is left, never a fresh allowance."""
    limit, stopped = Limit.parse(run.limit), run.stopped_at or at
    run.due_at = limit.resume(stopped, run.due_at, at, run.area)
    run.raw_due_at += at - stopped
    run.paused_seconds += int((at - stopped).total_seconds())
    run.pauses = [*run.pauses, [stopped.isoformat(), at.isoformat()]]
    run.stopped_at = None


def extend(case: Case, name: str, due_at: datetime) -> ClockRun:
    """Gives a running clock a later end; the act itself is recorded by its action."""
    run = case.clocks.filter(name=name).latest("round")
    run.due_at, run.extended_due = due_at, due_at
    run.extended += 1
    run.save(update_fields=["due_at", "extended", "extended_due"])
    settle(case, case.workflow, runs_of(case))
    case.save(update_fields=["due_at", "late"])
    return run


def touched(area: str, after: datetime) -> list[ClockRun]:
    """Running clocks that a change may move: of the area ("" is the city), not yet past due."""
    rows = ClockRun.objects.filter(stopped_at=None, case__censored_at=None)
    rows = rows.select_related("case", "case__district").order_by("case", "name")
    return list(rows.filter(due_at__gt=after, **({"area": area} if area else {})))


def recomputed(run: ClockRun) -> datetime:
    """When the run would be due under the calendar as it stands now; an extension is kept."""
    if run.extended_due:
        return run.extended_due
    return Limit.parse(run.limit).due_through(run.started_at, run.stretches(), run.area)
