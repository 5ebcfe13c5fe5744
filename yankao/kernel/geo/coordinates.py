"""Coordinates as people write them, and Taiwan's own grid TWD97 TM2."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from .metres import Place

if TYPE_CHECKING:
    from pyproj import Transformer

LATITUDES = (20.0, 27.0)  # Taiwan with its outer islands
LONGITUDES = (116.0, 124.0)
EASTINGS = (90_000.0, 400_000.0)
NORTHINGS = (2_400_000.0, 2_830_000.0)

NUMBER = r"[+-]?\d+(?:\.\d+)?"
BARE = re.compile(r"[\d\s.,;+\-°NSEW]+")
DEGREES = re.compile(
    r"(?P<before>[NSEW北南東西]緯?經?)?\s*"
    r"(?P<degrees>\d{1,3})\s*[°度]\s*"
    r"(?:(?P<minutes>\d{1,2}(?:\.\d+)?)\s*['′’分]\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:\.\d+)?)\s*(?:[\"″”秒]|'')\s*)?"
    r"(?P<after>[NSEW])?",
    re.IGNORECASE,
)


def to_twd97(lng: float, lat: float) -> tuple[float, float]:
    """Metres east and north in TWD97 TM2 zone 121 (EPSG:3826)."""
    x, y = _transformer("EPSG:4326", "EPSG:3826").transform(lng, lat)
    return float(x), float(y)


def from_twd97(x: float, y: float) -> Place:
    lng, lat = _transformer("EPSG:3826", "EPSG:4326").transform(x, y)
    return Place(float(lng), float(lat))


def parse_coordinates(text: str) -> Place | None:
    """A point from "22.62, 120.31", "120.31 22.62", a TWD97 pair, degrees and minutes or a link.

    The order does not matter where only one order can lie in Taiwan. None when there is no pair.
    """
    plain = unicodedata.normalize("NFKC", text)
    pair = _sexagesimal(plain) or _decimal(plain)
    if pair is None:
        return None
    for first, second in (pair, pair[::-1]):
        if _within(first, EASTINGS) and _within(second, NORTHINGS):
            return from_twd97(first, second)
        if _within(first, LATITUDES) and _within(second, LONGITUDES):
            return Place(second, first)
    return _somewhere_else(*pair) if BARE.fullmatch(plain) else None


def _somewhere_else(first: float, second: float) -> Place | None:
    """Two bare numbers outside Taiwan: latitude comes first unless it cannot be one."""
    lng, lat = (first, second) if abs(first) > 90 else (second, first)
    return Place(lng, lat) if abs(lng) <= 180 and abs(lat) <= 90 else None


def _decimal(text: str) -> tuple[float, float] | None:
    found = [float(number) for number in re.findall(NUMBER, text.replace("°", " "))]
    exact = [number for number in found if number % 1] if len(found) > 2 else found
    return (exact[0], exact[1]) if len(exact) >= 2 else None


def _sexagesimal(text: str) -> tuple[float, float] | None:
    marked = [match for match in DEGREES.finditer(text) if match["minutes"]]
    if len(marked) != 2:
        return None
    return _degrees(marked[0]), _degrees(marked[1])


def _degrees(match: re.Match[str]) -> float:
    value = int(match["degrees"]) + float(match["minutes"]) / 60
    value += float(match["seconds"] or 0) / 3600
    side = (match["before"] or match["after"] or "").upper()
    return -value if side[:1] in ("S", "W", "南", "西") else value


def _within(value: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= value <= bounds[1]


@cache
def _transformer(source: str, target: str) -> "Transformer":
    """Loaded at first use: the projection library is slow to start and rarely needed."""
    from pyproj import Transformer

    return Transformer.from_crs(source, target, always_xy=True)
