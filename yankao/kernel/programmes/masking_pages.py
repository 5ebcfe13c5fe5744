"""The officer's page on which parts of a picture are hidden, by mouse, keyboard or numbers."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.files import ocr
from yankao.kernel.files.boxes import MOST, BadBox, Box
from yankao.kernel.files.boxes import read as boxes_of
from yankao.kernel.files.masking import mask
from yankao.kernel.files.models import Attachment
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page

from .access import case_or_404, client, official, room
from .programme import Programme

SIDES = ("left", "top", "width", "height")
BLANK = 3


def picture_or_404(case: Case, person: Person, pk: int) -> Attachment:
    """A picture whose original this person may see: nobody else decides what is hidden."""
    if not may_see_identity(person, case):
        raise Http404
    return get_object_or_404(Attachment.objects.shown().pictures(), case=case, pk=pk)


def typed(data: QueryDict) -> list[dict[str, str]]:
    """The rows as they were typed, empty ones left out."""
    columns = [data.getlist(side)[: MOST + 1] for side in SIDES]
    rows = [dict(zip(SIDES, values, strict=True)) for values in zip(*columns, strict=False)]
    return [row for row in rows if any(value.strip() for value in row.values())]


def box(row: Mapping[str, str]) -> Box:
    try:
        return Box(*(float(row[side]) for side in SIDES))
    except ValueError as error:
        raise BadBox(_("每一列的左、上、寬、高都要填數字。")) from error


def told(boxes: list[Box]) -> list[dict[str, str]]:
    return [{side: f"{getattr(one, side):g}" for side in SIDES} for one in boxes]


@room
def masking(request: HttpRequest, programme: Programme, number: str, pk: int) -> HttpResponse:
    """Shows the original with its boxes; saving paints them into the copy that others see."""
    person = official(request)
    case = case_or_404(person, programme, number)
    picture = picture_or_404(case, person, pk)
    rows, wrong = told(boxes_of(picture.boxes)), ""
    if request.method == "POST":
        rows = typed(request.POST)
        try:
            mask(picture, [box(row) for row in rows], by=person, client=client(request))
        except BadBox as error:
            wrong = str(error)
        else:
            said = _("已遮蔽 {n} 處。").format(n=len(rows)) if rows else _("已註記看過，不需遮蔽。")
            messages.success(request, said)
            return redirect(f"{programme.url}{number}/files/{pk}/mask/")
    context = {
        "programme": programme, "case": case, "picture": picture, "rows": rows, "wrong": wrong,
        "blank": range(BLANK), "sides": SIDES, "reads": ocr.present(),
    }  # fmt: skip
    return page(request, "programmes/mask.html", context, status=422 if wrong else 200)
