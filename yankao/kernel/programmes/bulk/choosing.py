"""Which cases were chosen, and what may be done to them."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.people.models import Person

from .. import registry
from ..filters import case_filter
from ..paging import sorted_by
from ..programme import Programme
from . import limits


class Unchosen(Exception):
    """Why no batch can be made of this; the text is for the person who pressed."""


@dataclass(frozen=True)
class Choice:
    programme: Programme
    action: Action
    cases: list[Case]


def offered(programme: Programme, person: Person) -> list[Action]:
    """What this person may do to many rows at once."""
    roles = person.roles_in(programme.name)
    every = programme.workflow.actions.values()
    return [a for a in every if a.bulk and {role.name for role in a.roles} & roles]


def choice(asked: QueryDict, person: Person) -> Choice:
    """The action and the cases: those ticked, or all that a filter finds, within the bound."""
    name, _dot, verb = asked.get("action", "").partition(".")
    programme = next((room for room in registry.every() if room.name == name), None)
    found = offered(programme, person) if programme else []
    action = next((one for one in found if one.name == verb), None)
    cases = chosen_cases(asked, programme, person) if programme and action else []
    if programme is None or action is None or not cases:
        raise Unchosen(_("請先勾選案件，再選擇動作。"))
    if len(cases) > limits.MOST.value():
        told = _("一次最多 {n} 件，請先縮小篩選範圍。")
        raise Unchosen(told.format(n=limits.MOST.value()))
    return Choice(programme, action, cases)


def chosen_cases(data: QueryDict, programme: Programme, person: Person) -> list[Case]:
    """In the order of the list; one more than allowed, so that too many is noticed."""
    rows = Case.objects.visible_to(person).ours().filter(programme=programme.name)
    rows = rows.select_related("holder", "category", programme.name)
    most = limits.MOST.value() + 1
    if "everything" in data:
        query = QueryDict(data.get("query", ""))
        found = case_filter(programme, rows, query)
        return list(sorted_by(found.qs, query.get("order", "new"))[:most])
    return list(sorted_by(rows.filter(number__in=data.getlist("number")[:most]), "new"))
