"""Whose move it is: the cases on which a person, by duty, is expected to act."""

from collections.abc import Iterable

from django.db.models import Q

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.cases.visibility import beneath, role_of
from yankao.kernel.cases.workflow import Role, Workflow
from yankao.kernel.people.models import Crew, Duty, Person


def states_for(workflow: Workflow, role: Role) -> list[str]:
    """States that this role is expected to move on: it has an action there that leads elsewhere."""
    return sorted(
        {
            state
            for action in workflow.actions.values()
            if role.name in {r.name for r in action.roles}
            and not (action.to is None or action.corrects or action.occasional)
            for state in action.froms
            if state not in workflow.final and set(workflow.targets(action)) - {state}
        }
    )


def expected(duty: Duty) -> Q | None:
    role = role_of(duty)
    if role is None:
        return None
    states = states_for(role_workflow(duty), role)
    if not states:
        return None
    rows = Q(programme=duty.programme, state__in=states)
    if role.own:
        return rows & Q(handler=duty.person)
    if role.at_crew:
        return rows & Q(crew__in=Crew.objects.of(duty.person).values("pk"))
    if role.at_holder:
        rows &= Q(holder__in=beneath(duty.unit))
    return rows if role.confidential else rows & (Q(confidential=False) | Q(handler=duty.person))


def role_workflow(duty: Duty) -> Workflow:
    from yankao.kernel.cases.workflow import workflows

    return workflows[duty.programme]


def for_person(person: Person, duties: Iterable[Duty] | None = None) -> CaseQuerySet:
    """Open cases waiting for any of the person's duties, or held by the person."""
    rows = Q(handler=person)
    for duty in duties if duties is not None else person.duties_at():
        found = expected(duty)
        rows = rows | found if found is not None else rows
    return Case.objects.open().filter(rows)
