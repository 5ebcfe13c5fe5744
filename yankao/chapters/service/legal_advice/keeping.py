"""Pages on which the officer keeps sites, lawyers and sessions."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import official, only
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import midnight

from . import closing, doors, limits, offices
from .models import Lawyer, Session, Site

URL = "/service/legal_advice/"


def shown(request: HttpRequest, template: str, here: str, **more: Any) -> HttpResponse:
    programme = registry.get(doors.ROOM)
    context = {"programme": programme, "tabs": tabs(programme, official(request), here), **more}
    return page(request, f"legal_advice/{template}.html", context)


def edited(request: HttpRequest, form: forms.BaseForm, back: str, title: str) -> HttpResponse:
    """The form on a page of its own, with its mistakes."""
    context = {
        "programme": registry.get(doors.ROOM), "form": form, "back": f"{URL}{back}/",
        "title": title,
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(request, "legal_advice/edit.html", context, part="form", status=status)


@require_GET
@only(doors.may_keep)
def sessions(request: HttpRequest) -> HttpResponse:
    rows = offices.coming(midnight(timezone.localdate()))
    return shown(request, "sessions", "sessions", rows=rows)


@only(doors.may_keep)
def session(request: HttpRequest) -> HttpResponse:
    form = offices.SessionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = form.store()
        messages.success(request, _("已建立 {n} 場。").format(n=len(made)))
        return redirect(f"{URL}sessions/")
    return edited(request, form, "sessions", _("新增場次"))


@only(doors.may_keep)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Calls a session off; everybody in it gets another time or the first place in line."""
    rows = Session.objects.filter(closed_at=None).select_related("site", "lawyer")
    found = get_object_or_404(rows, pk=pk)
    form = offices.CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        moved = closing.close(found, reason, by=official(request), at=now)
        messages.success(request, _("已停辦，{n} 件預約已改期並通知。").format(n=moved))
        return redirect(f"{URL}sessions/")
    held = found.slots.filter(booking__isnull=False).count()
    context = {
        "programme": registry.get(doors.ROOM), "form": form, "session": found, "held": held,
        "back": f"{URL}sessions/", "title": _("停辦場次"),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(request, "legal_advice/edit.html", context, part="form", status=status)


@require_GET
@only(doors.may_keep)
def lawyers(request: HttpRequest) -> HttpResponse:
    fee = limits.FEE.value()
    rows = [(row, row.held * fee) for row in offices.lawyers(timezone.now())]  # type: ignore[attr-defined]
    return shown(request, "lawyers", "lawyers", rows=rows, fee=fee)


@only(doors.may_keep)
def lawyer(request: HttpRequest, pk: int = 0) -> HttpResponse:
    found = get_object_or_404(Lawyer, pk=pk) if pk else None
    form = offices.LawyerForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("已儲存「{name}」。").format(name=form.save()))
        return redirect(f"{URL}lawyers/")
    return edited(request, form, "lawyers", str(found or _("新增律師")))


@require_GET
@only(doors.may_keep)
def sites(request: HttpRequest) -> HttpResponse:
    rows = Site.objects.select_related("unit", "district")
    return shown(request, "sites", "sites", rows=rows)


@only(doors.may_keep)
def site(request: HttpRequest, pk: int = 0) -> HttpResponse:
    found = get_object_or_404(Site, pk=pk) if pk else None
    form = offices.SiteForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("已儲存「{name}」。").format(name=form.save()))
        return redirect(f"{URL}sites/")
    return edited(request, form, "sites", str(found or _("新增據點")))
