"""The buttons that print a case."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from yankao.kernel.cases.errors import Refused
from yankao.kernel.programmes.access import case_or_404, client, official, room
from yankao.kernel.programmes.programme import Programme

from . import shiftpaper
from .printing import TYPES, printed


class PaperForm(forms.Form):
    """In which form; why the reporter is to be printed in full, by whoever may know."""

    form = forms.ChoiceField(label=gettext_lazy("格式"), choices=[("pdf", "PDF"), ("odt", "ODT")])
    reason = forms.CharField(
        label=gettext_lazy("列印完整聯絡資料的理由"), min_length=2, max_length=300, required=False
    )


@require_POST
@room
def paper(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    """The case as a file to keep; that it was printed stands on the timeline."""
    person, asked = official(request), PaperForm(request.POST)
    case = case_or_404(person, programme, number)
    if not asked.is_valid():
        messages.error(request, _("請先寫明列印完整聯絡資料的理由。"))
        return redirect(f"{programme.url}{number}/")
    try:
        made = printed(programme, case, **asked.cleaned_data, by=person, client=client(request))
    except Refused as error:
        messages.error(request, str(error))
        return redirect(f"{programme.url}{number}/")
    return kept(made, number, asked.cleaned_data["form"])


def kept(made: bytes, number: str, form: str) -> HttpResponse:
    answer = HttpResponse(made, content_type=TYPES[form])
    answer["Content-Disposition"] = content_disposition_header(True, f"{number}.{form}") or ""
    answer["Cache-Control"] = "no-store"
    return answer


urlpatterns = [
    path("<slug:chapter>/<slug:name>/shift/paper/", shiftpaper.paper, name="shift_paper"),
    path("<slug:chapter>/<slug:name>/<str:number>/paper/", paper, name="paper"),
]
