"""The outlines of districts, villages and the city's waters, read once per process and indexed."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from math import cos, radians
from pathlib import Path
from typing import Any, Literal

import shapely

from .metres import DEGREE_EAST_AT_EQUATOR, DEGREE_NORTH

DATA = Path(__file__).resolve().parent / "data"
EAST_METRES = DEGREE_EAST_AT_EQUATOR * cos(radians(22.9))
NORTH_METRES = DEGREE_NORTH

# The sea before the city and its harbour: any line through the coastal districts serves as eastern
# edge, because a point on land has been found before. Ends north of the island of Liuqiu.
COAST = [
    [119.30, 22.905], [120.20, 22.905], [120.24, 22.80], [120.31, 22.65], [120.36, 22.56],
    [120.42, 22.47], [120.42, 22.39], [119.30, 22.39], [119.30, 22.905],
]  # fmt: skip

Layer = Literal["districts", "villages", "waters"]


@dataclass(frozen=True)
class Outlines:
    """Named polygons that cover an area without overlap."""

    codes: list[str]
    names: dict[str, str]
    shapes: list[Any]
    tree: Any
    metric_tree: Any

    def at(self, lng: float, lat: float) -> str | None:
        """The polygon the point is in; on a border, the one with the lowest code."""
        hits = self.tree.query(shapely.Point(lng, lat), predicate="intersects")
        return self.codes[min(hits)] if len(hits) else None

    def nearest(self, lng: float, lat: float) -> tuple[str, float]:
        """The polygon whose edge is closest, and how many metres away."""
        here = shapely.Point(lng * EAST_METRES, lat * NORTH_METRES)
        index = int(self.metric_tree.nearest(here))
        return self.codes[index], float(here.distance(self.metric_tree.geometries[index]))

    def metres_to(self, code: str, lng: float, lat: float) -> float:
        """How far outside that polygon the point lies; 0 inside."""
        here = shapely.Point(lng * EAST_METRES, lat * NORTH_METRES)
        return float(here.distance(self.metric_tree.geometries[self.codes.index(code)]))


@cache
def outlines(layer: Layer) -> Outlines:
    features = sorted(_features(layer), key=lambda feature: str(feature["id"]))
    shapes = [shapely.from_geojson(json.dumps(feature["geometry"])) for feature in features]
    return Outlines(
        [str(feature["id"]) for feature in features],
        {str(feature["id"]): feature["properties"]["name"] for feature in features},
        shapes,
        shapely.STRtree(shapes),
        shapely.STRtree([shapely.transform(shape, _in_metres) for shape in shapes]),
    )


def _features(layer: Layer) -> list[dict[str, Any]]:
    if layer == "waters":
        geometry = {"type": "Polygon", "coordinates": [COAST]}
        return [{"id": "sea", "properties": {"name": "sea"}, "geometry": geometry}]
    if layer == "villages":
        with gzip.open(DATA / "villages.geojson.gz") as file:
            return list(json.load(file)["features"])
    return list(json.loads((DATA / "districts.geojson").read_bytes())["features"])


def _in_metres(degrees: Any) -> Any:
    """Degrees stretched to metres; good to half a percent over short distances."""
    return degrees * (EAST_METRES, NORTH_METRES)
