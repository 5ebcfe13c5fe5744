"""Bulk store of historical cases: computes what the engine would have written, copies it in.

The rules are the engine's own functions: `engine.go` for state and counters, `clocks.turned` for
clocks, `timeline.chained` for the chain, `numbers` for the series, `search.index` for the words.
Left out on purpose: checking roles and forms (the past is not asked again), alarms and letters
(nobody is reminded of 2016).
"""

import gc
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.cases import clocks, engine, numbers
from yankao.kernel.cases.actors import Actor, person
from yankao.kernel.cases.forms import PLACE, Changes, hand_over, shown
from yankao.kernel.cases.models import Case, CaseDetail, Category, ClockRun
from yankao.kernel.cases.workflow import Action, Effect, Move
from yankao.kernel.people.models import Contact, Unit
from yankao.kernel.search.index import row_of
from yankao.kernel.search.models import IndexRow
from yankao.kernel.timeline.models import Entry, PersonalValue
from yankao.kernel.timeline.seal import digest
from yankao.kernel.timeline.timeline import chained, stamp
from yankao.kernel.values.copying import copy_new, copy_rows, next_keys
from yankao.kernel.values.rows import fresh
from yankao.kernel.values.spelling import Spelled
from yankao.kernel.values.taipei import day_of

from .desk import OPEN, opener
from .programme import Programme

OBSERVED = gettext_noop("來源所見狀態")
LOST_SIGHT = gettext_noop("離開資料來源，此後狀態不詳")


@dataclass
class Step:
    """A state seen at a moment; `action` names the move it must have been, if there is one.

    `applies` is what the action's form does to the case, `then` what follows for fields and
    clocks; both only in memory. Without `by` it was whoever tells the history.
    """

    at: datetime
    state: str
    action: str = ""
    unit: Unit | None = None
    category: Category | None = None
    values: dict[str, object] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    by: Actor | None = None
    role: str = ""
    reason: str = ""
    applies: "Effect | None" = None
    then: "Callable[[History, Move], None] | None" = None


@dataclass
class History:
    """An unsaved case and detail, and what is known of their past, in order of time.

    `begins` joins the case to others of its batch, once they have keys; `rows` are kept beside
    the case and point at it.
    """

    case: Case
    detail: CaseDetail
    steps: list[Step]
    by: Actor
    timed: bool = True
    notes: list[str] = field(default_factory=list)
    begins: "Callable[[History], None] | None" = None
    rows: list[models.Model] = field(default_factory=list)
    contact: Contact | None = None
    salt: str = ""
    personal: dict[str, object] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    rounds: dict[int, ClockRun] = field(default_factory=dict)
    runs: dict[str, ClockRun] = field(default_factory=dict)


