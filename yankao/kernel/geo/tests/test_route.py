"""The order in which to drive, against going to the earliest due first."""

from hypothesis import given
from hypothesis import strategies as st

from ..metres import Place, metres_between
from ..route import Pace, Stop, by_due, drive, go, late

PACE = Pace(metres=400, minutes=20)
PLACES = st.builds(Place, st.floats(120.2, 120.5), st.floats(22.5, 22.9))
STOPS = st.lists(st.tuples(st.none() | PLACES, st.none() | st.floats(-120, 600)), max_size=9).map(
    lambda rows: [Stop(key, place, left) for key, (place, left) in enumerate(rows)]
)
HOME = Place(120.30, 22.63)


@given(st.none() | PLACES, STOPS)
def test_every_stop_is_visited_once_and_never_more_are_late_than_by_due_time(start, stops) -> None:
    legs = drive(start, stops, PACE)
    assert sorted(leg.stop.key for leg in legs) == [stop.key for stop in stops]
    driven = sum(late(leg) for leg in legs if leg.stop.place)
    here, clock, urgent = start, 0.0, 0
    for stop in by_due([stop for stop in stops if stop.place]):
        leg = go(here, clock, stop, PACE)
        here, clock, urgent = stop.place, leg.done_in, urgent + late(leg)
    assert driven <= urgent


@given(PLACES, STOPS)
def test_with_time_to_spare_the_nearest_comes_first(start, stops) -> None:
    easy = [Stop(stop.key, stop.place, None) for stop in stops if stop.place]
    legs = drive(start, easy, PACE)
    if legs:
        nearest = min(metres_between(start, stop.place) for stop in easy)
        assert legs[0].metres == nearest


def test_a_stop_on_the_way_waits_when_another_would_be_late() -> None:
    near = Stop(1, Place(120.301, 22.63), 300)
    urgent = Stop(2, Place(120.32, 22.63), 30)
    assert [leg.stop.key for leg in drive(HOME, [near, urgent], PACE)] == [2, 1]
    calm = Stop(2, Place(120.32, 22.63), 300)
    assert [leg.stop.key for leg in drive(HOME, [near, calm], PACE)] == [1, 2]


def test_stops_without_a_place_come_last_by_due_time() -> None:
    stops = [Stop(1, None, 90), Stop(2, None, 30), Stop(3, HOME, None)]
    assert [leg.stop.key for leg in drive(HOME, stops, PACE)] == [3, 2, 1]
