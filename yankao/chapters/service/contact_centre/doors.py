"""Who may open which of the room's own pages, and whose calls they see."""

from django.db.models import Q

from yankao.kernel.cases.workflow import Role
from yankao.kernel.people.models import Person

from .effects import NAME
from .states import AGENT, AUDITOR, EDITOR, LEAD, MANAGER

EVERYTHING = {LEAD.name, AUDITOR.name, MANAGER.name}


def roles(person: Person) -> set[str]:
    return set(person.roles_in(NAME))


def any_of(*named: Role) -> "Allowed":
    return Allowed({role.name for role in named})


class Allowed:
    """Lets in whoever has one of the roles."""

    def __init__(self, names: set[str]) -> None:
        self.names = names

    def __call__(self, person: Person) -> bool:
        return bool(self.names & roles(person))


may_answer = any_of(AGENT, LEAD)
may_look = any_of(AGENT, LEAD, AUDITOR, MANAGER)
may_oversee = any_of(LEAD, MANAGER)
may_manage = any_of(MANAGER)
may_read_knowledge = any_of(AGENT, LEAD, AUDITOR, EDITOR, MANAGER)
may_edit_knowledge = any_of(EDITOR, LEAD, MANAGER)


def calls_of(person: Person) -> Q:
    """Leads, auditors and the commission see every call, agents their own, editors none."""
    held = roles(person)
    if held & EVERYTHING:
        return Q()
    return Q(agent=person) if AGENT.name in held else Q(id__in=[])


def staff_of(person: Person) -> Q:
    """Whether somebody has a disability is between them and whoever answers for the contract."""
    return Q() if MANAGER.name in roles(person) else Q(pk__in=[])


def seats_of(person: Person) -> Q:
    return Q() if may_look(person) else Q(pk__in=[])
