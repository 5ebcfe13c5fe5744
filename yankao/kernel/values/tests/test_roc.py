"""ROC dates and legacy clocks, as the real files spell them."""

import contextlib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yankao.kernel.values.roc import (
    Unreadable,
    chinese_clock,
    parse_date,
    parse_moment,
    roc_deadline,
    roc_digits,
    roc_stamp,
    roc_text,
    roc_year,
)
from yankao.kernel.values.taipei import TAIPEI, day_of, end_of, last_day, local

steady = settings(derandomize=True, deadline=None, database=None)
NEW_YORK = ZoneInfo("America/New_York")


def test_a_year_is_counted_from_1912():
    assert roc_year(date(2023, 6, 5)) == 112
    assert roc_text(date(2023, 6, 5)) == "112年6月5日"
    assert roc_digits(date(2023, 6, 5)) == "1120605"
    assert roc_digits(date(2010, 12, 25)) == "0991225"
    assert roc_text(date(1912, 1, 1)) == "1年1月1日"


def test_a_day_before_the_republic_is_said_so_and_has_no_digits():
    assert roc_text(date(1911, 10, 10)) == "民國前1年10月10日"
    with pytest.raises(ValueError, match="1911-10-10"):
        roc_digits(date(1911, 10, 10))


@pytest.mark.parametrize(
    "text",
    [
        "1120605", "112/6/5", "112/06/05", "112-06-05", "112.6.5", "112年6月5日", "20230605",
        "民國112年6月5日", "中華民國 112 年 6 月 5 日", "2023-06-05", "2023/6/5", "2023年6月5日",
        "112/6/5", " 112年06月05日 ",
    ],
)  # fmt: skip
def test_the_fifth_of_june_is_read_in_every_spelling(text):
    assert parse_date(text) == date(2023, 6, 5)


def test_a_two_digit_roc_year_is_read():
    assert parse_date("990605") == parse_date("99/6/5") == date(2010, 6, 5)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "112/13/5", "112/2/30", "0/1/1", "0000101", "11206", "201206", "112/6", "6/5/2023"],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Unreadable):
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("2023/6/5 上午 12:05:09", (0, 5, 9)),
        ("2023/6/5 下午 12:05:09", (12, 5, 9)),
        ("2023/6/5 上午 01:00:00", (1, 0, 0)),
        ("2023/6/5 下午 11:59:59", (23, 59, 59)),
        ("2023/6/5 下午 5:23", (17, 23, 0)),
        ("112/6/5 14:05", (14, 5, 0)),
        ("2023-06-05 14:05:09", (14, 5, 9)),
        ("2023-06-05T14:05:09", (14, 5, 9)),
        ("06/05/2023 12:05:09 AM", (0, 5, 9)),
        ("6/5/2023 01:06:56 pm", (13, 6, 56)),
    ],
)
def test_every_clock_is_read(text, clock):
    assert parse_moment(text, zone=TAIPEI) == datetime(2023, 6, 5, *clock, tzinfo=TAIPEI)


def test_the_zone_is_where_the_text_was_written():
    moment = parse_moment("11/13/2018 01:06:56 PM", zone=NEW_YORK)
    assert moment == datetime(2018, 11, 13, 18, 6, 56, tzinfo=UTC)


def test_an_offset_in_the_text_wins_over_the_zone():
    moment = parse_moment("2016-09-10T22:51:24+08:00", zone=NEW_YORK)
    assert moment == datetime(2016, 9, 10, 14, 51, 24, tzinfo=UTC)
    assert parse_moment("2016-09-10T14:51:24Z", zone=NEW_YORK) == moment


@pytest.mark.parametrize(
    "text",
    [
        "", "2023/6/5", "2023/6/5 上午 13:00:00", "2023/6/5 下午 0:30", "2023/6/5 24:00",
        "2023/6/5 上午 10:60", "13/13/2018 01:06:56 PM", "2023/2/30 上午 10:00:00", "上午 10:00",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused(text):
    with pytest.raises(Unreadable):
        parse_moment(text, zone=TAIPEI)


def test_midnight_and_noon_are_written_as_the_legacy_feed_writes_them():
    assert chinese_clock(datetime(2023, 6, 5, 0, 5, 9, tzinfo=TAIPEI)) == "2023/6/5 上午 12:05:09"
    assert chinese_clock(datetime(2023, 6, 5, 12, 5, 9, tzinfo=TAIPEI)) == "2023/6/5 下午 12:05:09"
    assert chinese_clock(datetime(2017, 8, 21, 9, 23, 52, tzinfo=UTC)) == "2017/8/21 下午 05:23:52"


@steady
@given(st.datetimes(datetime(1980, 1, 1), datetime(2200, 1, 1)))
def test_the_legacy_clock_reads_back_what_it_wrote(naive):
    moment = naive.replace(microsecond=0, tzinfo=TAIPEI)
    assert parse_moment(chinese_clock(moment), zone=TAIPEI) == moment


@steady
@given(st.dates(date(1912, 1, 1), date(2910, 12, 31)))
def test_every_roc_form_reads_back(day):
    assert parse_date(roc_text(day)) == parse_date(roc_digits(day)) == day


@steady
@given(st.text(max_size=30))
def test_any_text_is_read_or_refused_and_nothing_else(text):
    for read in (parse_date, lambda said: parse_moment(said, zone=TAIPEI)):
        with contextlib.suppress(Unreadable):
            read(text)


def test_a_deadline_at_midnight_is_said_as_the_end_of_the_day_before():
    due = end_of(date(2023, 2, 24))
    assert roc_deadline(due) == "112年2月24日 24:00"
    assert roc_deadline(due - timedelta(minutes=30)) == "112年2月24日 23:30"
    assert last_day(due) == date(2023, 2, 24)


def test_new_years_eve_in_taipei_is_not_new_years_eve_in_utc():
    moment = datetime(2023, 12, 31, 16, 0, tzinfo=UTC)
    assert day_of(moment) == date(2024, 1, 1)
    assert day_of(moment - timedelta(minutes=1)) == date(2023, 12, 31)
    assert roc_stamp(moment) == "113年1月1日 00:00"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        local(datetime(2023, 6, 5))
