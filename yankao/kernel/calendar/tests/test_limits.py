"""The handbooks' own examples."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from yankao.kernel.calendar import limits
from yankao.kernel.calendar.almanac import Almanac, Halt
from yankao.kernel.calendar.limits import Kind, Limit
from yankao.kernel.calendar.loading import BUNDLED, read_days
from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.calendar.terms import DatedTerms, Terms, read_hours
from yankao.kernel.values.roc import Unreadable
from yankao.kernel.values.taipei import TAIPEI, end_of, last_day, midnight

DAYS = {day.date: day.is_workday for day in read_days(BUNDLED)}
OFFICIAL = Almanac(DAYS)
FENGSHAN, ZUOYING = "64000120", "64000030"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


def closed(*halts: Halt, majeure: tuple[Halt, ...] = ()) -> Almanac:
    return Almanac(DAYS, halts, majeure)


@pytest.mark.parametrize(
    ("received", "due"),
    [("2023-02-17", "2023-02-24"), ("2023-02-22", "2023-03-06"), ("2023-02-19", "2023-03-01")],
)
def test_six_working_days_of_the_handbook(received, due):
    for hour in (0, 9, 23):
        start = at(f"{received}T{hour:02}:59")
        found = limits.working_days(6).due(start, almanac=OFFICIAL)
        assert found == end_of(date.fromisoformat(due))
        assert last_day(found) == date.fromisoformat(due)


@pytest.mark.parametrize(
    "worked",
    ["2023-01-07", "2023-02-04", "2023-02-18", "2023-03-25", "2023-06-17", "2023-09-23"],
)
def test_make_up_saturdays_of_2023_are_worked(worked):
    saturday = date.fromisoformat(worked)
    place = OFFICIAL.at()
    assert saturday.weekday() == 5
    assert place.working.has(saturday)
    assert place.working.after(saturday - timedelta(days=1), 1) == saturday


def test_no_saturday_of_2026_is_worked():
    assert not any(
        worked for day, worked in DAYS.items() if day.year == 2026 and day.weekday() == 5
    )


@pytest.mark.parametrize(
    ("received", "months", "due"),
    [
        ("2023-11-30", 3, "2024-02-29"),
        ("2023-03-31", 3, "2023-06-30"),
        ("2023-03-31", 5, "2023-08-31"),
        ("2022-12-30", 2, "2023-03-01"),  # 02-28, a holiday, moves
    ],
)
def test_months_by_statute_end_on_the_eve_of_the_corresponding_day(received, months, due):
    found = limits.months_art48(months).due(at(f"{received}T10:00"), almanac=OFFICIAL)
    assert last_day(found) == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [("2023-11-30", "2024-02-29"), ("2023-01-15", "2023-04-15"), ("2023-12-31", "2024-03-31")],
)
def test_plain_months_end_on_the_same_day_or_the_months_last(received, due):
    found = limits.months(3).due(at(f"{received}T10:00"), almanac=Almanac({}))
    assert last_day(found) == date.fromisoformat(due)


def test_a_calendar_day_limit_does_not_count_the_first_day():
    found = limits.calendar_days(7).due(at("2023-06-05T10:00"), almanac=OFFICIAL)
    assert last_day(found) == date(2023, 6, 12)


def test_a_last_calendar_day_on_a_holiday_moves_to_the_next_working_day():
    found = limits.calendar_days(10).due(at("2023-01-10T10:00"), almanac=OFFICIAL)
    assert last_day(found) == date(2023, 1, 30)


def test_long_holidays_are_not_counted_but_weekends_are():
    lunar_new_year = limits.calendar_days_less_holidays(7)
    found = lunar_new_year.due(at("2023-01-17T10:00"), almanac=OFFICIAL)
    assert last_day(found) == date(2023, 2, 3)  # 18, 19, then 30 to 3 February
    ordinary = limits.calendar_days_less_holidays(7).due(at("2023-05-08T10:00"), almanac=OFFICIAL)
    assert last_day(ordinary) == date(2023, 5, 15)


def test_hours_run_through_new_years_eve():
    start = at("2023-12-31T23:59")
    assert limits.hours(4).due(start, almanac=Almanac({})) == at("2024-01-01T03:59")
    assert limits.minutes(1).due(start, almanac=Almanac({})) == at("2024-01-01T00:00")


def test_received_at_2359_on_new_years_eve_the_old_year_is_day_zero():
    found = limits.working_days(1).due(at("2023-12-31T23:59"), almanac=OFFICIAL)
    assert last_day(found) == date(2024, 1, 2)
    in_utc = datetime(2023, 12, 31, 16, 0, tzinfo=UTC)  # 1 January in Taipei
    assert limits.calendar_days(1).due(in_utc, almanac=OFFICIAL) == end_of(date(2024, 1, 2))


def test_a_year_without_rows_is_refused_by_name():
    with translation.override("zh-hant"), pytest.raises(CalendarMissing) as refusal:
        limits.working_days(6).due(at("2026-12-28T10:00"), almanac=OFFICIAL)
    assert refusal.value.year == 2027
    assert "116" in str(refusal.value) and "load_calendar" in str(refusal.value)
    with pytest.raises(CalendarMissing) as refusal:
        limits.working_days(1).due(at("2016-06-01T10:00"), almanac=OFFICIAL)
    assert refusal.value.year == 2016


def test_a_year_missing_in_the_middle_is_refused():
    gap = Almanac({day: worked for day, worked in DAYS.items() if day.year != 2020})
    with pytest.raises(CalendarMissing) as refusal:
        limits.working_days(6).due(at("2019-12-30T10:00"), almanac=gap)
    assert refusal.value.year == 2020
    with pytest.raises(CalendarMissing):
        gap.at().working.between(date(2019, 1, 1), date(2021, 1, 1))


def test_the_last_loaded_day_itself_may_be_due():
    found = limits.working_days(1).due(at("2026-12-30T10:00"), almanac=OFFICIAL)
    assert found == midnight(date(2027, 1, 1))
    office = limits.working_hours(8).due(at("2026-12-31T08:00"), almanac=OFFICIAL)
    assert office == at("2026-12-31T17:30")
    spent = limits.working_hours(8).used(office - timedelta(hours=1), found, almanac=OFFICIAL)
    assert spent == timedelta(hours=1)


def test_hours_need_no_calendar():
    assert limits.hours(4).due(at("2031-05-01T10:00"), almanac=OFFICIAL) == at("2031-05-01T14:00")


def test_office_hours_skip_lunch_night_and_weekend():
    eight = limits.working_hours(8)
    assert eight.due(at("2023-06-09T16:30"), almanac=OFFICIAL) == at("2023-06-12T16:30")
    assert eight.due(at("2023-06-10T03:00"), almanac=OFFICIAL) == at("2023-06-12T17:30")
    four = limits.working_hours(4)
    assert four.due(at("2023-06-12T08:00"), almanac=OFFICIAL) == at("2023-06-12T12:00")


def test_office_hours_are_a_setting():
    early = DatedTerms.of([("calendar.office_hours", date(2023, 6, 13), ["07:00-15:00"])])
    eight, almanac = limits.working_hours(8), Almanac(DAYS, terms=early)
    assert eight.due(at("2023-06-13T06:00"), almanac=almanac) == at("2023-06-13T15:00")
    assert eight.due(at("2023-06-12T06:00"), almanac=almanac) == at("2023-06-12T17:30")
    assert eight.due(at("2023-06-12T16:30"), almanac=almanac) == at("2023-06-13T14:00")


def test_a_long_holiday_is_as_long_as_set_for_its_days():
    four = DatedTerms.of([("calendar.long_holiday_days", date(2023, 1, 1), 11)])
    lunar = limits.calendar_days_less_holidays(7)
    found = lunar.due(at("2023-01-17T10:00"), almanac=Almanac(DAYS, terms=four))
    assert last_day(found) == date(2023, 1, 30)  # ten days off are no 連休 then


def test_where_so_set_a_half_day_closure_leaves_the_working_day():
    halt = Halt(at("2023-08-03T13:30"), at("2023-08-04T00:00"))
    whole = Halt(at("2023-08-03T00:00"), at("2023-08-04T00:00"))
    half = DatedTerms.of([("calendar.half_day_shuts", date(2023, 8, 1), False)])
    one, received = limits.working_days(1), at("2023-08-02T10:00")
    assert last_day(one.due(received, almanac=Almanac(DAYS, (halt,), terms=half))).day == 3
    assert last_day(one.due(received, almanac=Almanac(DAYS, (whole,), terms=half))).day == 4
    assert last_day(one.due(received, almanac=Almanac(DAYS, (halt,)))).day == 4


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ([], "至少"), (["08:00"], "不是一段"), (["8點到12點"], "不是一段"),
        (["12:00-08:00"], "晚於"), (["08:00-12:00", "11:00-17:00"], "重疊"),
        (["13:00-17:00", "08:00-12:00"], "先後"), (["08:00-25:00"], "不是一段"),
    ],
)  # fmt: skip
def test_hours_that_cannot_be_are_refused_in_words(lines, why):
    with pytest.raises(Unreadable, match=why):
        read_hours(lines)


def test_hours_are_read_as_people_write_them():
    assert read_hours(["8:00～12:00", "13：30 – 17：30"]) == Terms().office


def test_a_half_day_typhoon_takes_its_hours_from_office_time_and_the_day_from_working_days():
    storm = closed(Halt(at("2023-08-03T13:30"), at("2023-08-04T00:00")))
    office = limits.working_hours(8).due(at("2023-08-03T08:00"), almanac=storm)
    assert office == at("2023-08-04T12:00")
    days = limits.working_days(1).due(at("2023-08-02T10:00"), almanac=storm)
    assert last_day(days) == date(2023, 8, 4)


def test_a_closure_outside_office_hours_changes_no_working_day():
    night = closed(Halt(at("2023-08-03T18:00"), at("2023-08-04T00:00")))
    days = limits.working_days(1).due(at("2023-08-02T10:00"), almanac=night)
    assert last_day(days) == date(2023, 8, 3)


def test_a_district_closure_holds_in_that_district_only():
    storm = closed(Halt(at("2023-08-03T00:00"), at("2023-08-04T00:00"), FENGSHAN))
    one = limits.working_days(1)
    assert last_day(one.due(at("2023-08-02T10:00"), FENGSHAN, almanac=storm)) == date(2023, 8, 4)
    for elsewhere in (ZUOYING, ""):
        found = one.due(at("2023-08-02T10:00"), elsewhere, almanac=storm)
        assert last_day(found) == date(2023, 8, 3)


def test_a_typhoon_day_does_not_stop_hours_but_declared_force_majeure_does():
    start, window = at("2023-08-03T10:00"), (at("2023-08-03T12:00"), at("2023-08-04T12:00"))
    typhoon = closed(Halt(*window))
    assert limits.hours(4).due(start, almanac=typhoon) == at("2023-08-03T14:00")
    declared = closed(majeure=(Halt(*window, FENGSHAN),))
    found = limits.hours(4).due(start, FENGSHAN, almanac=declared)
    assert found == at("2023-08-04T14:00")
    assert limits.hours(4).raw_due(start, almanac=declared) == at("2023-08-03T14:00")
    assert limits.hours(4).due(start, ZUOYING, almanac=declared) == at("2023-08-03T14:00")
    assert limits.hours(4).excused(start, found, FENGSHAN, almanac=declared) == timedelta(days=1)
    assert limits.hours(4).used(start, found, FENGSHAN, almanac=declared) == timedelta(hours=4)
    assert limits.working_days(1).excused(start, found, FENGSHAN, almanac=declared) == timedelta()


def test_overlapping_force_majeure_is_counted_once():
    declared = closed(
        majeure=(
            Halt(at("2023-08-03T12:00"), at("2023-08-03T20:00")),
            Halt(at("2023-08-03T18:00"), at("2023-08-03T22:00"), FENGSHAN),
        )
    )
    start = at("2023-08-03T10:00")
    assert limits.hours(4).due(start, FENGSHAN, almanac=declared) == at("2023-08-04T00:00")


def test_rework_spends_what_is_left():
    four, start = limits.hours(4), at("2023-08-03T10:00")
    due = four.due(start, almanac=OFFICIAL)
    resumed = four.resume(at("2023-08-03T13:00"), due, at("2023-08-05T09:00"), almanac=OFFICIAL)
    assert resumed == at("2023-08-05T10:00")


def test_days_left_before_a_pause_are_left_after_it():
    six = limits.working_days(6)
    due = six.due(at("2023-02-17T10:00"), almanac=OFFICIAL)  # 24 February
    resumed = six.resume(at("2023-02-22T10:00"), due, at("2023-03-06T10:00"), almanac=OFFICIAL)
    assert last_day(resumed) == date(2023, 3, 8)  # 23 and 24 were left


def test_stopped_on_the_last_day_the_day_of_return_is_the_last_day():
    one = limits.working_days(1)
    due = one.due(at("2023-02-22T10:00"), almanac=OFFICIAL)
    back = one.resume(at("2023-02-23T16:00"), due, at("2023-03-02T09:00"), almanac=OFFICIAL)
    assert last_day(back) == date(2023, 3, 2)
    on_a_sunday = one.resume(at("2023-02-23T16:00"), due, at("2023-03-05T09:00"), almanac=OFFICIAL)
    assert last_day(on_a_sunday) == date(2023, 3, 6)


def test_a_missed_limit_is_not_mended_by_a_pause():
    stop, back = at("2023-08-03T16:00"), at("2023-08-04T16:00")
    four, due = limits.hours(4), at("2023-08-03T14:00")
    assert back - four.resume(stop, due, back, almanac=OFFICIAL) == stop - due
    day, due = limits.working_days(1), at("2023-08-03T00:00")
    assert day.resume(stop, due, back, almanac=OFFICIAL) == due


def test_an_extension_to_an_odd_moment_is_never_taken_back_by_a_pause():
    sunday, friday = end_of(date(2023, 3, 12)), at("2023-03-03T15:00")
    six, eight = limits.working_days(6), limits.working_hours(8)
    overnight = six.resume(friday, sunday, friday + timedelta(days=1), almanac=OFFICIAL)
    assert overnight == sunday
    night = at("2023-03-03T22:00")
    assert eight.resume(friday, night, friday, almanac=OFFICIAL) == night


def test_a_clock_with_a_history_is_retraced_under_a_changed_calendar():
    six, start = limits.working_days(6), at("2023-07-28T10:00")
    pauses = [
        (at("2023-07-31T10:00"), at("2023-08-02T10:00")),
        (at("2023-08-02T15:00"), at("2023-08-02T16:00")),
    ]
    assert last_day(six.due(start, almanac=OFFICIAL)) == date(2023, 8, 7)
    assert last_day(six.due_through(start, pauses, almanac=OFFICIAL)) == date(2023, 8, 9)
    storm = closed(Halt(at("2023-08-03T00:00"), at("2023-08-04T00:00")))
    assert last_day(six.due_through(start, pauses, almanac=storm)) == date(2023, 8, 10)
    assert six.due_through(start, [], almanac=storm) == six.due(start, almanac=storm)


def test_nothing_is_used_before_the_start():
    start = at("2023-08-03T10:00")
    for limit in (limits.hours(4), limits.working_hours(4), limits.working_days(6)):
        assert limit.used(start, start - timedelta(days=3), almanac=OFFICIAL) == timedelta()


def test_done_at_the_very_minute_is_kept_for_hours_and_midnight_is_late_for_days():
    due = at("2023-08-04T00:00")
    a_moment = timedelta(microseconds=1)
    assert limits.hours(4).kept(due, due)
    assert not limits.hours(4).kept(due + a_moment, due)
    assert limits.working_days(1).kept(due - a_moment, due)
    assert not limits.working_days(1).kept(due, due)


def test_remaining_is_never_negative():
    six, due = limits.working_days(6), end_of(date(2023, 2, 24))
    assert six.remaining(at("2023-02-22T10:00"), due, almanac=OFFICIAL) == timedelta(days=2)
    assert six.remaining(at("2023-02-24T23:59"), due, almanac=OFFICIAL) == timedelta()
    assert six.remaining(at("2023-03-24T10:00"), due, almanac=OFFICIAL) == timedelta()


def test_another_zone_is_another_way_to_say_the_same_moment():
    start = at("2023-03-26T00:30")
    for limit in (limits.hours(4), limits.working_days(6), limits.working_hours(3)):
        here = limit.due(start, almanac=OFFICIAL)
        assert limit.due(start.astimezone(UTC), almanac=OFFICIAL) == here
        assert here.tzinfo is TAIPEI


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        limits.hours(4).due(datetime(2023, 8, 3), almanac=OFFICIAL)


def test_a_clock_cannot_resume_before_it_stopped():
    due = at("2023-08-03T14:00")
    with pytest.raises(ValueError, match="before it stopped"):
        limits.hours(4).resume(due, due, due - timedelta(hours=1), almanac=OFFICIAL)


@pytest.mark.parametrize("kind", Kind)
def test_a_limit_is_written_and_read_back(kind):
    limit = Limit(kind, 6)
    assert Limit.parse(str(limit)) == limit
    assert str(limit) == f"{kind.value}:6"


@pytest.mark.parametrize(
    "text", ["", "6", "days:6", "working_days", "working_days:0", "working_days:-1",
             "working_days:x", "hours:99999999", "hours:²", "hours: 4"],
)  # fmt: skip
def test_what_is_no_limit_is_refused(text):
    with pytest.raises(Unreadable):
        Limit.parse(text)


def test_labels_are_what_officials_say():
    with translation.override("zh-hant"):
        assert limits.working_days(6).label == "6 個工作天"
        assert limits.hours(4).label == "4 小時"
        assert limits.months_art48(1).label == "1 個月（行政程序法第48條）"


@pytest.mark.django_db
def test_a_document_finished_the_day_it_came_used_half_a_day():
    start = at("2023-02-17T09:00")
    assert limits.usage_days(start, at("2023-02-17T17:00")) == Decimal("0.5")
    assert limits.usage_days(start, at("2023-02-24T17:00")) == 6
    assert limits.working_days_between(date(2023, 2, 17), date(2023, 2, 24)) == 6
    assert limits.is_working_day(date(2023, 2, 18))
