"""Dashboards through the API: the same tiles for the same readers."""

from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from yankao.kernel.people.models import Person

from ..access import public
from ..api.door import PROBLEMS, anyone, through, valid, who
from ..figures.doors import period_of
from ..schemas import Problem
from . import tiles
from .forms import NameForm
from .models import Dashboard
from .pages import publishes

router = Router(tags=["Dashboards"], auth=through(anyone))
boards = Router(tags=["Published figures"], auth=None)


class TileOut(Schema):
    """`value` is None when there is nothing to say, or the figure is not for this reader."""

    figure: str
    view: str
    x: int
    y: int
    w: int
    h: int
    title: str
    value: Decimal | None
    unit: str


class DashboardOut(Schema):
    id: int
    title: str
    audience: str
    mine: bool
    version: int


class WholeDashboardOut(DashboardOut):
    tiles: list[TileOut]


class TileIn(Schema):
    figure: str
    view: str = tiles.VALUE
    x: int = 0
    y: int = 0
    w: int = 3
    h: int = 1


class BoardIn(Schema):
    title: str
    audience: str = "own"
    tiles: list[TileIn] = []


def told(board: Dashboard, person: Person | None) -> dict[str, Any]:
    names = ("id", "title", "audience", "version")
    mine = person is not None and board.owner_id == person.pk
    return {name: getattr(board, name) for name in names} | {"mine": mine}


def seen(request: HttpRequest, inside: list[tiles.Tile], person: Person | None) -> list[Any]:
    found = []
    for one in tiles.shown(inside, period_of(request), person):
        figure = one.sheet.figure if one.sheet else None
        found.append(
            one.tile.row()
            | {"title": figure.title if figure else "", "unit": str(figure.unit) if figure else "",
               "value": one.sheet.value if one.sheet else None}
        )  # fmt: skip
    return found


def whole(request: HttpRequest, board: Dashboard, person: Person | None) -> dict[str, Any]:
    inside = tiles.read(board.tiles)
    return told(board, person) | {"tiles": seen(request, inside, person)}


@router.get("/", response=list[DashboardOut], operation_id="dashboards")
def every(request: HttpRequest) -> Any:
    """Those this caller may look at."""
    person = who(request)
    return [told(board, person) for board in Dashboard.objects.for_person(person)]


@router.get("/city", response=list[TileOut], operation_id="city_dashboard")
def city(request: HttpRequest) -> Any:
    """The city's own."""
    return seen(request, tiles.city(), who(request))


@router.get("/{pk}", response={200: WholeDashboardOut, 404: Problem}, operation_id="dashboard")
def one(request: HttpRequest, pk: int) -> Any:
    """Its tiles with their values; takes the parameter `period` as pages do."""
    person = who(request)
    board = get_object_or_404(Dashboard.objects.for_person(person), pk=pk)
    return whole(request, board, person)


def saved(request: HttpRequest, payload: BoardIn, board: Dashboard) -> Dashboard:
    person = who(request)
    board.tiles = [tile.row() for tile in tiles.read(row.dict() for row in payload.tiles)]
    form = NameForm(person, publishes(person), payload.dict(), instance=board)
    kept: Dashboard = valid(form).save(commit=False)
    kept.version += 1
    kept.save()
    return kept


@router.post("/", response={201: WholeDashboardOut, **PROBLEMS}, operation_id="add_dashboard")
def add(request: HttpRequest, payload: BoardIn) -> Any:
    """A new one of one's own."""
    return Status(201, whole(request, saved(request, payload, Dashboard()), who(request)))


@router.put("/{pk}", response={200: WholeDashboardOut, **PROBLEMS}, operation_id="change_dashboard")
def change(request: HttpRequest, pk: int, payload: BoardIn) -> Any:
    """Name, readers and all tiles of one's own."""
    board = get_object_or_404(Dashboard, pk=pk, owner=who(request))
    return whole(request, saved(request, payload, board), who(request))


@router.delete("/{pk}", response={204: None, 404: Problem}, operation_id="drop_dashboard")
def drop(request: HttpRequest, pk: int) -> Any:
    """Deletes one of one's own."""
    get_object_or_404(Dashboard, pk=pk, owner=who(request)).delete()
    return Status(204, None)


@boards.get("/city", response=list[TileOut], operation_id="public_city_dashboard")
@public
def public_city(request: HttpRequest) -> Any:
    """The city's own, for everybody."""
    return seen(request, tiles.city(), None)


@boards.get(
    "/{pk}", response={200: WholeDashboardOut, 404: Problem}, operation_id="public_dashboard"
)
@public
def published(request: HttpRequest, pk: int) -> Any:
    """One that was published."""
    return whole(request, get_object_or_404(Dashboard.objects.published(), pk=pk), None)
