"""Tags every template may use without loading anything."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import moments, pieces, tones
from ..charts import Chart
from ..forms import PlaceInput

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of assets/icons.txt; silent for screen readers unless it is given a label."""
    return pieces.icon(name, label)


@register.simple_tag(takes_context=True)
def again(context: Context, name: str) -> SafeString:
    """The content of a block once more, so that <title> and <h1> are written once."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    block = blocks.get_block(name) if blocks else None
    return block.render(context) if block else SafeString("")


@register.filter
def tone(name: object) -> str:
    """The house's tone for a tone's or a colour's name."""
    return tones.tone(name)


@register.filter
def moment_text(value: datetime | None) -> str:
    """115/11/23 14:05 as plain text."""
    return moments.moment_text(value) if value else ""


@register.filter
def day_text(value: date | None) -> str:
    """115/11/23 as plain text; of a moment, the city's day."""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return moments.day_text(value) if value else ""


@register.filter
def anchor(bound: BoundField) -> str:
    """The id a link to this field jumps to."""
    return bound.id_for_label or bound.auto_id


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Label, hint, error and input of one form field."""
    return bound.as_field_group()


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """The whole form without its <form>: a summary of errors, then every field."""
    return form.render()


@register.simple_tag
def choices_of(widget: Mapping[str, Any]) -> SafeString:
    """The options of a list; a template each would make a list of all agencies slow."""
    return pieces.options(widget["optgroups"])


@register.filter
def beside_place(bound: BoundField) -> bool:
    """Whether a place in the same form already shows this field."""
    return any(
        bound.name in (other.widget.lng, other.widget.lat)
        for other in bound.form.fields.values()
        if isinstance(other.widget, PlaceInput)
    )


@register.inclusion_tag("ui/forms/place.html")
def place(bound: BoundField) -> dict[str, object]:
    """An address with the coordinates that belong to it, when the form has them."""
    form, widget = bound.form, bound.field.widget
    both = widget.lng in form.fields and widget.lat in form.fields
    return {
        "field": bound,
        "lng": form[widget.lng] if both else None,
        "lat": form[widget.lat] if both else None,
        "complete_url": widget.complete_url,
    }


@register.simple_tag
def badge(text: object, tone: str = "quiet", icon: str = "") -> SafeString:
    """A state in a word; `tone` is ok, warn, late, info, quiet or a colour."""
    return pieces.badge(text, tone, icon)


@register.simple_tag
def remaining(
    due: datetime | None,
    now: datetime | None = None,
    start: datetime | None = None,
    paused: bool = False,
) -> SafeString:
    """How long is left, readable at a glance; goes on by itself in the browser."""
    return pieces.remaining(due, now, start, paused=paused)


@register.simple_tag
def moment(at: datetime | None, now: datetime | None = None, relative: bool = False) -> SafeString:
    """A moment with its exact text; with `relative` also how long ago."""
    return pieces.moment(at, now, relative=relative)


@register.inclusion_tag("ui/components/clock.html")
def clock(
    label: str,
    due: datetime | None,
    start: datetime | None = None,
    now: datetime | None = None,
    paused: bool = False,
) -> dict[str, object]:
    """A running clock as a bar: how much of the allowed time is used."""
    now = now or timezone.now()
    used = tones.share_used(due, now, start) if due else 0.0
    return {
        "label": label,
        "due": due,
        "start": start,
        "now": now,
        "paused": paused,
        "percent": min(100, round(100 * used)),
        "tone": "quiet" if paused or due is None else tones.urgency(due, now, start),
    }


@register.inclusion_tag("ui/components/pagination.html")
def pagination(
    next: str = "",
    previous: str = "",
    shown: int = 0,
    total: int = 0,
    more: bool = False,
) -> dict[str, object]:
    """Keyset paging: addresses of the neighbours, and how many rows there are."""
    return {"next": next, "previous": previous, "shown": shown, "total": total, "more": more}


@register.inclusion_tag("ui/components/empty.html")
def empty_state(
    title: str, text: str = "", icon: str = "inbox", url: str = "", label: str = ""
) -> dict[str, object]:
    """What a list says when it has no rows, and what one can do about it."""
    return {"title": title, "text": text, "icon": icon, "url": url, "label": label}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(lines: Iterable[object]) -> dict[str, object]:
    """What happened, newest first; a line has at, label, who and, if need be, role, before, after,
    reason, changes (label, from, to), notes, quiet, tone, icon."""
    return {"lines": lines}


@register.inclusion_tag("ui/components/facts.html")
def facts(pairs: Iterable[tuple[object, object]]) -> dict[str, object]:
    """Labels and values; pairs without a value are left out."""
    return {"pairs": [(label, value) for label, value in pairs if value not in (None, "")]}


@register.inclusion_tag("ui/components/gallery.html")
def gallery(photos: Sequence[object]) -> dict[str, object]:
    """Small pictures that open large; a photo has url, alt and, if need be, thumb, caption."""
    return {"photos": photos}


@register.inclusion_tag("ui/components/before_after.html")
def before_after(before: object = None, after: object = None) -> dict[str, object]:
    """Two photos side by side, or the place where one is missing."""
    sides = [(_("處理前"), _("尚無處理前照片"), before), (_("處理後"), _("尚無處理後照片"), after)]
    return {"sides": sides}


@register.inclusion_tag("ui/components/stat.html")
def stat(
    label: str,
    value: object,
    url: str = "",
    tone: str = "",
    unit: str = "",
    note: str = "",
    icon: str = "",
) -> dict[str, object]:
    """A number that opens its list."""
    shown = tones.tone(tone) if tone else ""
    return {
        "label": label, "value": value, "url": url, "tone": shown, "unit": unit, "note": note,
        "icon": icon,
    }  # fmt: skip


@register.inclusion_tag("ui/components/bar_list.html")
def bar_list(
    rows: Iterable[Sequence[Any]], caption: str, label: str = "", value: str = "", tone: str = ""
) -> dict[str, object]:
    """A bar chart that is a table; a row is (label, number) or (label, number, url)."""
    filled = [(row[0], row[1], row[2] if len(row) > 2 else "") for row in rows]
    return {
        "rows": filled,
        "largest": max((row[1] for row in filled), default=0) or 1,
        "caption": caption,
        "label": label or _("項目"),
        "value": value or _("件數"),
        "tone": tones.tone(tone) if tone else "",
    }


@register.inclusion_tag("ui/components/tabs.html")
def tabs(items: Iterable[object], label: str = "") -> dict[str, object]:
    """A row of pages about one thing; an item has label, url and active."""
    return {"items": items, "label": label or _("分頁")}


@register.simple_tag
def copy(text: str, label: str = "") -> SafeString:
    """A small button that copies a number."""
    return pieces.copy(text, label)


@register.inclusion_tag("ui/components/confirm.html")
def confirm(id: str, title: str, text: str, yes: str, tone: str = "") -> dict[str, object]:
    """The question before something that cannot be undone: <form data-confirm="its id">."""
    return {"id": id, "title": title, "text": text, "yes": yes, "tone": tone}


@register.inclusion_tag("ui/components/map.html")
def map(url: str, label: str = "", legend: Mapping[str, str] | None = None) -> dict[str, object]:
    """Rows of a GeoJSON address as points; properties title, url, tone and text are shown."""
    told = legend or {"info": _("處理中"), "late": _("逾期"), "ok": _("已完成")}
    return {
        "url": url,
        "label": label or _("案件地圖"),
        "legend": [(tones.tone(name), text) for name, text in told.items()],
    }


class DialogNode(template.Node):
    """{% dialog "id" title="…" open=form.errors %}…{% enddialog %}"""

    def __init__(
        self, name: FilterExpression, options: dict[str, FilterExpression], inside: NodeList
    ) -> None:
        self.name, self.options, self.inside = name, options, inside

    def render(self, context: Context) -> SafeString:
        told = {key: value.resolve(context) for key, value in self.options.items()}
        told |= {"id": self.name.resolve(context), "inside": self.inside.render(context)}
        return render_to_string("ui/components/dialog.html", told)


@register.tag
def dialog(parser: Parser, token: Token) -> DialogNode:
    """A small window with a title; opened by <button data-open="id">, or at once with open=True."""
    _tag, name, *rest = token.split_contents()
    options = template.base.token_kwargs(rest, parser)
    inside = parser.parse(("enddialog",))
    parser.delete_first_token()
    return DialogNode(parser.compile_filter(name), options, inside)


@register.inclusion_tag("ui/components/chart.html")
def chart(chart: Chart) -> dict[str, object]:
    """A table that is also drawn: lines, bars or the city's districts."""
    return {"chart": chart}
