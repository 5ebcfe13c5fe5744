"""Distances in the city: plain arithmetic on degrees, the same in Python and in SQL."""

from dataclasses import dataclass
from math import cos, hypot, radians

# Metres in one degree on the GRS80 ellipsoid at 22.9° N, the middle of the city. From its southern
# to its northern end they vary by less than one part in ten thousand.
DEGREE_NORTH = 110_742.6
DEGREE_EAST_AT_EQUATOR = 111_376.0


@dataclass(frozen=True, slots=True)
class Place:
    """A point in WGS84 degrees."""

    lng: float
    lat: float


def metres_between(a: Place, b: Place) -> float:
    """Straight distance; right to 1 : 10,000 anywhere in the city."""
    east = (b.lng - a.lng) * DEGREE_EAST_AT_EQUATOR * cos(radians((a.lat + b.lat) / 2))
    return hypot(east, (b.lat - a.lat) * DEGREE_NORTH)


def bounding_box(lng: float, lat: float, metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north: holds every point within that distance."""
    tall = metres / DEGREE_NORTH
    widest = radians(abs(lat) + tall / 2)
    wide = metres / (DEGREE_EAST_AT_EQUATOR * cos(widest))
    return lng - wide, lat - tall, lng + wide, lat + tall


def coarse(lng: float, lat: float) -> tuple[float, float]:
    """About a hundred metres: what is shown of a private house in noise and animal reports."""
    return round(lng, 3), round(lat, 3)
