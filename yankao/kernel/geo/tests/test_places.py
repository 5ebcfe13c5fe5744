"""Points are judged the way a person at the desk would."""

import pytest
import shapely
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from yankao.kernel.geo.models import District
from yankao.kernel.geo.places import Kind, Place, check_place, coarse, district_of, village_of
from yankao.kernel.geo.polygons import outlines

pytestmark = pytest.mark.django_db

CITY_HALL = Place(120.312016, 22.620836)  # 苓雅區四維三路2號
PIER = Place(120.2145, 22.803452)  # off 彌陀
RENDE = Place(120.21, 22.915)  # Tainan, across the river from 湖內
AT_SEA = Place(120.20, 22.62)
TAINAN = Place(120.20, 22.99)


def called(name):
    return District.objects.get(name=name)


def test_a_point_lies_in_its_district_and_village():
    assert district_of(CITY_HALL.lng, CITY_HALL.lat).name == "苓雅區"
    assert village_of(CITY_HALL.lng, CITY_HALL.lat) == "晴朗里"


def test_a_point_elsewhere_lies_in_no_district():
    assert district_of(TAINAN.lng, TAINAN.lat) is None
    assert village_of(TAINAN.lng, TAINAN.lat) is None


def test_every_corner_of_every_outline_belongs_to_exactly_one_district():
    layer = outlines("districts")
    for index, shape in enumerate(layer.shapes):
        for lng, lat in shapely.get_coordinates(shape)[::7]:
            touching = [
                code
                for code, other in zip(layer.codes, layer.shapes, strict=True)
                if other.intersects(shapely.Point(lng, lat))
            ]
            assert layer.codes[index] in touching
            assert district_of(lng, lat).code == min(touching)


@settings(max_examples=300, deadline=None)
@given(lng=st.floats(120.15, 121.06), lat=st.floats(22.45, 23.48))
def test_the_index_finds_what_a_walk_over_all_outlines_finds(lng, lat):
    layer = outlines("districts")
    here = shapely.Point(lng, lat)
    walk = [c for c, s in zip(layer.codes, layer.shapes, strict=True) if s.intersects(here)]
    found = district_of(lng, lat, off_coast=0)
    assert (found.code if found else None) == (walk[0] if walk else None)


def test_a_pier_belongs_to_the_district_behind_it_up_to_the_limit():
    code, metres = outlines("districts").nearest(PIER.lng, PIER.lat)
    assert 100 < metres < 300
    assert district_of(PIER.lng, PIER.lat).code == code
    assert district_of(PIER.lng, PIER.lat, off_coast=metres - 1) is None
    assert check_place(PIER.lng, PIER.lat, district_of(PIER.lng, PIER.lat)).ok


def test_across_the_land_border_nothing_is_ours_however_close():
    code, metres = outlines("districts").nearest(RENDE.lng, RENDE.lat)
    assert metres < 300
    assert district_of(RENDE.lng, RENDE.lat) is None
    assert check_place(RENDE.lng, RENDE.lat).kind is Kind.OUTSIDE


def test_a_good_point_passes_with_its_district():
    checked = check_place(CITY_HALL.lng, CITY_HALL.lat, called("苓雅區"))
    assert checked.ok
    assert checked.district == called("苓雅區")
    assert checked.place == CITY_HALL


def test_a_swapped_pair_is_offered_the_right_way_round():
    checked = check_place(CITY_HALL.lat, CITY_HALL.lng)
    assert checked.kind is Kind.SWAPPED
    assert checked.place == CITY_HALL
    assert "苓雅區" in checked.message


def test_another_district_than_stated_is_named():
    checked = check_place(CITY_HALL.lng, CITY_HALL.lat, called("前鎮區"))
    assert checked.kind is Kind.OTHER_DISTRICT
    assert checked.district == called("苓雅區")
    assert "苓雅區" in checked.message
    assert "前鎮區" in checked.message


def test_a_point_on_a_road_along_the_border_may_be_stated_in_either_district():
    sanmin, zuoying = called("三民區"), called("左營區")
    lng, lat = 120.3115, 22.6630
    assert check_place(lng, lat, sanmin).district == sanmin
    assert check_place(lng, lat, zuoying).district == zuoying
    assert check_place(lng, lat, called("鳳山區")).kind is Kind.OTHER_DISTRICT


@pytest.mark.parametrize(
    ("lng", "lat", "kind"),
    [
        (0, 0, Kind.ZERO),
        (AT_SEA.lng, AT_SEA.lat, Kind.SEA),
        (TAINAN.lng, TAINAN.lat, Kind.OUTSIDE),
        (121.56, 25.03, Kind.OUTSIDE),
        (120.45, 22.52, Kind.OUTSIDE),
        (120.37, 22.34, Kind.OUTSIDE),
        (float("nan"), float("nan"), Kind.OUTSIDE),
        (float("inf"), 22.6, Kind.OUTSIDE),
        (1e300, -1e300, Kind.OUTSIDE),
    ],
    ids=["zero", "sea", "Tainan", "Taipei", "Pingtung", "Liuqiu", "nan", "infinite", "huge"],
)
def test_a_bad_point_is_refused_with_what_to_do(lng, lat, kind):
    checked = check_place(lng, lat)
    assert checked.kind is kind
    assert not checked.ok
    assert checked.district is None
    assert checked.message.endswith("。")


def test_the_sea_is_as_far_as_it_says():
    assert "旗津區" in check_place(120.25, 22.60).message
    assert "1340 公尺" in check_place(120.25, 22.60).message


def test_messages_follow_the_reader():
    with override("en"):
        assert "Lingya District" in check_place(CITY_HALL.lng, CITY_HALL.lat).message


def test_a_private_house_is_shown_to_about_a_hundred_metres():
    assert coarse(120.312016, 22.620836) == (120.312, 22.621)
