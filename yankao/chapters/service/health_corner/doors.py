"""Who may open which of the room's own pages."""

from yankao.kernel.people.models import Person

from .effects import NAME
from .states import MANAGER, NURSE


def may_enter(person: Person) -> bool:
    return NURSE.name in person.roles_in(NAME)


def may_look(person: Person) -> bool:
    return bool({NURSE.name, MANAGER.name} & person.roles_in(NAME))
