"""Rows of the list and the inbox as text: hundreds of cells are too many for a template each."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.ui import pieces
from yankao.kernel.ui.pieces import safe
from yankao.kernel.values.durations import said

from . import registry
from .columns import Column
from .programme import Programme


def short(text: str, most: int) -> str:
    """The text, cut off with 「…」 when it is longer."""
    return text if len(text) <= most else Truncator(text).chars(most)


def waited(case: Case, now: datetime) -> str:
    """How long nothing has happened to a case whose clock stands."""
    return said(now - (case.last_entry.at if case.last_entry else case.opened_at))


def tick(case: Case) -> str:
    number = safe(case.number)
    return (
        '<td class="yk-tick"><input class="form-check-input" type="checkbox" name="number"'
        f' value="{number}" data-select-row aria-label="{number}"></td>'
    )


class ListRows:
    """The rows of a programme's list under the columns shown."""

    def __init__(
        self, programme: Programme, columns: Sequence[Column], now: datetime, *, ticks: bool
    ) -> None:
        self.url, self.now, self.ticks = programme.url, now, ticks
        self.heads = [(column, opening(column)) for column in columns]

    def row(self, case: Case) -> SafeString:
        late = ' class="late"' if case.overdue(self.now) else ""
        cells = [f"{head}{self.content(case, column)}</td>" for column, head in self.heads]
        return SafeString(f"<tr{late}>{tick(case) if self.ticks else ''}{''.join(cells)}</tr>\n")

    def content(self, case: Case, column: Column) -> str:
        if column.name == "number":
            number = safe(case.number)
            return f'<a href="{self.url}{number}/">{number}</a>'
        if column.name == "state":
            return pieces.badge(case.state_label, case.tone)
        if column.name == "due_at" and case.due_at and not case.closed_at:
            return pieces.remaining(case.due_at, self.now, case.opened_at)
        text = case.place if column.name == "address" else column.text(case)
        return f"<span>{safe(short(text, 60))}</span>"


def opening(column: Column) -> str:
    label, narrow = safe(column.label), ' class="nowrap"' if column.narrow else ""
    return f'<td data-col="{column.name}" data-label="{label}"{narrow}>'


def waiting_row(case: Case, step: Action | None, now: datetime, *, ticks: bool) -> SafeString:
    """A row of the inbox: until when, what, where, whose, and the next step."""
    url, number = registry.of(case).url, safe(case.number)
    late = ' class="late"' if case.due_at and case.due_at < now else ""
    if case.due_at:
        left: str = pieces.remaining(case.due_at, now, case.opened_at)
    else:
        words = safe(_("已等 %(ago)s") % {"ago": waited(case, now)})
        left = f'<span class="text-secondary nowrap">{words}</span>'
    who = safe(str(case.holder or "—")) + (f" · {safe(str(case.handler))}" if case.handler else "")
    go = ""
    if step:
        label = safe(step.label)
        go = (
            f'<a class="btn btn-sm" href="{url}{number}/do/{step.name}/"'
            f' aria-label="{label} {number}">{label}</a>'
        )
    return SafeString(
        f'<tr{late}>{tick(case) if ticks else ""}<td class="yk-when">{left}</td>'
        f'<td class="yk-what"><a class="yk-row-link" href="{url}{number}/">'
        f'{safe(short(case.title, 40))}</a><div class="text-secondary">{number}</div></td>'
        f'<td class="yk-state-cell">{pieces.badge(case.state_label, case.tone)}</td>'
        f'<td class="yk-where"><span>{safe(short(case.place, 34))}</span></td>'
        f'<td class="yk-who"><span>{who}</span></td><td class="yk-next">{go}</td></tr>\n'
    )
