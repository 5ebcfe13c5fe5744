"""What must hold of every case, whether people made it, a file told it or a sample: the rules."""

from collections.abc import Iterator
from itertools import pairwise

from yankao.kernel.cases import clocks
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Role
from yankao.kernel.people.models import Duty
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.search.index import row_of
from yankao.kernel.timeline.models import Entry
from yankao.kernel.timeline.timeline import broken, entries
from yankao.kernel.values.taipei import day_of


def faults(room: Programme, case: Case) -> Iterator[str]:
    """One sentence for everything about a closed case that the rules would not have allowed."""
    told = list(entries(case.subject))
    yield from faults_of_story(case, told)
    yield from faults_of_moves(room, case, told)
    yield from faults_of_clocks(room, case)
    yield from faults_of_index(room, case)
    yield from faults_of_fields(room, case)


def faults_of_story(case: Case, told: list[Entry]) -> Iterator[str]:
    """From the opening to the state it has, without a gap, in order of time, sealed."""
    if broken(case.subject):
        yield "the chain does not hold"
    if (told[0].verb, told[0].before, told[0].after) != ("open", "", case.workflow.start):
        yield f"begins with {told[0].verb}"
    for before, after in pairwise(told):
        if after.before != before.after or after.at < before.at:
            yield f"{after.verb} does not follow {before.verb}"
    if told[-1].after != case.state or case.last_entry_id != told[-1].pk:
        yield f"ends as {told[-1].after}, but is {case.state}"
    if (case.state in case.workflow.final) != (case.closed_at is not None):
        yield f"{case.state}, closed at {case.closed_at}"


def faults_of_moves(room: Programme, case: Case, told: list[Entry]) -> Iterator[str]:
    """Only declared moves, from states that allow them, by those whose duty it was."""
    held = room.unit_of(case, getattr(case, room.name)) if room.unit_of else None
    holder = getattr(held, "name", "")
    for entry in told[1:]:
        action = room.workflow.actions.get(entry.verb)
        if action is None:
            yield f"{entry.verb} is no action"
            continue
        targets = room.workflow.targets(action) or [entry.before]
        if entry.before not in action.froms or entry.after not in targets:
            yield f"{entry.verb} from {entry.before} to {entry.after}"
        roles = [role for role in action.roles if role.name == entry.role]
        if not roles or not fits(room, roles[0], entry, holder):
            yield f"{entry.verb} by {entry.actor or 'nobody'} as {entry.role!r} at {holder}"
        holder = str(entry.data.get("holder") or holder)


def fits(room: Programme, role: Role, entry: Entry, holder: str) -> bool:
    """An official had the duty on that day, at the holding unit if the role is bound to it."""
    if role.citizen or role.system:
        return entry.actor_id is None
    duties = Duty.objects.in_force(entry.at).filter(programme=room.name, role=role.name)
    places = duties.filter(person=entry.actor_id).values_list("unit__name", flat=True)
    return holder in places if role.at_holder else places.exists()


def faults_of_clocks(room: Programme, case: Case) -> Iterator[str]:
    counted, late = {clock.name for clock in room.workflow.clocks if clock.counts}, False
    for run in case.clocks.all():
        if case.closed_at and run.running:
            yield f"{run.name} still runs"
        if clocks.recomputed(run) != run.due_at or not run.due_at or run.due_at <= run.started_at:
            yield f"{run.name} is due {run.due_at} instead of {clocks.recomputed(run)}"
        begun = run.started_at if run.name in counted else case.opened_at
        if run.stopped_at and run.stopped_at < begun:  # an appointment one is early for is kept
            yield f"{run.name} stops before it starts"
        if run.late != run.ended_late():
            yield f"{run.name} late: {run.late}"
        late = late or (run.late and run.name in counted)
    if case.late != late:
        yield f"late: {case.late}"


def faults_of_index(room: Programme, case: Case) -> Iterator[str]:
    words = room.searchable(getattr(case, room.name)) if room.searchable else ""
    right = row_of(case, words)
    if (case.indexed.grams, case.indexed.hidden) != (right.grams, right.hidden):
        yield "the search knows other words"


def faults_of_fields(room: Programme, case: Case) -> Iterator[str]:
    """Choices that exist, texts that fit, numbers of its own day or year."""
    for row in (case, getattr(case, room.name)):
        related = [field.name for field in row._meta.concrete_fields if field.is_relation]
        blank = [f.name for f in row._meta.concrete_fields if f.blank or f.null]
        empty = [name for name in blank if getattr(row, name) in (None, "")]
        row.clean_fields(exclude=[*related, *empty])
    if f"{day_of(case.opened_at).year - 1911:03d}" not in case.number:
        yield f"{case.number} opened {case.opened_at}"
