"""A shift's handover note as PDF or ODT, with the rows its reader may see."""

from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override
from django.views.decorators.http import require_POST

from yankao.kernel.cases.errors import Refused
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.programmes.access import client, official, room
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.programmes.shift import remarks
from yankao.kernel.programmes.shift.note import HEADINGS, ROWS, Note, Number
from yankao.kernel.programmes.shift.pages import address, lines, note_for
from yankao.kernel.ui.moments import day_text, deadline_text, moment_text
from yankao.kernel.values.taipei import day_of

from ..document import Block, Document, Runs
from .casepaper import chapter, line, paragraph
from .printing import TYPES, pressed


class ShiftPaperForm(forms.Form):
    form = forms.ChoiceField(label=gettext_lazy("格式"), choices=[("pdf", "PDF"), ("odt", "ODT")])


def document(note: Note, person: Person) -> Document:
    """Numbers, the rows of each, remarks and receipts, a place to sign."""
    numbers = note.numbers(person)
    chapters = (
        chapter(_("本班數字"), figures(note, numbers)),
        *(chapter(one.label, cases(note, one, person)) for one in numbers if one.all),
        chapter(_("交班事項與確認已閱"), told(note)),
        chapter(_("簽名"), [paragraph(_("交班人：＿＿＿＿＿＿＿＿　接班人：＿＿＿＿＿＿＿＿"))]),
    )
    title = _("{room}交班紀錄").format(room=note.programme.label)
    subtitle = f"{note.unit} {day_text(day_of(note.shift.since))} {note.shift.name}"
    return Document(title, subtitle, str(note.unit), chapters)


def figures(note: Note, numbers: list[Number]) -> Iterator[Block]:
    rows = tuple((line(HEADINGS[one.name]), line(one.all)) for one in numbers)
    yield Block("words", head=(_("項目"), _("件數")), rows=rows, widths=(6, 2))
    yield paragraph(_("範圍：{reach}。統計至 {at}。").format(
        reach=note.reach, at=deadline_text(note.end)
    ))  # fmt: skip


def cases(note: Note, one: Number, person: Person) -> Iterator[Block]:
    rows = tuple(row(case) for case in note.shown(one.name, person))
    if rows:
        head = (_("案號"), _("案由"), _("地點"), _("承辦單位"), _("期限"))
        yield Block("words", head=head, rows=rows, widths=(4, 5, 5, 4, 3))
    if one.withheld:
        yield paragraph(_("另有 {n} 件不在您的權限內。").format(n=one.withheld))
    if one.seen > ROWS:
        yield paragraph(_("先列 {most} 件。").format(most=ROWS))


def row(case: Case) -> tuple[Runs, ...]:
    due = deadline_text(case.due_at) if case.due_at and not case.closed_at else "—"
    return tuple(map(line, (case.number, case.title, case.place, case.holder or "—", due)))


def told(note: Note) -> Iterator[Block]:
    rows = tuple(
        (line(moment_text(one["at"])), line(one["who"]), line(f"{one['label']}：{one['reason']}"))  # type: ignore[arg-type]
        for one in lines(remarks.told(note))
    )
    if rows:
        head = (_("時間"), _("人員"), _("內容"))
        yield Block("words", head=head, rows=rows, widths=(3, 3, 9))
    else:
        yield paragraph(_("這一班還沒有交班事項。"))


def printed(note: Note, form: str, *, by: Person, client: str) -> bytes:
    """The file; that it was printed stands on the note's timeline."""
    with override("zh-hant"):
        made = document(note, by)
        notice = _("{unit} {name} 於 {at} 列印。內含公務資料，請依規定保管。").format(
            unit=by.unit or "", name=by.name, at=moment_text(note.now)
        )
    remarks.enter(note, "print_shift", gettext_noop("列印交班紀錄"), by=by, client=client)
    url = f"{settings.PUBLIC_ADDRESS.rstrip('/')}{address(note)}"
    return pressed(made, form, url=url, notice=notice, at=note.now)


def kept(note: Note, form: str, made: bytes) -> HttpResponse:
    name = f"shift-{note.programme.name}-{note.shift.key}.{form}"
    answer = HttpResponse(made, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_POST
@room
def paper(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The note as a file to keep or to sign."""
    person, asked = official(request), ShiftPaperForm(request.POST)
    unit, shift = request.GET.get("unit", ""), request.GET.get("shift", "")
    note = note_for(programme, person, unit=unit, shift=shift)
    if not asked.is_valid():
        return redirect(address(note))
    form = asked.cleaned_data["form"]
    try:
        made = printed(note, form, by=person, client=client(request))
    except Refused as error:
        messages.error(request, str(error))
        return redirect(address(note))
    return kept(note, form, made)
