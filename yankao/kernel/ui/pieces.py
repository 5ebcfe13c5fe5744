"""The small pieces that a page shows by the hundred, written as text: a template each is slow."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from html import escape
from typing import Any

from django.forms.utils import flatatt
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yankao.kernel.values import durations

from . import moments, tones


def safe(text: object) -> str:
    """The text fit for a page; what is fit already stays (as Django's own, without its detours)."""
    return text.__html__() if hasattr(text, "__html__") else escape(str(text))


@lru_cache(maxsize=1024)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; silent for screen readers unless it is given a label."""
    told = f'role="img" aria-label="{safe(label)}"' if label else 'aria-hidden="true"'
    address = f"{static('built/icons.svg')}#{name}"
    return SafeString(f'<svg class="icon" {told}><use href="{safe(address)}"/></svg>')


def badge(text: object, tone: str = "quiet", sign: str = "") -> SafeString:
    shown = icon(sign) if sign else ""
    return SafeString(
        f'<span class="yk-badge tone-{tones.tone(tone)}">{shown}{safe(str(text))}</span>'
    )


def remaining(
    due: datetime | None,
    now: datetime | None = None,
    start: datetime | None = None,
    *,
    paused: bool = False,
) -> SafeString:
    """How long is left, the exact deadline in its title."""
    if due is None:
        return SafeString("")
    now = now or timezone.now()
    exact = f"{_('期限')} {moments.deadline_text(due)}"
    at = f'<time datetime="{stamp(due)}" title="{safe(exact)}"'
    if paused:
        sign, tone, words = "clock-pause", "quiet", _("計時暫停")
    else:
        tone = tones.urgency(due, now, start)
        sign, words = tones.urgency_icon(due, now, tone), durations.remaining_text(due - now)
        at += " data-remaining" + (f' data-start="{stamp(start)}"' if start else "")
    return SafeString(
        f'<span class="yk-remaining tone-{tone}">{icon(sign)}{at}>{safe(words)}</time></span>'
    )


def moment(
    at: datetime | None, now: datetime | None = None, *, relative: bool = False
) -> SafeString:
    """A moment with its exact text; with `relative` also how long ago."""
    if at is None:
        return SafeString("")
    ago = ""
    if relative:
        said = durations.said((now or timezone.now()) - at)
        ago = f" <small>{safe(_('%(ago)s前') % {'ago': said})}</small>"
    words = safe(moments.moment_text(at))
    return SafeString(f'<time class="yk-moment" datetime="{stamp(at)}">{words}{ago}</time>')


def stamp(at: datetime) -> str:
    """The moment for machines, on the city's clock."""
    return timezone.localtime(at).isoformat()


def copy(text: str, label: str = "") -> SafeString:
    """A button that copies a number."""
    told = safe(label or _("複製 %(text)s") % {"text": text})
    return SafeString(
        f'<button type="button" class="yk-copy d-print-none" data-copy="{safe(text)}"'
        f' aria-label="{told}">{icon("copy")}</button>'
    )


def options(groups: Iterable[tuple[object, Iterable[Mapping[str, Any]], int]]) -> SafeString:
    """The options of a list as Django's widget gives them, in their groups."""
    said = []
    for name, inside, _place in groups:
        told = "".join(map(option, inside))
        said.append(f'<optgroup label="{safe(str(name))}">{told}</optgroup>' if name else told)
    return SafeString("".join(said))


def option(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else safe(str(widget["value"]))
    rest = flatatt(widget["attrs"])
    return f'<option value="{value}"{rest}>{safe(str(widget["label"]))}</option>'
