"""Small look-ups that the generic pages need."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django import forms, template
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.figures import registry as figures
from yankao.kernel.people.models import Duty
from yankao.kernel.tasks.models import Task
from yankao.kernel.ui.pieces import safe
from yankao.kernel.values.durations import said

from ..columns import channel as channel_of
from ..dashboards.tiles import Tile, views_of
from ..dutylog import in_words
from ..menu import label
from ..programme import Programme

register = template.Library()


IN_SIGHT = 3


@register.filter
def called(programme: Programme) -> str:
    """The programme's name in the reader's language."""
    return label(programme)


@dataclass(frozen=True)
class Buttons:
    """The actions of a case by weight: at most one stands out, the rare ones wait in a menu."""

    main: Sequence[Action]
    more: Sequence[Action]
    first: Action | None


@register.filter
def by_weight(actions: Sequence[Action]) -> Buttons:
    """A handful stays in sight whole; of many, what is done every day; of those, what leads on."""
    daily = [a for a in actions if not (a.occasional or a.corrects)]
    forward = [a for a in daily if a.leads_on]
    harmless = [a for a in actions if not a.corrects and a.tone != "danger"]
    main = next((few for few in (harmless, daily) if daily and len(few) <= IN_SIGHT), forward)
    return Buttons(main, [a for a in actions if a not in main], forward[0] if forward else None)


@register.filter
def view_text(tile: Tile) -> str:
    """How a tile shows its figure, in words."""
    try:
        return dict(views_of(figures.get(tile.figure))).get(tile.view, tile.view)
    except KeyError:
        return tile.view


@register.filter
def places(tile: Tile) -> list[tuple[str, int]]:
    return [("x", tile.x), ("y", tile.y), ("w", tile.w), ("h", tile.h)]


@register.filter
def length_text(length: timedelta) -> str:
    """Two units at most: 2 天 3 小時."""
    return said(length)


@register.filter
def mark_text(mark: str) -> str:
    """How sure we are of a setting's default."""
    return {"found": _("有依據"), "borrowed": _("參照他市")}.get(mark, _("暫定"))


@register.filter
def value_text(value: object) -> str:
    """A setting's value in a line."""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return _("、").join(map(str, value)) if isinstance(value, list | tuple) else str(value)


@register.filter
def cut_words(text: str) -> list[str]:
    return text.split()


@register.filter
def item(form: forms.Form, name: str) -> forms.BoundField | None:
    return form[name] if name in form.fields else None


@register.simple_tag
def boxes(name: str, options: Sequence[tuple[str, str]], picked: Container[str]) -> SafeString:
    """A box to tick for each option; by hand, since a list has hundreds."""
    return SafeString(
        "".join(
            '<label class="form-check"><input class="form-check-input" type="checkbox"'
            f' name="{name}" value="{safe(value)}"{" checked" if value in picked else ""}>'
            f'<span class="form-check-label">{safe(label)}</span></label>'
            for value, label in options
        )
    )


@register.simple_tag
def lines(options: Sequence[tuple[str, str]], picked: Container[str]) -> SafeString:
    """The options of a list to choose one from."""
    return SafeString(
        "".join(
            f'<option value="{safe(value)}"{" selected" if value in picked else ""}>'
            f"{safe(label)}</option>"
            for value, label in options
        )
    )


@register.filter
def all_of(query: QueryDict, name: str) -> list[str]:
    return query.getlist(name) if hasattr(query, "getlist") else []


@register.filter
def how_many(query: QueryDict, name: str) -> int:
    return len([value for value in all_of(query, name) if value])


@register.filter
def channel_text(case: Case) -> str:
    return channel_of(case) or "—"


@register.simple_tag
def url_with(url: str, query: str) -> str:
    return f"{url}?{query}"


@register.filter
def duty_text(duty: Duty) -> str:
    """Room and role, as people call them."""
    return in_words(duty.programme, duty.role)


@register.filter
def braced(name: str) -> str:
    return f"{{{name}}}"


@register.filter
def figure_url(task: Task) -> str:
    """The page of the figure whose threshold a task is about; its key names it."""
    name = (task.key or "").split(":")[1:2]
    return f"/figures/{name[0]}/" if name else "/figures/"
