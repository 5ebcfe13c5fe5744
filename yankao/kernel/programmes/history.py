"""Bulk store of historical cases: computes what the engine would have written, copies it in.

The rules are the engine's own functions: `engine.go` for state and counters, `clocks.turned` for
clocks, `timeline.chained` for the chain, `numbers` for the series, `search.index` for the words.
Left out on purpose: checking roles and forms (the past is not asked again), alarms and letters
(nobody is reminded of 2016).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.cases import clocks, engine, numbers
from yankao.kernel.cases.actors import System
from yankao.kernel.cases.forms import hand_over, shown
from yankao.kernel.cases.models import Case, CaseDetail, Category, ClockRun
from yankao.kernel.cases.workflow import Action, Clock, Move, Workflow
from yankao.kernel.exchange.copying import copy_rows, next_keys
from yankao.kernel.people.models import Unit
from yankao.kernel.search.index import row_of
from yankao.kernel.search.models import IndexRow
from yankao.kernel.timeline.models import Entry
from yankao.kernel.timeline.timeline import chained, plain, stamp

from .desk import OPEN
from .programme import Programme

OBSERVED = gettext_noop("來源所見狀態")
LOST_SIGHT = gettext_noop("離開資料來源,此後狀態不詳")


@dataclass
class Step:
    """A state seen at a moment; `action` names the move it must have been, if there is one."""

    at: datetime
    state: str
    action: str = ""
    unit: Unit | None = None
    category: Category | None = None
    values: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass
class History:
    """An unsaved case and detail, and what is known of their past, in order of time."""

    case: Case
    detail: CaseDetail
    steps: list[Step]
    by: System
    timed: bool = True
    notes: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    rounds: list[ClockRun] = field(default_factory=list)
    runs: dict[str, ClockRun] = field(default_factory=dict)


def store(programme: Programme, histories: Sequence[History]) -> None:
    """Stores the cases with details, clocks, entries and index rows; the caller's transaction."""
    with numbers.in_blocks():
        keys = next_keys(Case, len(histories))
        for key, history in zip(keys, histories, strict=True):
            relive(programme, key, history)
    entries = [entry for history in histories for entry in history.entries]
    rounds = [run for history in histories for run in history.rounds]
    for rows in (entries, rounds):
        give_keys(rows)
    ready()
    copy_rows(Entry, entries)
    for history in histories:
        history.case.last_entry = history.entries[-1]
    copy_rows(Case, (history.case for history in histories))
    copy_rows(programme.detail, (history.detail for history in histories))
    copy_rows(ClockRun, rounds)
    copy_rows(IndexRow, (row_of(h.case, words(programme, h)) for h in histories))


