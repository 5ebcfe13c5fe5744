"""Who may open which of the room's own pages."""

from django.db.models import Q

from yankao.kernel.people.models import Person

from .effects import NAME
from .states import INTERPRETER, MANAGER


def may_sign(person: Person) -> bool:
    return INTERPRETER.name in person.roles_in(NAME)


def may_look(person: Person) -> bool:
    return bool({INTERPRETER.name, MANAGER.name} & person.roles_in(NAME))


def may_manage(person: Person) -> bool:
    return MANAGER.name in person.roles_in(NAME)


def interpreters_of(person: Person) -> Q:
    return Q() if may_look(person) else Q(pk__in=[])
