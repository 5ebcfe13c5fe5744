"""Coordinates as people paste them, and Taiwan's grid against the ministry's own figures."""

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yankao.kernel.geo.coordinates import from_twd97, parse_coordinates, to_twd97
from yankao.kernel.geo.metres import Place, bounding_box, metres_between
from yankao.kernel.geo.polygons import DATA

longitudes = st.floats(120.1, 121.1)
latitudes = st.floats(22.4, 23.5)


def test_the_grid_agrees_with_the_ministry_in_every_district():
    with open(DATA / "districts.csv", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            x, y = to_twd97(float(row["lon_wgs84"]), float(row["lat_wgs84"]))
            assert abs(x - float(row["x_twd97_tm2"])) <= 1
            assert abs(y - float(row["y_twd97_tm2"])) <= 1


@settings(deadline=None)
@given(lng=longitudes, lat=latitudes)
def test_there_and_back_again_ends_where_it_began(lng, lat):
    back = from_twd97(*to_twd97(lng, lat))
    assert metres_between(Place(lng, lat), back) < 0.001


@settings(deadline=None)
@given(lng=longitudes, lat=latitudes, east=st.floats(-0.4, 0.4), north=st.floats(-0.4, 0.4))
def test_distances_agree_with_the_ellipsoid_to_one_in_five_thousand(lng, lat, east, north):
    from pyproj import Geod

    a, b = Place(lng, lat), Place(lng + east, lat + north)
    _, _, true = Geod(ellps="GRS80").inv(a.lng, a.lat, b.lng, b.lat)
    assert metres_between(a, b) == pytest.approx(true, rel=2e-4, abs=0.001)


@given(lng=longitudes, lat=latitudes, metres=st.floats(1, 20_000), turn=st.floats(-1, 1))
def test_the_box_holds_every_point_within_the_distance(lng, lat, metres, turn):
    west, south, east, north = bounding_box(lng, lat, metres)
    for corner in (
        Place(west, lat + turn * (north - lat)),
        Place(lng + turn * (east - lng), north),
    ):
        assert metres_between(Place(lng, lat), corner) >= metres * (1 - 1e-9)
    assert metres_between(Place(lng, lat), Place(lng, south)) == pytest.approx(metres)


@pytest.mark.parametrize(
    ("text", "lng", "lat"),
    [
        ("22.62, 120.31", 120.31, 22.62),
        ("120.31 22.62", 120.31, 22.62),
        ("２２．６２，１２０．３１", 120.31, 22.62),
        ("22.62°N 120.31°E", 120.31, 22.62),
        ("lat=22.62&lng=120.31", 120.31, 22.62),
        ("POINT(120.31 22.62)", 120.31, 22.62),
        ("https://www.google.com/maps/@22.62,120.31,17z", 120.31, 22.62),
        ("22°37'12\"N 120°18'36\"E", 120.31, 22.62),
        ("北緯22度37分12秒 東經120度18分36秒", 120.31, 22.62),
        ("E120°18.6' N22°37.2'", 120.31, 22.62),
        ("179068.9, 2502369.9", 120.31, 22.62),
        ("X:179068.9 Y:2502369.9", 120.31, 22.62),
        ("2502369.9 179068.9", 120.31, 22.62),
        ("0,0", 0, 0),
        ("35.68, 139.69", 139.69, 35.68),
        ("139.69 35.68", 139.69, 35.68),
        ("-22.62, -120.31", -120.31, -22.62),
    ],
)
def test_coordinates_are_read_however_they_are_written(text, lng, lat):
    place = parse_coordinates(text)
    assert metres_between(place, Place(lng, lat)) < 2


@pytest.mark.parametrize(
    "text",
    ["", "三民區", "22.62", "建工路12之3號", "三多三路 100號 5樓", "0912-345678 轉 12", "200 200"],
)
def test_what_holds_no_pair_is_no_place(text):
    assert parse_coordinates(text) is None


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text):
    parse_coordinates(text)
