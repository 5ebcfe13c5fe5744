"""Every kind of limit against the slow and obvious way of counting."""

from datetime import date, datetime, time, timedelta
from functools import partial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from yankao.kernel.calendar.almanac import Almanac, Halt
from yankao.kernel.calendar.limits import Kind, Limit
from yankao.kernel.calendar.loading import BUNDLED, read_days
from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.calendar.terms import DatedTerms, Terms
from yankao.kernel.values.taipei import TAIPEI

from .oracle import Oracle

DAYS = {day.date: day.is_workday for day in read_days(BUNDLED)}
AREAS = ["", "64000030", "64000120"]
LARGEST = {
    Kind.HOURS: 60, Kind.MINUTES: 600, Kind.WORKING_HOURS: 20, Kind.WORKING_DAYS: 15,
    Kind.CALENDAR_DAYS: 40, Kind.CALENDAR_DAYS_LESS_HOLIDAYS: 30, Kind.MONTHS: 14,
    Kind.MONTHS_ART48: 14,
}  # fmt: skip
steady = settings(derandomize=True, deadline=None, database=None, max_examples=40)
minutes = st.integers(0, 5 * 24 * 60)


# Chosen weeks where calendars are hard: lunar new year, long weekends, year's end, a storm.
HARD_DAYS = [
    "2023-01-18", "2023-02-16", "2023-02-24", "2023-03-30", "2023-08-01", "2023-12-29",
    "2024-02-06", "2024-02-28", "2025-09-26", "2025-12-23", "2025-12-31", "2017-01-02",
]  # fmt: skip


@st.composite
def starts(draw) -> datetime:
    day = date.fromisoformat(draw(st.sampled_from(HARD_DAYS)))
    morning = datetime(day.year, day.month, day.day, tzinfo=TAIPEI)
    offset = draw(st.one_of(st.sampled_from([0, 1439, 719, 720, 810, 1050]), minutes))
    return morning + timedelta(minutes=offset)


@st.composite
def halts(draw, start: datetime) -> tuple[Halt, ...]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        since = start + timedelta(minutes=draw(st.integers(-2 * 24 * 60, 6 * 24 * 60)))
        length = draw(st.one_of(st.sampled_from([1, 240, 720, 1440]), st.integers(1, 4000)))
        area = draw(st.sampled_from(AREAS))
        found.append(Halt(since, since + timedelta(minutes=length), area))
    return tuple(found)


SUMMER = ((time(7, 30), time(11, 30)), (time(12, 30), time(16, 30)))
THROUGH = ((time(9), time(17)),)
terms = st.builds(
    Terms, st.sampled_from([Terms().office, SUMMER, THROUGH]), st.integers(2, 5), st.booleans()
)


@st.composite
def settings_changed(draw, start: datetime) -> DatedTerms:
    """What the city set, changed up to three times around the start."""
    offsets = draw(st.sets(st.integers(-4, 12), max_size=3))
    since = [date.min, *(start.date() + timedelta(days=days) for days in sorted(offsets))]
    return DatedTerms(tuple(since), tuple(draw(terms) for _ in since))


@st.composite
def situations(draw, kind: Kind):
    """A start, a limit of the kind, suspensions and force majeure, changing terms, an area."""
    start = draw(starts())
    closed = draw(halts(start)), draw(halts(start)), draw(settings_changed(start))
    count = draw(st.integers(1, LARGEST[kind]))
    return start, Limit(kind, count), closed, draw(st.sampled_from(AREAS))


def arranged(situation):
    start, limit, (suspensions, force_majeure, changing), area = situation
    return start, limit, Almanac(DAYS, suspensions, force_majeure, changing), area


def answer(ask):
    try:
        return ask()
    except CalendarMissing as refusal:
        return refusal.year


@pytest.mark.parametrize("kind", Kind)
def test_due_agrees_with_the_oracle(kind):
    @steady
    @given(situations(kind))
    def check(situation):
        start, limit, almanac, area = arranged(situation)
        found = answer(lambda: limit.due(start, area, almanac=almanac))
        assert found == answer(lambda: Oracle(almanac, area).due(limit, start))

    check()


