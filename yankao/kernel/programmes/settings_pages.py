"""Policy in rows: limits, categories, jurisdiction, closures; each with author and reason."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.calendar.closures import declare_closure, revoke_closure
from yankao.kernel.calendar.models import Closure
from yankao.kernel.cases.models import Category, JurisdictionRule
from yankao.kernel.policy.models import Value
from yankao.kernel.policy.policy import Setting
from yankao.kernel.policy.policy import registry as settings
from yankao.kernel.ui.pages import page

from . import registry
from .access import managed, official
from .calendar_duty import overdue_year
from .programme import Programme
from .settings_forms import CategoryForm, ClosureForm, RuleForm, TryForm, ValueForm, said
from .tabs import tabs


@managed
def overview(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every setting of the room with its value, source and mark."""
    rules = JurisdictionRule.objects.filter(programme=programme.name)
    context = {
        "programme": programme,
        "tabs": tabs(programme, official(request), "settings"),
        "groups": [
            (_("期限與門檻"), [(s, s.value()) for s in programme.settings]),
            (_("全市共用"), [(s, s.value()) for s in shared()]),
        ],
        "categories": Category.objects.filter(programme=programme.name),
        "rules": rules.select_related("category", "district", "unit"),
        "today": timezone.localdate(),
        "missing": overdue_year(),
    }
    return page(request, "programmes/settings.html", context)


def shared() -> list[Setting[Any]]:
    """Settings of the kernel, which hold for every room."""
    rooms = {programme.name for programme in registry.every()}
    return [s for name, s in settings.items() if name.split(".")[0] not in rooms]


def setting_or_404(programme: Programme, name: str) -> Setting[Any]:
    """The room's own, or one that holds for every room."""
    found = next((s for s in [*programme.settings, *shared()] if s.name == name), None)
    if found is None:
        raise Http404
    return found


@managed
def value(request: HttpRequest, programme: Programme, setting: str) -> HttpResponse:
    """Gives a setting a new value from a date on; the history stays below."""
    found = setting_or_404(programme, setting)
    form = ValueForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.change(by=official(request))
        messages.success(request, _("已更新「{label}」。").format(label=found.label))
        return redirect(f"{programme.url}settings/")
    history = Value.objects.filter(name=setting).select_related("author").order_by("-since", "-at")
    rows = [(row.since, said(row.value), row.author, row.reason, row.at) for row in history]
    return edit(request, programme, form, str(found.label), rows)


@managed
def category(request: HttpRequest, programme: Programme, pk: int = 0) -> HttpResponse:
    """Adds or changes a category; cases keep the limits they started with."""
    rows = Category.objects.filter(programme=programme.name)
    found = get_object_or_404(rows, pk=pk) if pk else Category(programme=programme.name)
    before = CategoryForm.picture(found) if pk else {}
    form = CategoryForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        stored = form.change(before, by=official(request))
        messages.success(request, _("已儲存類別「{name}」。").format(name=stored.name))
        return redirect(f"{programme.url}settings/#categories")
    changes = found.changes.select_related("author").order_by("-at") if pk else []
    history = [(c.at.date(), said(c.after), c.author, c.reason, c.at) for c in changes]
    return edit(request, programme, form, found.name or _("新增類別"), history)


@managed
def rule(request: HttpRequest, programme: Programme, pk: int = 0) -> HttpResponse:
    """A changed rule is a new row; the old one ends on the day the new one begins."""
    rows = JurisdictionRule.objects.filter(programme=programme.name)
    found = get_object_or_404(rows, pk=pk) if pk else None
    form = RuleForm(programme.name, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.supersede(by=official(request))
        messages.success(request, _("已儲存權責規則。"))
        return redirect(f"{programme.url}settings/#rules")
    return edit(request, programme, form, _("權責規則"), [])


@managed
def try_rules(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Who would get this, and why: the rule that wins and those that do not fit."""
    form = TryForm(programme.name, request.GET or None)
    decision = None
    if request.GET and form.is_valid():
        decision = form.decision()
    context = {"programme": programme, "form": form, "decision": decision}
    return page(request, "programmes/try_rules.html", context)


@managed
def closures(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Declares or revokes a typhoon closure or force majeure; running deadlines are recomputed."""
    person = official(request)
    form = ClosureForm(request.POST if "since" in request.POST else None)
    if "revoke" in request.POST:
        closure = get_object_or_404(Closure, pk=request.POST["revoke"], revoked_at=None)
        revoke_closure(closure, by=person.name)
        messages.success(request, _("已撤銷，期限已重算。"))
        return redirect(request.path)
    if form.is_bound and form.is_valid():
        declare_closure(**form.cleaned_data, by=person.name)
        messages.success(request, _("已公布，期限已重算，異動記入各案歷程。"))
        return redirect(request.path)
    rows = Closure.objects.order_by("-since")[:50]
    context = {"programme": programme, "form": form, "closures": rows}
    return page(request, "programmes/closures.html", context)


def edit(
    request: HttpRequest, programme: Programme, form: object, heading: str, history: object
) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"programme": programme, "form": form, "heading": heading, "history": history}
    return page(request, "programmes/setting.html", context, status=status)
