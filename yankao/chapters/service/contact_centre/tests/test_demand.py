"""What a history of calls says of the days to come."""

from datetime import date, datetime, timedelta

import pytest

from yankao.chapters.service.contact_centre.demand import effective, learn
from yankao.chapters.service.contact_centre.formulas import Call, Disposition
from yankao.kernel.values.taipei import TAIPEI

NOON = datetime(2023, 6, 5, 12, 0, tzinfo=TAIPEI)
SOON = timedelta(minutes=30)
YEAR = [date(2023, 1, 1) + timedelta(days=n) for n in range(365)]


def left(after: timedelta, caller: str = "a", *, wait: int = 60) -> Call:
    at = NOON + after
    return Call(at, at + timedelta(seconds=wait), Disposition.ABANDONED_QUEUE, caller=caller)


def calls_of(day: date, hour: int, count: int) -> list[datetime]:
    start = datetime(day.year, day.month, day.day, hour, tzinfo=TAIPEI)
    return [start + timedelta(seconds=second) for second in range(count)]


def test_who_gives_up_and_tries_again_wishes_once() -> None:
    first, again = left(timedelta(0)), left(timedelta(minutes=31))
    assert effective([again, first], repeat_within=SOON) == [first]
    late = left(timedelta(minutes=31, seconds=1))
    assert effective([first, late], repeat_within=SOON) == [first, late]


def test_a_third_try_is_a_repeat_of_the_second() -> None:
    tries = [left(timedelta(minutes=20 * n)) for n in range(3)]
    assert effective(tries, repeat_within=SOON) == tries[:1]


def test_hidden_and_other_numbers_repeat_nobody() -> None:
    calls = [left(timedelta(0), ""), left(timedelta(minutes=5), ""), left(timedelta(0), "b")]
    assert len(effective(calls, repeat_within=SOON)) == 3


def test_a_weekday_has_its_own_hours() -> None:
    moments = [m for day in YEAR for m in calls_of(day, 9, 2 if day.weekday() < 5 else 1)]
    pattern = learn(moments, YEAR)
    monday, sunday = pattern.expected(date(2024, 1, 1)), pattern.expected(date(2024, 1, 7))
    assert monday[9] > 1.9 > 1.1 > sunday[9]
    assert sum(monday) == monday[9]


def test_the_season_gives_each_month_what_came_in_it() -> None:
    def count(day: date) -> int:
        return (6 if day.month == 7 else 2) + day.weekday()

    pattern = learn([m for day in YEAR for m in calls_of(day, 15, count(day))], YEAR)
    for month in range(1, 13):
        days = [day for day in YEAR if day.month == month]
        forecast = sum(sum(pattern.expected(day)) for day in days)
        assert forecast == pytest.approx(sum(map(count, days)))


def test_a_holiday_is_like_a_sunday() -> None:
    feast = date(2023, 6, 22)  # a Thursday
    quiet = [m for day in YEAR if day.weekday() != 6 for m in calls_of(day, 9, 5) if day != feast]
    pattern = learn(quiet, YEAR, {feast})
    assert sum(pattern.expected(feast)) == 0
    assert sum(pattern.expected(feast + timedelta(days=7))) > 4


def test_of_days_never_seen_nothing_is_said() -> None:
    pattern = learn(calls_of(date(2023, 6, 5), 9, 3), [date(2023, 6, 5)])
    assert sum(pattern.expected(date(2023, 6, 12))) == 3
    with pytest.raises(ValueError, match="nothing is known"):
        pattern.expected(date(2023, 6, 13))


def test_the_hour_is_taipeis() -> None:
    early = datetime(2023, 6, 4, 17, 30, tzinfo=TAIPEI).astimezone()
    pattern = learn([early], [date(2023, 6, 4)])
    assert pattern.expected(date(2023, 6, 11))[17] == 1
