"""The page of a unit's shift: numbers with their rows, remarks, who has read them."""

from datetime import datetime, time
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.people.models import Person
from yankao.kernel.timeline.models import Entry
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import day_of

from ..access import client, official, room
from ..programme import Programme
from ..tabs import tabs
from . import remarks
from .note import HEADINGS, ROWS, Note, keeps_shifts, offered
from .shifts import shift_of, shifts_of


class RemarkForm(forms.Form):
    """What the next shift has to know."""

    text = forms.CharField(
        label=gettext_lazy("交班事項"), min_length=2, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("會署名並記下時間，送出後不能修改或刪除。請寫案號，不要寫民眾個資。"),
    )  # fmt: skip


def note_for(
    programme: Programme, person: Person, *, unit: str = "", shift: str = "", day: str = ""
) -> Note:
    """The note asked for; 404 for a unit that this person may not read.

    `day` (2026-06-15) asks for the shift that was on at this time of that day.
    """
    units = offered(programme, person)
    if not units or not keeps_shifts(programme, person):
        raise Http404
    found = next((one for one in units if one.code == unit), None) if unit else units[0]
    if found is None:
        raise Http404
    now = timezone.now()
    return Note(programme, found, shift_of(shift or key_on(day), now), now)


def key_on(day: str) -> str:
    """The first moment of a day, as a key; "" for what is no day."""
    try:
        return f"{datetime.combine(datetime.fromisoformat(day).date(), time()):%Y%m%d%H%M}"
    except ValueError:
        return ""


@room
def shift(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The note; a remark or a receipt is sent to the same address."""
    person = official(request)
    asked = {name: request.GET.get(name, "") for name in ("unit", "shift", "day")}
    note, form = note_for(programme, person, **asked), RemarkForm(request.POST or None)
    if request.method == "POST":
        done = sent(request, note, form, person)
        if done is not None:
            return done
    context = context_of(note, person, request.GET.get("show", "")) | {
        "form": form if form.is_bound else RemarkForm(),
        "tabs": tabs(programme, person, "shift"),
        "units": offered(programme, person),
    }
    return page(
        request, "programmes/shift.html", context, status=422 if request.method == "POST" else 200
    )


def sent(request: HttpRequest, note: Note, form: RemarkForm, person: Person) -> HttpResponse | None:
    """Carried out, or None: the page comes again with what was typed and why it was refused."""
    try:
        if "read" in request.POST:
            remarks.read(note, by=person, client=client(request))
            messages.success(request, _("已確認閱讀。"))
        elif form.is_valid():
            remarks.add(note, form.cleaned_data["text"], by=person, client=client(request))
            messages.success(request, _("已寫入交班事項。"))
        else:
            return None
    except CaseError as error:
        messages.error(request, str(error))
        return None
    return redirect(address(note))


def address(note: Note, **more: str) -> str:
    told = {"unit": note.unit.code, "shift": note.shift.key, **more}
    return f"{note.programme.url}shift/?{urlencode(told)}"


def context_of(note: Note, person: Person, heading: str) -> dict[str, Any]:
    """What page and paper show; `heading` opens the rows of one number."""
    said, before = remarks.told(note), note.shift.previous()
    earlier = remarks.told(Note(note.programme, note.unit, before, note.now))
    later = note.shift.next()
    return {
        "programme": note.programme, "note": note, "shift": note.shift, "now": note.now,
        "running": note.now < note.shift.until, "day": day_of(note.shift.since),
        "numbers": [(one, address(note, show=one.name)) for one in note.numbers(person)],
        "show": heading if heading in HEADINGS else "",
        "show_label": HEADINGS.get(heading, ""),
        "rows": note.shown(heading, person) if heading in HEADINGS else [],
        "most": ROWS,
        "said": said, "lines": lines(said),
        "earlier": before if earlier.unread else None,
        "shifts": [one for one in shifts_of(day_of(note.shift.since)) if one.since <= note.now],
        "later": later if later.since <= note.now else None, "before": before,
        "may_write": not remarks.why_not_write(note, person),
        "why_not_read": remarks.why_not_read(note, person, said),
        "today": day_of(note.now),
    }  # fmt: skip


def lines(said: remarks.Told) -> list[dict[str, object]]:
    """Remarks and receipts in the order in which they came, as the timeline draws them."""
    written = [(one.entry, remark_line(one)) for one in said.remarks]
    entries = [*written, *((one, receipt_line(one)) for one in said.receipts)]
    return [line for _entry, line in sorted(entries, key=lambda pair: pair[0].seq)]


def remark_line(one: remarks.Remark) -> dict[str, object]:
    text = one.text if one.text is not None else _("（內容已逾保存期限銷毀）")
    return {"label": _("交班事項"), "at": one.entry.at, "who": one.entry.actor, "reason": text}


def receipt_line(one: Entry) -> dict[str, object]:
    numbers = one.data.get("numbers", {})
    told = _("、").join(f"{label} {numbers[name]}" for name, label in HEADINGS.items())
    return {"label": _("已閱"), "at": one.at, "who": one.actor, "icon": "check", "tone": "ok",
            "reason": _("當時數字：{told}").format(told=told)}  # fmt: skip
