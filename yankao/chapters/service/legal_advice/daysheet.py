"""The day sheet of a site: who is next, who is here, whose time is free; and the way in by code."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from yankao.kernel.cases.errors import CaseError, Invalid
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk, registry
from yankao.kernel.programmes.access import client, official, only
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.text.known import masked
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import day_of, end_of, midnight

from . import doors
from .forms import WalkInForm
from .models import Booking, Session, Site
from .queue import Place, Sheet, sheets
from .states import EXPECTED

NOBODY = gettext_lazy("今天這個據點沒有這個報到碼的預約。")
URL = "/service/legal_advice/"


class CodeForm(forms.Form):
    """What somebody says at the desk."""

    code = forms.RegexField(
        r"^\d{6}$", label=gettext_lazy("報到碼"), strip=True,
        error_messages={"invalid": gettext_lazy("報到碼是六位數字。")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off",
                                      "maxlength": "6", "size": "8"}),
    )  # fmt: skip


class DayForm(forms.Form):
    """Which site and day; today when nothing is said."""

    date = forms.DateField(required=False)
    site = forms.IntegerField(required=False)


def sheets_for(person: Person, site: Site, on: datetime, now: datetime) -> list[Sheet]:
    """The day's sessions of a site; a lawyer sees only those of their own."""
    found = sheets(site, on, now)
    if doors.may_serve(person):
        return found
    return [one for one in found if one.session.lawyer.person_id == person.pk]


@require_GET
@only(doors.may_look)
def day(request: HttpRequest) -> HttpResponse:
    person = official(request)
    site = doors.site_or_404(person, request.GET.get("site", ""))
    return show(request, person, site, CodeForm())


def show(
    request: HttpRequest, person: Person, site: Site, form: CodeForm, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    on = asked_day(request, now)
    programme = registry.get(doors.ROOM)
    found = sheets_for(person, site, midnight(on), now)
    context = {
        "programme": programme, "tabs": tabs(programme, person, "day"), "site": site,
        "sites": doors.sites_of(person), "on": on, "now": now, "form": form,
        "today": on == day_of(now), "serves": doors.may_serve(person),
        "rows": [(one, [line(place, person) for place in one.places]) for one in found],
    }  # fmt: skip
    return page(request, "legal_advice/day.html", context, part="sheet", status=status)


def asked_day(request: HttpRequest, now: datetime) -> date:
    form = DayForm(request.GET)
    form.is_valid()
    found: date | None = form.cleaned_data.get("date")
    return found or day_of(now)


def line(place: Place, person: Person) -> tuple[Place, str, list[Action]]:
    """A line with the masked name and what this person may press."""
    case = place.detail.case
    known = masked(case.contact)["name"] if case.contact else ""
    return place, known, [a for a in desk.available(case, person) if not a.occasional]


@require_POST
@only(doors.may_serve)
def check_in(request: HttpRequest) -> HttpResponse:
    """By code alone: the one booking of this site and day that has it."""
    person = official(request)
    site = doors.site_or_404(person, request.POST.get("site", ""))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return show(request, person, site, form, 422)
    try:
        case = arrived(person, site, form.cleaned_data["code"], client(request))
    except CaseError as error:
        why = error.form.errors.as_text() if isinstance(error, Invalid) else str(error)
        form.add_error("code", why)
    else:
        if case is not None:
            messages.success(request, _("{number} 已報到。").format(number=case.number))
            return redirect(f"{URL}day/?site={site.pk}")
        form.add_error("code", NOBODY)
    return show(request, person, site, form, 422)


def arrived(person: Person, site: Site, code: str, client: str) -> Case | None:
    """Checks in whoever has this code today; None when nobody has."""
    today = timezone.localdate()
    rows = Booking.objects.visible_to(person).filter(
        session__site=site, code=code, starts_at__gte=midnight(today), starts_at__lt=end_of(today),
        case__state__in=EXPECTED,
    )  # fmt: skip
    detail = rows.select_related("case").first()
    if detail is None:
        return None
    return desk.act(detail.case, "check_in", by=person, data={"code": code}, client=client)


def walk_in_form(person: Person, site: Site, data: Any = None) -> WalkInForm:
    """The form with the sessions of this site only."""
    form = WalkInForm(data)
    rows = form.fields["session"].queryset.filter(site=site)  # type: ignore[attr-defined]
    form.fields["session"].queryset = rows  # type: ignore[attr-defined]
    form.fields["session"].initial = rows.first()
    return form


@only(doors.may_serve)
def walk_in(request: HttpRequest) -> HttpResponse:
    """Somebody stands here without a booking."""
    person = official(request)
    site = doors.site_or_404(person, request.GET.get("site", ""))
    form, status = walk_in_form(person, site, request.POST or None), 200
    if request.method == "POST":
        try:
            case = taken_in(person, form, client(request))
        except Invalid as error:
            form, status = error.form, 422  # type: ignore[assignment]
        else:
            messages.success(request, said(case))
            return redirect(f"{URL}day/?site={site.pk}")
    programme = registry.get(doors.ROOM)
    context = {"programme": programme, "form": form, "site": site}
    return page(request, "legal_advice/walk_in.html", context, part="form", status=status)


def taken_in(person: Person, form: WalkInForm, client: str) -> Case:
    """Opens the booking of a walk-in. Raises Invalid."""
    if not form.is_valid():
        raise Invalid(form)
    return desk.store(registry.get(doors.ROOM), form, by=person, client=client)


def said(case: Case) -> str:
    detail: Booking = case.legal_advice
    detail.refresh_from_db()
    if detail.slot_id and detail.starts_at:
        at = timezone.localtime(detail.starts_at)
        return _("{number} 已排入 {at} 的現場名額，號碼 {code}。").format(
            number=case.number, at=f"{at:%H:%M}", code=detail.code
        )
    return _("{number} 今天的時段已滿，已排入現場候補。").format(number=case.number)


def wall_of(site: Site, now: datetime) -> list[tuple[Session, list[Place]]]:
    """What the board at the site shows: codes, order and times; nobody's name."""
    return [
        (one.session, [place for place in one.places if place.position or place.being_served])
        for one in sheets(site, now, now)
    ]
