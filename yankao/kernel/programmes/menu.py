"""What the rooms put into the frame: their place in the menu, a person's roles."""

from django.http import HttpRequest
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from yankao.kernel.cases.visibility import knows_reporters
from yankao.kernel.people.models import Person
from yankao.kernel.ui import menu

from . import registry
from .officials.accounts import keeps_accounts
from .programme import Programme
from .tabs import oversees

CHAPTERS = {
    "research": gettext_noop("研究發展"), "planning": gettext_noop("綜合計畫"),
    "control": gettext_noop("管制考核"), "works": gettext_noop("工程查核"),
    "service": gettext_noop("為民服務"), "digital": gettext_noop("資訊業務"),
    "risk": gettext_noop("整體風險管理"),
}  # fmt: skip


def contribute() -> None:
    """Hands our part of the menu to the frame, once."""
    if rooms not in menu.contributors:
        menu.contributors.append(rooms)
        menu.role_contributors.append(roles)


def rooms(request: HttpRequest) -> list[menu.MenuGroup]:
    person = request.user
    if not isinstance(person, Person):
        return []
    first = [
        menu.MenuItem(_("收件匣"), "/desk/", "inbox"),
        menu.MenuItem(_("我的職務與請假"), "/desk/me/", "user-cog"),
        menu.MenuItem(_("儀表板"), "/dashboards/", "dashboard"),
        menu.MenuItem(_("統計數字"), "/figures/", "chart-bar"),
    ]
    if knows_reporters(person):
        first.append(menu.MenuItem(_("疑似同一反映人"), "/desk/people/", "users"))
    if any(oversees(programme, person) for programme in registry.every()):
        first.append(menu.MenuItem(_("寄件匣"), "/desk/outbox/", "send"))
    if keeps_accounts(person):
        first.append(menu.MenuItem(_("人員帳號"), "/desk/officials/", "id"))
    groups = [menu.MenuGroup("", first)]
    held = {duty.programme for duty in person.duties_at()}
    for programme in registry.every():
        if programme.name in held:
            item = menu.MenuItem(label(programme), programme.url, programme.icon)
            groups.append(menu.MenuGroup(_(CHAPTERS[programme.chapter]), [item]))
    return groups


def label(programme: Programme) -> str:
    return programme.label_en if get_language() == "en" else programme.label


def roles(request: HttpRequest) -> list[str]:
    person = request.user
    if not isinstance(person, Person):
        return []
    named = {(duty.programme, duty.role) for duty in person.duties_at()}
    return [
        str(programme.workflow.roles[role].label)
        for programme in registry.every()
        for name, role in sorted(named)
        if name == programme.name and role in programme.workflow.roles
    ]
