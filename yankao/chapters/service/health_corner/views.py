"""The nurse's page: enter a visit, see today's, the last days; and the hours nobody is there."""

from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yankao.kernel.cases.errors import Invalid
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk, registry
from yankao.kernel.programmes.access import client, official, only
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import day_of, midnight

from . import hours
from .doors import may_enter, may_look
from .effects import NAME
from .forms import AbsenceForm, VisitForm
from .models import Absence, Service, Visit

DAYS = 14
SELDOM = ["refused", "outside", "alone", "guardian", "seen_at"]
URL = "/service/health_corner/"


@only(may_look)
def day(request: HttpRequest) -> HttpResponse:
    """A visit in ten seconds; below, what today came to and the last days."""
    person = official(request)
    if request.method != "POST":
        return show(request, person, VisitForm())
    if not may_enter(person):
        raise Http404
    try:
        case = desk.open_case(registry.get(NAME), request.POST, by=person, client=client(request))
    except Invalid as error:
        return show(request, person, error.form, 422)
    detail = Visit.objects.get(pk=case.pk)
    if detail.service == Service.SUDDEN:
        return redirect(f"{URL}{case.number}/")
    told = _("已登錄：{service}，{age}。")
    messages.success(
        request, told.format(service=detail.get_service_display(), age=detail.get_age_display())
    )
    return redirect(f"{URL}day/")


def show(request: HttpRequest, person: Person, form: BaseForm, status: int = 200) -> HttpResponse:
    now = timezone.now()
    programme, today = registry.get(NAME), day_of(now)
    rows = Visit.objects.visible_to(person).filter(seen_at__gte=midnight(today))
    context = {
        "programme": programme, "tabs": tabs(programme, person, "day"), "form": form,
        "more": any(form[name].errors or form[name].value() for name in SELDOM),
        "enters": may_enter(person), "open": hours.open_at(now), "now": now,
        "rows": rows.select_related("case").order_by("-seen_at"),
        "days": hours.days(today, DAYS), "services": Service.labels,
    }  # fmt: skip
    return page(request, "health_corner/day.html", context, status=status)


@only(may_look)
def absences(request: HttpRequest) -> HttpResponse:
    """Hours without a nurse: registered before or after, ended early, never nought."""
    person = official(request)
    form, status = AbsenceForm(request.POST or None), 200
    if request.method == "POST":
        if form.is_valid():
            registered(form, person)
            messages.success(request, _("已登記停止服務。"))
            return redirect(f"{URL}absences/")
        status = 422
    programme = registry.get(NAME)
    context = {
        "programme": programme, "tabs": tabs(programme, person, "absences"), "form": form,
        "rows": Absence.objects.select_related("by")[:100], "now": timezone.now(),
    }  # fmt: skip
    return page(request, "health_corner/absences.html", context, status=status)


def registered(form: AbsenceForm, person: Person) -> Absence:
    form.instance.by = person
    return form.save()


@require_POST
@only(may_look)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is there again: what has begun ends now, what has not is taken back."""
    ended(get_object_or_404(Absence, pk=pk, until__gt=timezone.now()))
    messages.success(request, _("已恢復服務。"))
    return redirect(f"{URL}absences/")


def ended(row: Absence) -> None:
    now = timezone.now()
    if row.since >= now:
        row.delete()
        return
    row.until = now
    row.save(update_fields=["until"])


urlpatterns = [
    path("day/", day, name="day"),
    path("absences/", absences, name="absences"),
    path("absences/<int:pk>/end/", end, name="absence_end"),
]
in_api = {
    "day/": "days",
    "absences/": "add_absence",
    "absences/<int:pk>/end/": "end_absence",
}
