"""What is near is found through the index, and is what a slow search finds."""

import pytest
from django.db import connection

from yankao.kernel.geo.metres import Place, metres_between
from yankao.kernel.geo.nearby import near, nearest

HERE = Place(120.312016, 22.620836)


def scatter(spots, count, spread):
    """Points all over, the same every time (multiples of the golden ratio)."""
    made = [
        spots.model(
            lng=HERE.lng + ((i * 0.6180339887) % 1 - 0.5) * spread,
            lat=HERE.lat + ((i * 0.7548776662) % 1 - 0.5) * spread,
        )
        for i in range(count)
    ]
    spots.bulk_create(made)
    return made


def away(spot):
    return metres_between(HERE, Place(spot.lng, spot.lat))


def plan_of(rows):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE test_spot")
    return rows.explain()


@pytest.mark.parametrize("metres", [5, 50, 500, 5000])
def test_near_finds_what_a_walk_over_all_rows_finds(spots, metres):
    made = scatter(spots, 3000, spread=0.1)
    found = list(near(spots.all(), HERE.lng, HERE.lat, metres))
    expected = sorted((spot for spot in made if away(spot) <= metres), key=away)
    assert [spot.pk for spot in found] == [spot.pk for spot in expected]
    for spot in found:
        assert spot.metres == pytest.approx(away(spot))


def test_near_keeps_a_row_just_within_and_drops_one_just_beyond(spots):
    degree_east = metres_between(HERE, Place(HERE.lng + 1, HERE.lat))
    inside = spots.create(lng=HERE.lng + 49.999 / degree_east, lat=HERE.lat)
    spots.create(lng=HERE.lng + 50.001 / degree_east, lat=HERE.lat)
    assert list(near(spots.all(), HERE.lng, HERE.lat, 50)) == [inside]


def test_a_row_without_a_place_is_near_nothing(spots):
    spots.create(lng=None, lat=None)
    assert not near(spots.all(), HERE.lng, HERE.lat, 1_000_000)
    assert not nearest(spots.all(), HERE.lng, HERE.lat, 3)


def test_the_nearest_are_the_nearest_in_metres_not_in_degrees(spots):
    spots.create(lng=HERE.lng + 0.0104, lat=HERE.lat)  # 1,069 m, more degrees
    north = spots.create(lng=HERE.lng, lat=HERE.lat + 0.01)  # 1,107 m, fewer degrees
    found = nearest(spots.all(), HERE.lng, HERE.lat, 1)
    assert [spot.pk != north.pk for spot in found] == [True]


def test_the_nearest_equal_a_walk_over_all_rows(spots):
    made = scatter(spots, 2000, spread=0.5)
    found = nearest(spots.all(), HERE.lng, HERE.lat, 12)
    assert [spot.pk for spot in found] == [spot.pk for spot in sorted(made, key=away)[:12]]


def test_the_box_is_looked_up_in_the_index(spots):
    scatter(spots, 20_000, spread=0.4)
    assert "test_spot_point" in plan_of(near(spots.all(), HERE.lng, HERE.lat, 50))


def test_the_nearest_come_out_of_the_index_in_order(spots):
    scatter(spots, 20_000, spread=0.4)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE test_spot")
        cursor.execute(
            "EXPLAIN SELECT id FROM test_spot ORDER BY point(lng, lat) <-> point(%s, %s) LIMIT 10",
            [HERE.lng, HERE.lat],
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Scan using test_spot_point" in plan
    assert "Sort" not in plan


def test_fifty_metres_among_twenty_thousand_rows_take_one_query(spots, django_assert_num_queries):
    scatter(spots, 20_000, spread=0.4)
    with django_assert_num_queries(1):
        list(near(spots.all(), HERE.lng, HERE.lat, 50))
    with django_assert_num_queries(2):
        list(nearest(spots.all(), HERE.lng, HERE.lat, 10))
