"""Where a point is: its district, its village, and what is wrong with it if it cannot be right."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from .coordinates import from_twd97, parse_coordinates, to_twd97
from .metres import Place, bounding_box, coarse, metres_between
from .models import District
from .nearby import closest, in_box, near, nearest, point_index

if TYPE_CHECKING:
    from .polygons import Layer, Outlines

__all__ = [
    "Kind",
    "Place",
    "PlaceCheck",
    "bounding_box",
    "check_place",
    "coarse",
    "district_of",
    "from_twd97",
    "metres_between",
    "closest",
    "in_box",
    "near",
    "nearest",
    "parse_coordinates",
    "point_index",
    "to_twd97",
    "village_of",
]

# The outlines are generalised, so piers, breakwaters and new embankments lie a little outside.
OFF_COAST_METRES = 300.0
# For the same reason, and because a border often runs along a road: this close to the stated
# district a point is taken to be in it.
BORDER_METRES = 100.0


class Kind(StrEnum):
    OK = "ok"
    SWAPPED = "swapped"
    ZERO = "zero"
    OUTSIDE = "outside"
    OTHER_DISTRICT = "other_district"
    SEA = "sea"


@dataclass(frozen=True, slots=True)
class PlaceCheck:
    """What a point turned out to be, said so that the person can act on it.

    `place` is the point to use or to offer; `district` the one it lies in.
    """

    kind: Kind
    message: str
    place: Place | None = None
    district: District | None = None

    @property
    def ok(self) -> bool:
        return self.kind is Kind.OK


def district_of(lng: float, lat: float, *, off_coast: float = OFF_COAST_METRES) -> District | None:
    """The district of a point; on water, that of the shore if it is no further than `off_coast`."""
    code = _outlines("districts").at(lng, lat)
    if code is None and _on_water(lng, lat):
        shore, metres = _outlines("districts").nearest(lng, lat)
        code = shore if metres <= off_coast else None
    return _district(code) if code else None


def village_of(lng: float, lat: float) -> str | None:
    """The village (里) of a point, such as 苓雅區林德里's 林德里."""
    villages = _outlines("villages")
    code = villages.at(lng, lat)
    return villages.names[code] if code else None


def check_place(lng: float, lat: float, stated_district: District | None = None) -> PlaceCheck:
    """Judges a point before it is stored; never raises for a bad one."""
    district = district_of(lng, lat)
    if district is None:
        return _misplaced(lng, lat)
    stated = stated_district or district
    if stated.code != district.code and _beyond(stated, lng, lat):
        words = _("這個位置在%(found)s，與所填的%(stated)s不同。請更正行政區，或重新點選位置。")
        message = words % {"found": district.label(), "stated": stated.label()}
        return PlaceCheck(Kind.OTHER_DISTRICT, message, Place(lng, lat), district)
    message = _("位置在%(found)s。") % {"found": stated.label()}
    return PlaceCheck(Kind.OK, message, Place(lng, lat), stated)


def _beyond(district: District, lng: float, lat: float) -> bool:
    return _outlines("districts").metres_to(district.code, lng, lat) > BORDER_METRES


def _misplaced(lng: float, lat: float) -> PlaceCheck:
    if abs(lng) < 0.001 and abs(lat) < 0.001:
        message = _("沒有取得定位（座標為 0, 0）。請在地圖上點選位置，或只填地址。")
        return PlaceCheck(Kind.ZERO, message)
    if swapped := district_of(lat, lng):
        words = _("經度與緯度看來對調了。請確認是否為緯度 %(lat)s、經度 %(lng)s（%(found)s）。")
        message = words % {"lat": lng, "lng": lat, "found": swapped.label()}
        return PlaceCheck(Kind.SWAPPED, message, Place(lat, lng), swapped)
    if _on_water(lng, lat):
        return _at_sea(lng, lat)
    message = _("這個位置不在高雄市內。請重新點選位置；若確在外縣市，請洽當地政府。")
    return PlaceCheck(Kind.OUTSIDE, message)


def _at_sea(lng: float, lat: float) -> PlaceCheck:
    code, metres = _outlines("districts").nearest(lng, lat)
    words = _("這個位置在水面上，離%(shore)s的岸邊約 %(metres)d 公尺。請把位置移到岸上最近的地方。")
    shore = _district(code)
    message = words % {"shore": shore.label() if shore else "", "metres": round(metres, -1)}
    return PlaceCheck(Kind.SEA, message)


def _on_water(lng: float, lat: float) -> bool:
    return _outlines("waters").at(lng, lat) is not None


def _outlines(layer: "Layer") -> "Outlines":
    """Loads the geometry library at first use: it costs every command a third of a second."""
    from .polygons import outlines

    return outlines(layer)


def _district(code: str) -> District | None:
    """Read once per process: districts change by law, and then with a migration."""
    known = _districts()
    if not known:
        _districts.cache_clear()
    return known.get(code)


@cache
def _districts() -> dict[str, District]:
    return {district.code: district for district in District.objects.all()}


def forget_districts(**_: object) -> None:
    """Called after every migration."""
    _districts.cache_clear()
