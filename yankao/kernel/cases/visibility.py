"""Which rows a person may see, and whether they may see who reported."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet

from yankao.kernel.people.known import units
from yankao.kernel.people.models import Crew, Duty, Person, Unit

from .models import Case, Involvement
from .workflow import Role, workflows


def role_of(duty: Duty) -> Role | None:
    workflow = workflows.get(duty.programme)
    return workflow.roles.get(duty.role) if workflow else None


def reach(duty: Duty, role: Role) -> Q:
    """The rows one duty opens: all of its programme, or what its unit holds or co-handles.

    Whoever handles a case sees it, even from a section below the agency that holds it.
    """
    rows = Q(programme=duty.programme)
    if role.at_crew:
        rows &= Q(crew__in=Crew.objects.of(duty.person).values("pk"))
    elif not role.sees_all:
        below = beneath(duty.unit)
        asked = Involvement.objects.filter(unit__in=below).values("case")
        rows &= Q(holder__in=below) | Q(handler=duty.person) | Q(among("pk", asked))
    if not role.confidential:
        rows &= Q(confidential=False) | Q(handler=duty.person)
    return rows


def visible(person: Person) -> Q:
    """One condition over all duties; without duties nothing is seen."""
    rows = Q(pk__in=[])
    for duty in person.duties_at():
        role = role_of(duty)
        if role:
            rows |= reach(duty, role)
    return rows


def beneath(unit: Unit) -> list[int]:
    """The keys of a unit and of everything below it, from memory."""
    return [row.pk for row in units.rows().values() if row.path.startswith(unit.path)]


def among(column: str, keys: QuerySet[Any, Any]) -> Func:
    """`column = ANY(ARRAY(…))`: read once, and unlike IN it lets an index serve an OR."""
    told = {"template": "%(expressions)s)", "arg_joiner": " = ANY("}
    return Func(F(column), ArraySubquery(keys), output_field=BooleanField(), **told)


def at_unit(duty: Duty, unit: Unit | None) -> bool:
    return unit is not None and unit.path.startswith(duty.unit.path)


def fits(duty: Duty, role: Role, case: Case, person: Person) -> bool:
    """Whether this duty, in this role, is close enough to the case to act."""
    if role.own:
        return case.handler_id in (person.pk, duty.person_id)
    if role.at_crew:
        return case.crew_id in Crew.objects.of(duty.person).values_list("pk", flat=True)
    if role.at_involved:
        return any(at_unit(duty, row.unit) for row in case.involved.select_related("unit"))
    return not role.at_holder or at_unit(duty, case.holder)


def knows_reporters(person: Person) -> bool:
    """Whether any duty lets this person know who reported something."""
    roles = (role_of(duty) for duty in person.duties_at())
    return any(role is not None and role.identity != "never" for role in roles)


def may_see_identity(person: Person, case: Case) -> bool:
    """Reporters are shown to roles that need them; of confidential cases, to three only.

    The owner officer, the approver and the privacy officer (handbook 5-6 §1).
    """
    for duty in person.duties_at():
        role = role_of(duty)
        if duty.programme != case.programme or role is None or not fits(duty, role, case, person):
            continue
        if case.confidential:
            if role.identity == "always" or (role.own and role.identity == "normal"):
                return True
        elif role.identity != "never":
            return True
    return False
