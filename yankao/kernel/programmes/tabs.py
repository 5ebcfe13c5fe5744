"""The row of pages at the top of a room, as far as this person may enter them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yankao.kernel.people.models import Person

from .access import is_manager
from .programme import Programme


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    icon: str
    active: bool


def tabs(programme: Programme, person: Person, here: str) -> list[Tab]:
    roles = person.roles_in(programme.name)
    shown = [Tab(_("清單"), programme.url, "list", here == "list")]
    if oversees(programme, person):
        shown.append(Tab(_("看板"), f"{programme.url}board/", "layout-dashboard", here == "board"))
    for extra in programme.extras:
        if not extra.roles or roles & {role.name for role in extra.roles}:
            url = f"{programme.url}{extra.name}/"
            shown.append(Tab(str(extra.label), url, extra.icon, here == extra.name))
    if is_manager(person, programme):
        shown.append(Tab(_("設定"), f"{programme.url}settings/", "settings", here == "settings"))
    return shown


def oversees(programme: Programme, person: Person) -> bool:
    return bool({role.name for role in programme.overseers} & person.roles_in(programme.name))
