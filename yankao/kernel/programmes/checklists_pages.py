"""Checklists on settings pages, and ticking them at a case."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yankao.kernel.cases.models import Case
from yankao.kernel.checklists.models import Checklist
from yankao.kernel.checklists.ticking import tick
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page

from . import desk
from .access import case_or_404, client, managed, official, room
from .checklists_forms import ChecklistForm
from .programme import Programme


@managed
def checklists(request: HttpRequest, programme: Programme) -> HttpResponse:
    """All of the room, with how many items each has."""
    live = Count("items", filter=Q(items__active=True))
    must = Count("items", filter=Q(items__active=True, items__required=True))
    rows = Checklist.objects.filter(programme=programme.name).annotate(live=live, must=must)
    actions = programme.workflow.actions
    shown = [
        (row, actions[row.action].label if row.action in actions else "")
        for row in rows.select_related("category")
    ]
    return page(request, "programmes/checklists.html", {"programme": programme, "rows": shown})


@managed
def checklist(request: HttpRequest, programme: Programme, pk: int = 0) -> HttpResponse:
    """Adds or changes one; what it said before stays as history."""
    rows = Checklist.objects.filter(programme=programme.name)
    found = get_object_or_404(rows, pk=pk) if pk else Checklist(programme=programme.name)
    form = ChecklistForm(programme, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        stored = form.change(by=official(request))
        messages.success(request, _("已儲存檢核表「{name}」。").format(name=stored.name))
        return redirect(f"{programme.url}settings/checklists/")
    past = found.changes.select_related("author") if pk else []
    history = [(row.at.date(), row.text, row.author, row.reason, row.at) for row in past]
    context = {"programme": programme, "form": form, "history": history}
    context["heading"] = found.name or _("新增檢核表")
    status = 422 if form.is_bound else 200
    return page(request, "programmes/setting.html", context, status=status)


def may_tick(case: Case, person: Person) -> bool:
    """Whoever has something to do with the case now."""
    return bool(desk.available(case, person))


@require_POST
@room
def ticks(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    """Keeps which items are done; who ticked them and when stands beside each."""
    person = official(request)
    case = case_or_404(person, programme, number)
    if not may_tick(case, person):
        raise Http404
    wanted = {int(pk) for pk in request.POST.getlist("item") if pk.isdigit()}
    if tick(case, wanted, by=person, at=timezone.now(), client=client(request)):
        messages.success(request, _("已儲存檢核結果。"))
    return redirect(f"{programme.url}{number}/#checklists")
