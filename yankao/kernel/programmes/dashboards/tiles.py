"""Tiles: which views a figure has, where each lies, and what it shows over a period."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yankao.kernel.figures import registry
from yankao.kernel.figures import sheet as sheets
from yankao.kernel.figures.ahead import read_ahead
from yankao.kernel.figures.figure import Figure, Period
from yankao.kernel.figures.kept import at_once
from yankao.kernel.people.models import Person
from yankao.kernel.ui.charts import Chart

from .. import registry as rooms
from ..figures.doors import may_open

COLUMNS, TALLEST, MOST = 12, 6, 30
VALUE, TREND, MAP, SPLIT = "value", "trend", "map", "by."


@dataclass(frozen=True)
class Tile:
    """`view` is value, trend, map, or by.<dimension>; x and y count from nought."""

    figure: str
    view: str = VALUE
    x: int = 0
    y: int = 0
    w: int = 3
    h: int = 1

    def row(self) -> dict[str, object]:
        return dict(vars(self))


@dataclass(frozen=True)
class Shown:
    """A tile as its reader gets it; without a sheet the figure is withdrawn or not for him."""

    place: int
    tile: Tile
    sheet: sheets.Sheet | None
    chart: Chart | None
    url: str


def views_of(figure: Figure) -> list[tuple[str, str]]:
    """What can be shown of a figure, in words."""
    found = [(VALUE, _("數值"))]
    if not figure.live and figure.rows is not None:
        found.append((TREND, _("趨勢")))
    if "district" in figure.dimensions:
        found.append((MAP, _("地圖")))
    return found + [
        (f"{SPLIT}{name}", _("依{what}").format(what=one.label))
        for name, one in figure.dimensions.items()
    ]


def size_of(view: str) -> tuple[int, int]:
    """Columns and rows to begin with."""
    return (3, 1) if view == VALUE else (6, 3)


def read(rows: Iterable[Mapping[str, Any]]) -> list[Tile]:
    """Tiles from what was stored or sent; places outside the grid are moved inside."""
    return [tile for row in list(rows)[:MOST] for tile in one(row)]


def one(row: Mapping[str, Any]) -> Iterator[Tile]:
    figure, view = str(row.get("figure", "")), str(row.get("view", VALUE))
    wide, tall = size_of(view)
    w = within(row.get("w", wide), 1, COLUMNS)
    if figure:
        yield Tile(
            figure, view, within(row.get("x", 0), 0, COLUMNS - w), within(row.get("y", 0), 0, 500),
            w, within(row.get("h", tall), 1, TALLEST),
        )  # fmt: skip


def within(told: Any, least: int, most: int) -> int:
    try:
        return max(least, min(most, int(told)))
    except (TypeError, ValueError):
        return least


def below(tiles: Iterable[Tile]) -> int:
    """The first free row."""
    return max((tile.y + tile.h for tile in tiles), default=0)


def city() -> list[Tile]:
    """What the city shows by itself: of each room its published numbers, a trend and a map.

    Every row is filled, so that nothing of another room slips up beside it.
    """
    tiles: list[Tile] = []
    for room in rooms.every():
        public = [figure for figure in registry.of(room.name) if figure.public]
        drawn = [
            (figure, view) for figure in public[:1] for view in (TREND, MAP)
            if view in dict(views_of(figure))
        ]  # fmt: skip
        tiles += across([(figure, VALUE) for figure in public[:4]], below(tiles), tall=1)
        tiles += across(drawn, below(tiles), tall=3)
    return tiles


def across(told: Sequence[tuple[Figure, str]], top: int, *, tall: int) -> list[Tile]:
    """Tiles of one width, side by side over all columns."""
    wide = COLUMNS // max(1, len(told))
    return [
        Tile(figure.full, view, place * wide, top, wide, tall)
        for place, (figure, view) in enumerate(told)
    ]


@at_once()
def shown(tiles: Iterable[Tile], period: Period, person: Person | None) -> list[Shown]:
    """In reading order; `person` None is the public, which sees published figures only."""
    ordered = sorted(tiles, key=lambda tile: (tile.y, tile.x))
    names = {tile.figure for tile in ordered}
    figures = [figure for figure in registry.every() if figure.full in names]
    for span in (period, sheets.so_far(period).before()):
        read_ahead(figures, span)
    return [show(place, tile, period, person) for place, tile in enumerate(ordered, 1)]


def show(place: int, tile: Tile, period: Period, person: Person | None) -> Shown:
    try:
        figure = registry.get(tile.figure)
    except KeyError:
        return Shown(place, tile, None, None, "")
    if not (figure.public if person is None else may_open(person, figure)):
        return Shown(place, tile, None, None, "")
    one_sheet = sheets.sheet(figure, period, public=person is None)
    door = f"/numbers/{figure.full}/" if person is None else figure.url
    url = f"{door}?period={period.slug}"
    return Shown(place, tile, one_sheet, chart(one_sheet, tile.view), url)


def chart(one_sheet: sheets.Sheet, view: str) -> Chart | None:
    if view == TREND:
        return sheets.trend(one_sheet)
    if view == MAP:
        return sheets.by_district(one_sheet)
    name = view.removeprefix(SPLIT)
    if view.startswith(SPLIT) and name in one_sheet.dimensions:
        return sheets.groups(one_sheet, name)
    return None
