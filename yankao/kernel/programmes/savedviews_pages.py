"""The page on which saved views are named, shared, ordered, made the default and dropped."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.people.models import Person, Unit
from yankao.kernel.ui.pages import page

from . import savedviews
from .access import official, room
from .models import SavedView
from .programme import Programme
from .tabs import tabs

OWN = {"rename", "share", "up", "down", "delete"}


class ViewForm(forms.Form):
    """Filters under a name."""

    name = forms.CharField(label=gettext_lazy("名稱"), max_length=60)
    query = forms.CharField(label=gettext_lazy("篩選條件"), max_length=1000, required=False)
    share = forms.BooleanField(label=gettext_lazy("分享給同單位"), required=False)

    def keep(self, person: Person, programme: Programme) -> SavedView:
        values = self.cleaned_data
        return savedviews.keep(
            programme, person, name=values["name"], query=values["query"],
            shared_with=person.unit if values["share"] else None,
        )  # fmt: skip


@room
def views(request: HttpRequest, programme: Programme) -> HttpResponse:
    """One's own views and those shared with one; a press changes one of them."""
    person = official(request)
    if request.method == "POST" and "do" in request.POST:
        return pressed(request, programme, person)
    if request.method == "POST":
        return kept(request, programme, person)
    shown = savedviews.saved_views(programme, person)
    context = {
        "programme": programme, "tabs": tabs(programme, person, "list"),
        "own": [line(programme, view) for view in shown if view.owner_id == person.pk],
        "shared": [line(programme, view) for view in shown if view.owner_id != person.pk],
        "units": savedviews.may_share_with(person),
    }  # fmt: skip
    return page(request, "programmes/views.html", context)


def line(programme: Programme, view: SavedView) -> dict[str, Any]:
    return {
        "view": view, "told": savedviews.told(programme, view.query),
        "orphaned": view.shared_with_id is not None and savedviews.orphaned(view),
    }  # fmt: skip


def kept(request: HttpRequest, programme: Programme, person: Person) -> HttpResponse:
    """Keeps the filters on screen under a name, for oneself or one's unit."""
    form = ViewForm(request.POST)
    if form.is_valid():
        view = form.keep(person, programme)
        messages.success(request, _("已儲存檢視「{name}」。").format(name=view.name))
    else:
        messages.error(request, _("請給這個檢視一個名稱。"))
    return redirect(f"{programme.url}?{request.POST.get('query', '')[:1000]}")


def pressed(request: HttpRequest, programme: Programme, person: Person) -> HttpResponse:
    view = seen(programme, person, request.POST.get("view", ""))
    unit = unit_of(person, request.POST.get("unit", ""))
    trouble = change(view, request.POST["do"], person, request.POST.get("name", ""), unit)
    if trouble:
        messages.error(request, trouble)
    else:
        messages.success(request, _("已更新。"))
    return redirect(f"{programme.url}views/")


def seen(programme: Programme, person: Person, pk: str) -> SavedView:
    """One's own, or one shared with one's unit; any other is not found."""
    mine = Q(owner=person) | Q(shared_with__in=savedviews.above(person.unit))
    rows = SavedView.objects.filter(mine, programme=programme.name).select_related("owner")
    return get_object_or_404(rows, pk=pk if pk.isdigit() else 0)


def unit_of(person: Person, code: str) -> Unit | None:
    """One of the units with which this person may share, or none."""
    return next((u for u in savedviews.may_share_with(person) if u.code == code), None)


def change(view: SavedView, do: str, person: Person, name: str, unit: Unit | None) -> str:
    """Makes one change; answers with what is in its way. Only its owner changes a view."""
    if do in OWN and view.owner_id != person.pk:
        raise Http404
    if do == "rename":
        return renamed(view, name)
    if do == "take":
        return taken(view, person)
    moves: dict[str, Callable[[], object]] = {
        "share": lambda: savedviews.share(view, unit),
        "up": lambda: savedviews.move(view, down=False),
        "down": lambda: savedviews.move(view, down=True),
        "default": lambda: savedviews.set_default(view, person, wanted=True),
        "no_default": lambda: savedviews.set_default(view, person, wanted=False),
        "delete": view.delete,
    }
    if do not in moves:
        raise Http404
    moves[do]()
    return ""


def renamed(view: SavedView, name: str) -> str:
    if not 0 < len(name.strip()) <= 60:
        return _("請給這個檢視一個名稱。")
    return "" if savedviews.rename(view, name) else _("您已有同名的檢視。")


def taken(view: SavedView, person: Person) -> str:
    if view.owner_id == person.pk or not savedviews.orphaned(view):
        return _("原作者仍在職，不能接手。")
    savedviews.take(view, person)
    return ""