class Recorder:
    """Lets histories of one programme happen; keeps what they share, so that it is asked once."""

    def __init__(self, programme: Programme) -> None:
        self.programme, self.workflow = programme, programme.workflow
        self.labels = {OPEN: _("受理"), "observed": _(OBSERVED), "lose_sight": _(LOST_SIGHT)}
        self.labels |= {name: str(a.label) for name, a in self.workflow.actions.items()}
        self.opening = Action(OPEN, self.labels[OPEN], ())
        self.losing = Action("lose_sight", self.labels["lose_sight"], ())
        self.counted = {clock.name for clock in self.workflow.clocks if clock.counts}
        self.moves: dict[tuple[str, str], Action] = {}
        self.stamps: dict[tuple[str, str], list[str]] = {}
        self.said: dict[tuple[type[models.Model], object], object] = {}
        self.facts = [
            (field.name, field.attname, shown(field.get_default()))
            for field in programme.detail._meta.concrete_fields
            if field.editable and not field.primary_key
        ]

    def store(self, histories: Sequence[History]) -> None:
        """Stores cases, details, clocks, entries and index rows, in the caller's transaction."""
        if not histories:
            return
        self.give_numbers(histories)
        self.give_keys(histories)
        self.keep_contacts([history for history in histories if history.contact])
        for history in histories:
            self.relive(history)
        entries = [entry for history in histories for entry in history.entries]
        rounds = [run for history in histories for run in history.rounds.values()]
        ready()
        copy_new(Entry, entries)
        copy_rows(PersonalValue, [self.told_in(h) for h in histories if h.personal])
        for history in histories:
            history.case.last_entry_id = history.entries[-1].pk
        copy_rows(Case, (history.case for history in histories))
        copy_rows(self.programme.detail, (history.detail for history in histories))
        copy_new(ClockRun, rounds)
        self.store_beside(histories)
        copy_rows(IndexRow, (row_of(h.case, self.words(h)) for h in histories))

    def store_beside(self, histories: Sequence[History]) -> None:
        """Rows of other tables that belong to the cases, table by table."""
        tables: dict[type[models.Model], list[models.Model]] = {}
        for history in histories:
            for row in history.rows:
                row.case_id = history.case.pk  # type: ignore[attr-defined]
                tables.setdefault(type(row), []).append(row)
        for table, rows in tables.items():
            (copy_rows if table._meta.pk.is_relation else copy_new)(table, rows)

    def give_numbers(self, histories: Sequence[History]) -> None:
        cases = [history.case for history in histories if not history.case.number]
        programme, moments = self.programme, [case.opened_at for case in cases]
        given = numbers.for_many(programme.numbering, programme.prefix, moments)
        for case, number in zip(cases, given, strict=True):
            case.number = number

    def give_keys(self, histories: Sequence[History]) -> None:
        cases = [history.case for history in histories if history.case.pk is None]
        for key, case in zip(next_keys(Case, len(cases)), cases, strict=True):
            case.pk = key

    def keep_contacts(self, histories: Sequence[History]) -> None:
        """Who reported, apart from the case, for as long as the programme keeps them."""
        for history in histories:
            day, contact = day_of(history.case.opened_at), history.contact
            if contact:
                contact.erase_after = day + timedelta(days=366 * self.programme.keep_years)
        copy_new(Contact, [history.contact for history in histories if history.contact])
        for history in histories:
            history.case.contact = history.contact

    def told_in(self, history: History) -> PersonalValue:
        """What the reporter said of themselves, beside the first entry."""
        first = history.entries[0]
        told = {"entry_id": first.pk, "subject": first.subject, "salt": history.salt}
        return fresh(PersonalValue, {**told, "values": history.personal})

    def words(self, history: History) -> str:
        return self.programme.searchable(history.detail) if self.programme.searchable else ""

    def relive(self, history: History) -> None:
        """Opens the case and lets every step happen, in memory."""
        case, programme, detail = history.case, self.programme, history.detail
        case.programme, case.state = programme.name, self.workflow.start
        detail.case = case
        setattr(case, programme.name, detail)
        if history.begins:
            history.begins(history)
        title = programme.title(detail) if programme.title else ""
        case.title = str(case.title or title or self.say(case.category or programme.label))[:200]
        move = Move(self.opening, history.by, case.opened_at, {}, "", role=opener(history.by))
        move.note |= {"notes": history.notes} if history.notes else {}
        given = self.given(history)
        if history.contact or case.opened_by_id:
            self.lay_apart(history, move, given)
        self.settle(history, move, given)
        for step in history.steps:
            self.happen(history, step)
        if case.censored_at:
            self.lose_sight(history, case.censored_at)

    def move(self, action: Action, history: History, step: Step) -> Move:
        by = step.by or history.by
        role = step.role or opener(by)
        return Move(action, by, step.at, {}, history.case.state, reason=step.reason, role=role)

    def given(self, history: History) -> Changes:
        """What the opening asked, in the shape in which forms report their changes."""
        case, detail = history.case, history.detail
        told: Changes = {}
        for name in CASE_FACTS:
            value = getattr(case, name)
            if value not in (None, ""):
                told[name] = [None, self.say(value)]
        held = detail.__dict__
        for name, attname, default in self.facts:
            value = held[attname]
            if value is not None and value != "":
                told[name] = [default, self.say(detail._state.fields_cache.get(name, value))]
        return told

    @staticmethod
    def lay_apart(history: History, move: Move, given: Changes) -> None:
        """Who reported, and the exact place, stand beside the entry, as the engine has it."""
        history.personal = personal(history)
        history.salt = history.salt or secrets.token_hex(16)
        apart = {name: given.pop(name) for name in PLACE if name in given}
        if apart:
            history.personal["changes"] = apart
            move.note["apart"] = [*apart]

    def say(self, value: object) -> object:
        """What `shown` makes of a value; of rows shared by many cases only once."""
        if not isinstance(value, models.Model):
            return shown(value)
        key = (type(value), value.pk)
        if key not in self.said:
            self.said[key] = shown(value)
        return self.said[key]

    def happen(self, history: History, step: Step) -> None:
        """One step: hand-over, state and counters, stamps, clocks, one entry."""
        case, detail = history.case, history.detail
        move = self.move(self.seen_as(step), history, step)
        if step.applies:
            step.applies(case, move)
        if step.unit and step.unit.pk != case.holder_id:
            hand_over(case, step.unit, None, move)
        changes: Changes = {}
        for name, value in step.values.items():
            changes[name] = [shown(getattr(detail, name)), shown(value)]
            setattr(detail, name, value)
        if step.category and step.category.pk != case.category_id:
            changes["category"] = [shown(case.category), shown(step.category)]
            case.category = step.category
        engine.go(case, self.workflow, move)
        self.put_stamps(history, move)
        move.note |= {"notes": step.notes} if step.notes else {}
        self.settle(history, move, changes, step.then)

    def seen_as(self, step: Step) -> Action:
        """The action as declared, but leading where the source says it led."""
        key = (step.action, step.state)
        if key not in self.moves:
            known = self.workflow.actions.get(step.action)
            target = self.workflow.states(step.state)
            observed = Action("observed", self.labels["observed"], (), target)
            self.moves[key] = replace(known, to=target) if known else observed
        return self.moves[key]

    def put_stamps(self, history: History, move: Move) -> None:
        """The moments that the action, and the state entered, write into the detail."""
        entered = history.case.state if history.case.state != move.before else ""
        key = move.action.name, entered
        if key not in self.stamps:
            effects = [*move.action.effects, *self.workflow.on_entering.get(entered, ())]
            self.stamps[key] = [effect.stamps for effect in effects if hasattr(effect, "stamps")]
        for name in self.stamps[key]:
            setattr(history.detail, name, move.at)
            move.note[name] = move.at.isoformat()

    def settle(
        self,
        history: History,
        move: Move,
        changes: Changes,
        then: Callable[[History, Move], None] | None = None,
    ) -> None:
        """Clocks, what follows for them, then one entry at the end of the chain."""
        case = history.case
        if history.timed:
            for _clock, run in clocks.turned(case, self.workflow, move, history.runs):
                if run.pk is None:
                    history.rounds[id(run)] = run
            if then:
                then(history, move)
            clocks.settle(case, self.workflow, history.runs)
        self.enter(history, move, {"changes": changes, **move.note})

    def enter(self, history: History, move: Move, data: dict[str, object]) -> None:
        """The entry holds only texts, numbers and lists of them, so it needs no other spelling."""
        last, by = history.entries[-1] if history.entries else None, person(move.by)
        at = move.at.astimezone(UTC)
        told = last is None and bool(history.personal)
        record: dict[str, object] = {
            "subject": last.subject if last else history.case.subject,
            "at": stamp(at), "verb": move.action.name,
            "label": self.labels[move.action.name], "before": move.before,
            "after": history.case.state, "actor_id": by.id if by else None,
            "actor": by.name if by else "", "role": move.role, "client": "",
            "reason": move.reason, "data": Spelled(data),
            "personal_digest": digest(history.salt, history.personal) if told else "",
        }  # fmt: skip
        history.entries.append(fresh(Entry, chained(record, at, last)))

    def lose_sight(self, history: History, at: datetime) -> None:
        """The source stops here: the case keeps its last state; what was seen late is late."""
        case = history.case
        for name, run in history.runs.items():
            run.late = run.late or (run.running and run.due_at is not None and at > run.due_at)
            case.late = case.late or (run.late and name in self.counted)
        move = self.move(self.losing, history, Step(at, case.state))
        self.enter(history, move, {"changes": {}})


def personal(history: History) -> dict[str, object]:
    """Contact details by the names under which intake forms ask for them."""
    contact = history.contact
    said = {name: getattr(contact, name) for name in REACH}
    return {f"contact_{name}": value for name, value in said.items() if value}


REACH = ("name", "phone", "email", "address", "fax")
CASE_FACTS = ("category", "address", "district", "lng", "lat", "channel", "sub_channel")


def ready() -> None:
    """A lost last batch is read again, so nothing waits for the disk; and foreign keys are looked
    up by index even by a session that planned its look-ups while the tables were empty.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SET LOCAL enable_seqscan = off")


@contextmanager
def unhurried() -> Iterator[None]:
    """Python looks for dead objects less often: all of a batch stays to its end, and looking
    through it again and again took a third of the time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(1_000_000, 10, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def part(histories: Sequence[History]) -> None:
    """What is stored no longer points at each other, so that it goes as soon as nobody has it."""
    for history in histories:
        history.case._state.fields_cache.clear()
        history.__dict__.clear()
