"""What lies near a place: the index other tables declare, and the queries that use it."""

from typing import Any, TypeVar

from django.contrib.postgres.indexes import GistIndex
from django.db.models import BooleanField, F, FloatField, Func, QuerySet, Value
from django.db.models.functions import Cos, Power, Radians, Sqrt

from .metres import (
    DEGREE_EAST_AT_EQUATOR,
    DEGREE_NORTH,
    Place,
    bounding_box,
    metres_between,
)

Rows = TypeVar("Rows", bound=QuerySet[Any])
Number = float | Value

ROUNDING = 0.001  # metres by which the box is wider, so that rounding never loses a row


def point_index(table: str) -> GistIndex:
    """An index over the columns lng and lat, for `Meta.indexes`; serves `near` and `nearest`."""
    return GistIndex(Func(F("lng"), F("lat"), function="point"), name=f"{table[:24]}_point")


def closest(rows: Rows, lng: float, lat: float, metres: float, count: int) -> list[Any]:
    """At most so many rows within that distance, nearest first, each with its `metres`.

    Asks the index for a few more by degrees and measures those; where thousands lie, `near` would
    measure and sort them all.
    """
    here, spare = Place(lng, lat), 3 * count
    by_degrees = Func(
        _columns(""), _point(lng, lat), arg_joiner=" <-> ", template="%(expressions)s",
        output_field=FloatField(),
    )  # fmt: skip
    found = list(rows.filter(_inside(lng, lat, metres, "")).order_by(by_degrees)[:spare])
    for row in found:
        row.metres = metres_between(here, Place(row.lng, row.lat))
    found = [row for row in found if row.metres <= metres]
    return sorted(found, key=lambda row: (row.metres, row.pk))[:count]


def near(rows: Rows, lng: float, lat: float, metres: float, *, through: str = "") -> Rows:
    """The rows within that distance, nearest first, each with its `metres`.

    `through` names the way to the table with the columns lng and lat, such as "case__".
    """
    inside = _inside(lng, lat, metres, through)
    measured: Rows = rows.filter(inside).annotate(metres=_metres(lng, lat, through))
    return measured.filter(metres__lte=metres).order_by("metres", "pk")


def nearest(rows: Rows, lng: float, lat: float, count: int, *, through: str = "") -> Rows:
    """That many nearest rows, however far; asks the index first how far that is."""
    by_degrees = Func(
        _columns(through), _point(lng, lat), arg_joiner=" <-> ", template="%(expressions)s",
        output_field=FloatField(),
    )  # fmt: skip
    here = Place(lng, lat)
    columns = (f"{through}lng", f"{through}lat")
    placed = rows.filter(**{f"{column}__isnull": False for column in columns})
    found = placed.order_by(by_degrees).values_list(*columns)[:count]
    reach = max((metres_between(here, Place(*spot)) for spot in found), default=0.0)
    return near(rows, lng, lat, reach + ROUNDING, through=through)[:count]


def _inside(lng: float, lat: float, metres: float, through: str) -> Func:
    """Whether a row lies in the box around the place."""
    return in_box(*bounding_box(lng, lat, float(metres) + ROUNDING), through=through)


def in_box(west: Number, south: Number, east: Number, north: Number, *, through: str = "") -> Func:
    """Whether a row lies between these corners."""
    corners = Func(_point(west, south), _point(east, north), function="box")
    return Func(
        _columns(through), corners, arg_joiner=" <@ ", template="%(expressions)s",
        output_field=BooleanField(),
    )  # fmt: skip


def _columns(through: str) -> Func:
    return Func(F(f"{through}lng"), F(f"{through}lat"), function="point")


def _point(lng: Number, lat: Number) -> Func:
    return Func(_number(lng), _number(lat), function="point")


def _number(value: Number) -> Value:
    return value if isinstance(value, Value) else Value(value, output_field=FloatField())


def _metres(lng: float, lat: float, through: str) -> Func:
    """`metres_between`, in SQL."""
    column_lng, column_lat = F(f"{through}lng"), F(f"{through}lat")
    middle = Radians((column_lat + _number(lat)) / _number(2.0))
    east = (column_lng - _number(lng)) * _number(DEGREE_EAST_AT_EQUATOR) * Cos(middle)
    north = (column_lat - _number(lat)) * _number(DEGREE_NORTH)
    return Sqrt(Power(east, _number(2.0)) + Power(north, _number(2.0)), output_field=FloatField())
