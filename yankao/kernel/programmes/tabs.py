"""The row of pages at the top of a room, as far as this person may enter them."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yankao.kernel.cases.crews import CrewForm
from yankao.kernel.people.models import Person

from .access import is_manager
from .programme import Extra, Programme
from .shift.note import keeps_shifts


@dataclass(frozen=True)
class Tab:
    label: str
    url: str
    icon: str
    active: bool


def tabs(programme: Programme, person: Person, here: str) -> list[Tab]:
    """The list, what overseers and crews need, the room's own pages, settings."""
    over = oversees(programme, person)
    offered = [
        (True, "", _("清單"), "list"),
        (over, "board", _("看板"), "layout-dashboard"),
        (keeps_shifts(programme, person), "shift", _("交班"), "clipboard-list"),
        (over, "patterns", _("熱點與往返"), "map-pins"),
        (over and programme.urgent is not None, "surge", _("災害"), "urgent"),
        (reads_again(programme, person), "quality", _("品質抽查"), "clipboard-check"),
        (drives_out(programme, person), "round", _("外勤"), "route"),
        (sends_crews(programme, person), "crews", _("班隊"), "users-group"),
        (is_manager(person, programme), "holds", _("保全"), "archive"),
        (True, "figures", _("數字"), "chart-bar"),
        *((open_to(extra, programme, person), extra.name, str(extra.label), extra.icon)
          for extra in programme.extras),
        (is_manager(person, programme), "settings", _("設定"), "settings"),
    ]  # fmt: skip
    return [
        Tab(label, f"{programme.url}{name}/" if name else programme.url, icon,
            here == (name or "list"))
        for shown, name, label, icon in offered
        if shown
    ]  # fmt: skip


def open_to(extra: Extra, programme: Programme, person: Person) -> bool:
    roles = {role.name for role in extra.roles}
    return not roles or bool(roles & person.roles_in(programme.name))


def oversees(programme: Programme, person: Person) -> bool:
    return bool({role.name for role in programme.overseers} & person.roles_in(programme.name))


def drives_out(programme: Programme, person: Person) -> bool:
    return bool({role.name for role in programme.drives_out} & person.roles_in(programme.name))


def crew_masters(programme: Programme) -> set[str]:
    """The roles that give cases to crews, and therefore keep the list of them."""
    return {
        role.name
        for action in programme.workflow.actions.values()
        if action.asks and issubclass(action.asks, CrewForm)
        for role in action.roles
    }


def sends_crews(programme: Programme, person: Person) -> bool:
    return bool(crew_masters(programme) & person.roles_in(programme.name))


def reads_again(programme: Programme, person: Person) -> bool:
    """Readers of the sample, and overseers who look at how it came out."""
    sheet = programme.sheet
    if sheet is None:
        return False
    readers = {role.name for role in (sheet.reader, sheet.confidential_reader) if role}
    return bool(readers & person.roles_in(programme.name)) or oversees(programme, person)