def ready() -> None:
    """A lost last batch is read again, so nothing waits for the disk; and foreign keys are looked
    up by index even by a session that planned its look-ups while the tables were empty.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL enable_seqscan = off")


def give_keys(rows: Sequence[models.Model]) -> None:
    if rows:
        for key, row in zip(next_keys(type(rows[0]), len(rows)), rows, strict=True):
            row.pk = key


def words(programme: Programme, history: History) -> str:
    return programme.searchable(history.detail) if programme.searchable else ""


def relive(programme: Programme, key: int, history: History) -> None:
    """Opens the case and lets every step happen, in memory."""
    case, workflow = history.case, programme.workflow
    case.pk = key
    case.programme = programme.name
    case.number = case.number or programme.numbering(programme.prefix, case.opened_at)
    case.state = workflow.start
    history.detail.case = case
    setattr(case, programme.name, history.detail)
    title = programme.title(history.detail) if programme.title else ""
    case.title = (case.title or title or str(case.category or programme.label))[:200]
    opening = Move(
        Action(OPEN, _("受理"), ()), history.by, case.opened_at, {}, "", role=history.by.name
    )
    opening.note |= {"notes": history.notes} if history.notes else {}
    settle(history, workflow, opening, {"changes": given(programme, history)})
    for step in history.steps:
        happen(history, workflow, step)
    if case.censored_at:
        lose_sight(history, workflow)


def given(programme: Programme, history: History) -> dict[str, list[object]]:
    """What the opening asked, in the shape in which forms report their changes."""
    case, detail = history.case, history.detail
    told = {name: [None, shown(getattr(case, name))] for name in CASE_FACTS if getattr(case, name)}
    for row in programme.detail._meta.concrete_fields:
        value = getattr(detail, row.attname)
        if row.editable and not row.primary_key and value not in (None, ""):
            told[row.name] = [shown(row.get_default()), shown(value)]
    return told


CASE_FACTS = ("category", "address", "district", "lng", "lat", "channel")


def happen(history: History, workflow: Workflow, step: Step) -> None:
    """One step: hand-over, state and counters, stamps, clocks, one entry."""
    case = history.case
    move = Move(seen_as(workflow, step), history.by, step.at, {}, case.state, role=history.by.name)
    before = {name: getattr(history.detail, name) for name in step.values}
    if step.unit and step.unit != case.holder:
        hand_over(case, step.unit, None, move)
    changes = {name: [shown(before[name]), shown(value)] for name, value in step.values.items()}
    for name, value in step.values.items():
        setattr(history.detail, name, value)
    if step.category and step.category != case.category:
        changes["category"] = [shown(case.category), shown(step.category)]
        case.category = step.category
    engine.go(case, workflow, move)
    put_stamps(history, workflow, move)
    move.note |= {"notes": step.notes} if step.notes else {}
    settle(history, workflow, move, {"changes": changes})


def seen_as(workflow: Workflow, step: Step) -> Action:
    """The action as declared, but leading where the source says it led."""
    known = workflow.actions.get(step.action)
    target = workflow.states(step.state)
    if known is None:
        return Action("observed", _(OBSERVED), (), target)
    return replace(known, to=target)


def put_stamps(history: History, workflow: Workflow, move: Move) -> None:
    """The moments that the action, and the state entered, write into the detail."""
    effects = [*move.action.effects]
    if history.case.state != move.before:
        effects += workflow.on_entering.get(history.case.state, ())
    for effect in effects:
        name = getattr(effect, "stamps", "")
        if name:
            setattr(history.detail, name, move.at)
            move.note[name] = move.at.isoformat()


def settle(history: History, workflow: Workflow, move: Move, data: dict[str, object]) -> None:
    """Clocks, then one entry at the end of the chain."""
    case = history.case
    if history.timed:
        for _clock, run in clocks.turned(case, workflow, move, history.runs):
            if not any(run is one for one in history.rounds):
                history.rounds.append(run)
        clocks.settle(case, workflow, history.runs)
    enter(history, move.action.name, str(move.action.label), move, {**data, **move.note})


def enter(history: History, verb: str, label: str, move: Move, data: dict[str, object]) -> None:
    last = history.entries[-1] if history.entries else None
    record = {
        "subject": history.case.subject, "at": stamp(move.at), "verb": verb, "label": label,
        "before": move.before, "after": history.case.state, "actor_id": None, "actor": "",
        "role": move.role, "client": "", "reason": "", "data": plain(data), "personal_digest": "",
    }  # fmt: skip
    history.entries.append(chained(record, move.at, last))


def lose_sight(history: History, workflow: Workflow) -> None:
    """The source stops here: the case keeps its last state; a clock seen running late is late."""
    case, at = history.case, history.case.censored_at
    if at is None:
        return
    for name, run in history.runs.items():
        run.late = run.late or (run.running and at > run.due_at)
        case.late = case.late or (run.late and counts(workflow.clocks, name))
    move = Move(Action("lose_sight", "", ()), history.by, at, {}, case.state, role=history.by.name)
    enter(history, "lose_sight", _(LOST_SIGHT), move, {})


def counts(declared: Iterable[Clock], name: str) -> bool:
    return any(clock.name == name and clock.counts for clock in declared)
