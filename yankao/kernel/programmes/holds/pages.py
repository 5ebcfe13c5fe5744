"""What a room holds back: the list, one hold, and setting one on a case."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import day_of

from ..access import case_or_404, client, managed, official
from ..models import ErasureRun, Hold, HoldQuerySet
from ..programme import Programme
from ..tabs import tabs
from . import holding
from .forms import HoldForm, LetGoForm

SHOWN, RUNS = 200, 14


def standing(rows: HoldQuerySet) -> HoldQuerySet:
    """Those that end first, first; then those without an end."""
    return rows.standing().order_by("ends", "-since", "-pk")


def released(rows: HoldQuerySet) -> HoldQuerySet:
    return rows.exclude(until=None).order_by("-until", "-pk")


def runs_of(programme: Programme) -> list[ErasureRun]:
    """The newest nights in which something was erased or left alone."""
    return list(ErasureRun.objects.filter(programme=programme.name)[:RUNS])


@managed
def holds(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Standing ones, soonest end first; those let go; what the nights erased and left alone."""
    person = official(request)
    number, found = request.GET.get("number", "").strip(), None
    if number:
        seen = Case.objects.visible_to(person).filter(programme=programme.name, number=number)
        found = seen.first()
        if found is not None:
            return redirect(f"{programme.url}{found.number}/hold/")
        messages.error(request, _("找不到這個案號，或不在您的權限內。"))
    rows, now = holding.of_room(programme, person), timezone.now()
    context = {
        "programme": programme, "tabs": tabs(programme, person, "holds"), "number": number,
        "standing": standing(rows)[:SHOWN], "past": released(rows)[:SHOWN],
        "soon": set(rows.ending(now).values_list("pk", flat=True)), "runs": runs_of(programme),
    }  # fmt: skip
    return page(request, "programmes/holds.html", context)


@managed
def put(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    """What stands on a case, and one more hold."""
    person = official(request)
    case = case_or_404(person, programme, number)
    form, status = HoldForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                holding.put(case, **form.told(), by=person, client=client(request))
            except CaseError as error:
                form.add_error(None, str(error))
                status = 409
            else:
                messages.success(request, _("已保全，解除或到期前不會銷毀。"))
                return redirect(f"{programme.url}{case.number}/hold/")
    context = {
        "programme": programme, "case": case, "form": form, "erased": hasattr(case, "erasure"),
        "standing": standing(holding.of_room(programme, person).filter(case=case)),
        "from_elsewhere": [h for h in holding.standing_on(case, person) if h.case_id != case.pk],
    }  # fmt: skip
    return page(request, "programmes/hold_put.html", context, status=status)


@managed
def hold(request: HttpRequest, programme: Programme, pk: int) -> HttpResponse:
    """One hold: who set it, why, until when; let go here."""
    person = official(request)
    found = readable(programme, person, pk)
    form, status = LetGoForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = released_by(request, found, form, person)
            if status == 200:
                return redirect(f"{programme.url}holds/")
    context: dict[str, Any] = {
        "programme": programme, "hold": found, "form": form, "today": day_of(timezone.now()),
    }  # fmt: skip
    return page(request, "programmes/hold.html", context, status=status)


def released_by(request: HttpRequest, found: Hold, form: forms.Form, person: Person) -> int:
    """200, or the status of a refusal that the form then says."""
    why = form.cleaned_data["reason"]
    try:
        holding.let_go(found, by=person, reason=why, client=client(request))
    except CaseError as error:
        form.add_error(None, str(error))
        return 409
    messages.success(request, _("已解除保全，保存年限照常計算。"))
    return 200


def readable(programme: Programme, person: Person, pk: int) -> Hold:
    """A hold on a case of this room that this person may see; 404 otherwise."""
    return get_object_or_404(holding.of_room(programme, person), pk=pk)
