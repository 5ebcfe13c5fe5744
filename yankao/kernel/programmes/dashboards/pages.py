"""Dashboards: the list, the city's own, one's own; composing them; the wall; the public's."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yankao.kernel.figures.figure import Period
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page

from .. import registry
from ..access import official, public
from ..figures.doors import period_of
from ..figures.pages import years
from ..tabs import oversees
from . import tiles
from .forms import LayoutForm, NameForm, TileForm
from .models import Dashboard

CITY = "/dashboards/city/"


def publishes(person: Person) -> bool:
    """Whoever oversees a room may show numbers to the public."""
    return any(oversees(programme, person) for programme in registry.every())


@login_required
def index(request: HttpRequest) -> HttpResponse:
    """What this person may look at, and a new one."""
    person = official(request)
    form = NameForm(person, publishes(person), request.POST or None)
    if request.method == "POST" and form.is_valid():
        board = form.save()
        return redirect(f"/dashboards/{board.pk}/edit/")
    found = Dashboard.objects.for_person(person).select_related("owner")
    context = {"boards": found, "form": form, "person": person}
    return page(request, "programmes/dashboards.html", context, status=422 if form.errors else 200)


@login_required
@require_GET
def city(request: HttpRequest) -> HttpResponse:
    """The city's own: every room's published numbers."""
    return look(request, None, tiles.city(), official(request))


@login_required
@require_GET
def dashboard(request: HttpRequest, pk: int) -> HttpResponse:
    person = official(request)
    board = get_object_or_404(Dashboard.objects.for_person(person), pk=pk)
    return look(request, board, tiles.read(board.tiles), person)


@public
@require_GET
def for_everybody(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """The city's own, or one that was published; published figures only."""
    board = get_object_or_404(Dashboard.objects.published(), pk=pk) if pk else None
    return look(request, board, tiles.read(board.tiles) if board else tiles.city(), None)


def look(
    request: HttpRequest, board: Dashboard | None, inside: list[tiles.Tile], person: Person | None
) -> HttpResponse:
    period = period_of(request)
    context = {
        "layout": "ui/public.html" if person is None else "ui/base.html",
        "board": board,
        "title": board.title if board else _("市政儀表板"),
        "shown": tiles.shown(inside, period, person),
        "period": period,
        "years": years(period),
        "mine": board is not None and person is not None and board.owner_id == person.pk,
        "public": person is None,
        "wall": "wall" in request.GET,
        "now": timezone.now(),
    }
    return page(request, "programmes/dashboard.html", context, part="tiles")


@login_required
def copy(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """A copy of one's own, to be changed."""
    person = official(request)
    if request.method != "POST":
        raise Http404
    board = get_object_or_404(Dashboard.objects.for_person(person), pk=pk) if pk else None
    made = Dashboard.objects.create(
        owner=person, unit=person.unit,
        title=_("{title}（副本）").format(title=board.title if board else _("市政儀表板"))[:60],
        tiles=board.tiles if board else [tile.row() for tile in tiles.city()],
    )  # fmt: skip
    return redirect(f"/dashboards/{made.pk}/edit/")


@login_required
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Composing: name and readers, tiles added, moved, made larger, removed."""
    person = official(request)
    board = get_object_or_404(Dashboard, pk=pk, owner=person)
    asked = request.POST.get("do", "")
    name = NameForm(
        person, publishes(person), request.POST if asked == "name" else None, instance=board
    )
    tile = TileForm(person, board, request.POST if asked == "add" else None)
    if asked and done(request, board, asked, name, tile):
        return redirect(request.path if board.pk else "/dashboards/")
    period = Period.holding(timezone.localdate(), "year")
    context = {
        "board": board, "name_form": name, "tile_form": tile,
        "shown": tiles.shown(tiles.read(board.tiles), period, person),
    }  # fmt: skip
    status = 422 if name.errors or tile.errors else 200
    return page(request, "programmes/dashboard_edit.html", context, status=status)


def done(
    request: HttpRequest, board: Dashboard, asked: str, name: NameForm, tile: TileForm
) -> bool:
    """Carries out what was asked; False when a form must be shown again."""
    if asked == "name":
        if name.is_valid():
            name.save()
            messages.success(request, _("已儲存「{title}」。").format(title=board.title))
        return name.is_valid()
    if asked == "add":
        if tile.is_valid():
            keep(board, [*tiles.read(board.tiles), tile.tile()])
        return tile.is_valid()
    if asked == "layout":
        said = arrange(board, LayoutForm(request.POST))
        messages.add_message(request, messages.ERROR if said else messages.SUCCESS,
                             said or _("已儲存版面。"))  # fmt: skip
    elif asked.startswith("remove."):
        rows = in_order(board)
        place = tiles.within(asked.partition(".")[2], 1, max(1, len(rows)))
        keep(board, rows[: place - 1] + rows[place:])
    elif asked == "delete":
        board.delete()
        messages.success(request, _("已刪除儀表板。"))
    return True


def in_order(board: Dashboard) -> list[tiles.Tile]:
    return sorted(tiles.read(board.tiles), key=lambda tile: (tile.y, tile.x))


def arrange(board: Dashboard, form: LayoutForm) -> str:
    """Moves the tiles to their new places; answers with why not."""
    if not form.is_valid():
        return str(next(iter(form.errors.values()))[0])
    if form.cleaned_data["version"] != board.version:
        return _("這個儀表板剛才在別處改過，請看過最新的樣子再調整。")
    rows = in_order(board)
    moved = {place: tile.row() for place, tile in enumerate(rows, 1)}
    for told in form.cleaned_data["layout"]:
        if told["place"] in moved:
            moved[told["place"]] |= {key: told[key] for key in ("x", "y", "w", "h")}
    keep(board, tiles.read(moved.values()))
    return ""


def keep(board: Dashboard, rows: list[Any]) -> None:
    board.tiles = [tile.row() for tile in rows]
    board.version += 1
    board.save(update_fields=["tiles", "version", "changed_at"])


urlpatterns = [
    path("", index, name="dashboards"),
    path("city/", city, name="city_dashboard"),
    path("city/copy/", copy, name="copy_city"),
    path("<int:pk>/", dashboard, name="dashboard"),
    path("<int:pk>/copy/", copy, name="copy_dashboard"),
    path("<int:pk>/edit/", edit, name="edit_dashboard"),
]
