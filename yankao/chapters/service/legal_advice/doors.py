"""Who may open which of the room's own pages, and which sites are theirs."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet
from django.http import Http404

from yankao.kernel.cases.workflow import Role
from yankao.kernel.people.models import Person

from .models import Site
from .states import DESK, LAWYER, OFFICER

ROOM = "legal_advice"


def has(person: Person, roles: Sequence[Role]) -> bool:
    return bool({role.name for role in roles} & person.roles_in(ROOM))


def may_keep(person: Person) -> bool:
    return has(person, [OFFICER])


def may_serve(person: Person) -> bool:
    return has(person, [OFFICER, DESK])


def may_look(person: Person) -> bool:
    return has(person, [OFFICER, DESK, LAWYER])


def sites_of(person: Person) -> QuerySet[Site]:
    """Every site for the officer, those of one's own unit for a desk, one's own for a lawyer."""
    rows = Site.objects.filter(active=True)
    if may_keep(person):
        return rows
    mine = Q(pk__in=[])
    for duty in person.duties_at():
        if duty.programme == ROOM and duty.role == DESK.name:
            mine |= Q(unit__path__startswith=duty.unit.path)
        if duty.programme == ROOM and duty.role == LAWYER.name:
            mine |= Q(sessions__lawyer__person__in=[person, duty.person])
    return rows.filter(mine).distinct()


def site_or_404(person: Person, pk: str | int) -> Site:
    """The site asked for, or the first of one's own."""
    rows = sites_of(person)
    found = rows.filter(pk=pk).first() if str(pk).isdigit() else None if pk else rows.first()
    if found is None:
        raise Http404
    return found