@pytest.mark.parametrize("kind", Kind)
def test_a_resumed_clock_agrees_with_the_oracle_and_never_goes_back(kind):
    @steady
    @given(situations(kind), minutes, minutes, minutes)
    def check(situation, worked, paused, longer):
        start, limit, almanac, area = arranged(situation)
        due = answer(lambda: limit.due(start, area, almanac=almanac))
        assume(isinstance(due, datetime))
        stopped = start + timedelta(minutes=worked)
        resumed = stopped + timedelta(minutes=paused)
        later = resumed + timedelta(minutes=longer)

        def resume(moment):
            return answer(lambda: limit.resume(stopped, due, moment, area, almanac=almanac))

        new = resume(resumed)
        assert new == answer(lambda: Oracle(almanac, area).resume(limit, stopped, due, resumed))
        assert resume(stopped) == due
        if isinstance(new, datetime) and isinstance(resume(later), datetime):
            assert due <= new <= resume(later)
            assert limit.kept(stopped, due) == limit.kept(resumed, new)
            assert limit.remaining(resumed, new, area, almanac=almanac) >= timedelta()

    check()


@pytest.mark.parametrize("kind", Kind)
def test_a_later_start_is_never_due_earlier(kind):
    @steady
    @given(situations(kind), minutes)
    def check(situation, wait):
        start, limit, almanac, area = arranged(situation)
        first = answer(lambda: limit.due(start, area, almanac=almanac))
        later = start + timedelta(minutes=wait)
        second = answer(lambda: limit.due(later, area, almanac=almanac))
        if isinstance(first, datetime) and isinstance(second, datetime):
            assert start < first <= second

    check()


@pytest.mark.parametrize("kind", Kind)
def test_a_closure_never_makes_anything_due_earlier(kind):
    @steady
    @given(situations(kind))
    def check(situation):
        start, limit, almanac, area = arranged(situation)
        due = answer(lambda: limit.due(start, area, almanac=almanac))
        raw = answer(lambda: limit.raw_due(start, almanac=almanac))
        if isinstance(due, datetime):
            assert raw <= due

    check()


@pytest.mark.parametrize("kind", [Kind.HOURS, Kind.MINUTES, Kind.WORKING_HOURS, Kind.WORKING_DAYS])
def test_what_is_used_at_the_due_moment_is_the_whole_limit(kind):
    unit = {"hours": 60, "minutes": 1, "working_hours": 60, "working_days": 24 * 60}[kind]

    @steady
    @given(situations(kind))
    def check(situation):
        start, limit, almanac, area = arranged(situation)
        whole = timedelta(minutes=unit * limit.count)
        due = answer(lambda: limit.due(start, area, almanac=almanac))
        assume(isinstance(due, datetime))
        before = due - timedelta(microseconds=1)
        at_the_end = before if kind == Kind.WORKING_DAYS else due
        assert limit.used(start, at_the_end, area, almanac=almanac) == whole
        if kind != Kind.WORKING_DAYS:
            assert limit.used(start, before, area, almanac=almanac) < whole
            assert limit.remaining(start, due, area, almanac=almanac) == whole

    check()


@pytest.mark.parametrize("kind", [Kind.HOURS, Kind.WORKING_HOURS])
def test_two_pauses_in_a_row_are_one_long_pause(kind):
    @steady
    @given(situations(kind), minutes, minutes, minutes)
    def check(situation, worked, first, second):
        start, limit, almanac, area = arranged(situation)
        due = answer(lambda: limit.due(start, area, almanac=almanac))
        assume(isinstance(due, datetime))
        stop = start + timedelta(minutes=worked)
        middle = stop + timedelta(minutes=first)
        end = middle + timedelta(minutes=second)

        def resume(stopped, due_at, resumed):
            return limit.resume(stopped, due_at, resumed, area, almanac=almanac)

        at_once = answer(lambda: resume(stop, due, end))
        in_two = answer(lambda: resume(middle, resume(stop, due, middle), end))
        assert at_once == in_two

    check()


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("first", ["2017-01-01", "2026-12-24"])
def test_edges_of_the_known_years_are_refused_alike(kind, first):
    limit, almanac = Limit(kind, 1), Almanac(DAYS)
    start = datetime.fromisoformat(first).replace(hour=10, tzinfo=TAIPEI)
    starts = [start + timedelta(days=offset) for offset in range(9)]
    oracle = Oracle(almanac, "")
    found = [answer(partial(limit.due, start, almanac=almanac)) for start in starts]
    assert found == [answer(partial(oracle.due, limit, start)) for start in starts]
