"""Rows, closures and the copy each process keeps."""

import gzip
import io
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from yankao.kernel.calendar import book, changes, limits
from yankao.kernel.calendar.closures import declare_closure, move_end, revoke_closure
from yankao.kernel.calendar.loading import BUNDLED, load_days
from yankao.kernel.calendar.models import CalendarVersion, Closure, Day, DayChange
from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.values.roc import Unreadable
from yankao.kernel.values.taipei import TAIPEI, last_day

pytestmark = pytest.mark.django_db
FENGSHAN = "64000120"
AMENDED = ["2025-09-29", "2025-10-24", "2025-12-25"]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TAIPEI)


def typhoon(**fields) -> Closure:
    fields = {"since": at("2023-08-03T00:00"), "until": at("2023-08-04T00:00"), **fields}
    return declare_closure(reason="卡努颱風", by="值班主任", **fields)


def due_after_second_of_august(area: str = "") -> date:
    return last_day(limits.working_days(1).due(at("2023-08-02T10:00"), area))


@pytest.fixture
def heard():
    told: list[changes.Change] = []
    listener = changes.subscribe(told.append)
    yield told
    changes.unsubscribe(listener)


def amended(*days: str, off: bool = True) -> io.BytesIO:
    """The bundled file with those days turned round."""
    flag = "1" if off else "0"
    lines = gzip.decompress(BUNDLED.read_bytes()).decode().splitlines()
    turned = [
        ",".join([*line.split(",")[:2], flag, *line.split(",")[3:]]) if line[:10] in days else line
        for line in lines
    ]
    return io.BytesIO("\n".join(turned).encode())


def publishers_year(year: int, skip: int = 0, encoding: str = "utf-8-sig") -> io.BytesIO:
    """A year in the publisher's own columns; weekends are off."""
    lines, day = ["西元日期,星期,是否放假,備註"], date(year, 1, 1) + timedelta(days=skip)
    while day.year == year:
        off = day.weekday() >= 5 or day == date(year, 1, 1)
        lines.append(f"{day:%Y%m%d},{'一二三四五六日'[day.weekday()]},{2 if off else 0},開國")
        day += timedelta(days=1)
    return io.BytesIO("\r\n".join(lines).encode(encoding))


def test_the_bundled_calendar_is_there_from_the_first_migration():
    assert Day.objects.count() == 3652
    assert not Day.objects.get(date="2023-06-22").is_workday
    assert CalendarVersion.objects.count() == 1


def test_a_typhoon_day_moves_what_is_due_and_its_revocation_moves_it_back():
    assert due_after_second_of_august() == date(2023, 8, 3)
    closure = typhoon()
    assert due_after_second_of_august() == date(2023, 8, 4)
    revoke_closure(closure, by="值班主任")
    assert due_after_second_of_august() == date(2023, 8, 3)


def test_a_districts_typhoon_day_is_the_districts():
    typhoon(area=FENGSHAN)
    assert due_after_second_of_august(FENGSHAN) == date(2023, 8, 4)
    assert due_after_second_of_august() == date(2023, 8, 3)


def test_force_majeure_lengthens_hours_and_its_end_may_move():
    event = typhoon(kind=Closure.Kind.FORCE_MAJEURE, source="災害應變中心一級開設")
    four, start = limits.hours(4), at("2023-08-02T22:00")
    assert four.due(start) == at("2023-08-04T02:00")
    shorter = move_end(event, at("2023-08-03T12:00"), by="值班主任")
    assert four.due(start) == at("2023-08-03T14:00")
    assert shorter.source == event.source
    assert Closure.objects.standing().get() == shorter
    assert four.raw_due(start) == at("2023-08-03T02:00")


def test_listeners_are_told_within_the_transaction_with_the_new_calendar_in_force(heard):
    seen: list[date] = []
    listener = changes.subscribe(lambda change: seen.append(due_after_second_of_august()))
    closure = typhoon(area="")
    revoke_closure(closure, by="科長")
    changes.unsubscribe(listener)
    assert seen == [date(2023, 8, 4), date(2023, 8, 3)]
    declared, revoked = heard
    assert (declared.closure, declared.by, declared.area) == (closure, "值班主任", "")
    assert str(declared) == "停止上班：卡努颱風"
    assert revoked.by == "科長" and revoked.since == closure.since


def test_revoking_twice_tells_once(heard):
    closure = typhoon()
    first = revoke_closure(closure, by="甲")
    again = revoke_closure(closure, by="乙")
    assert again.revoked_by == "甲" and again.revoked_at == first.revoked_at
    assert len(heard) == 2


def test_a_moved_end_is_told_once_and_bounds_both_ends(heard):
    closure = typhoon()
    move_end(closure, at("2023-08-03T12:00"), by="科長")
    assert [change.until for change in heard] == [closure.until, closure.until]


def test_a_listener_that_fails_undoes_the_closure():
    def refuse(change: changes.Change) -> None:
        raise RuntimeError("no")

    changes.subscribe(refuse)
    try:
        with pytest.raises(RuntimeError, match="no"):
            typhoon()
    finally:
        changes.unsubscribe(refuse)
    assert not Closure.objects.exists()
    assert due_after_second_of_august() == date(2023, 8, 3)


def test_a_rolled_back_closure_leaves_no_trace_in_memory():
    typhoon(area=FENGSHAN)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        typhoon()
        assert due_after_second_of_august() == date(2023, 8, 4)
        raise ZeroDivisionError
    assert due_after_second_of_august() == date(2023, 8, 3)
    assert due_after_second_of_august(FENGSHAN) == date(2023, 8, 4)


@pytest.mark.parametrize(
    "wrong",
    [{"until": at("2023-08-03T00:00")}, {"kind": "holiday"}, {"area": "6" * 21}],
)
def test_an_impossible_closure_is_refused(wrong):
    with pytest.raises(ValidationError):
        typhoon(**wrong)
    assert not Closure.objects.exists()


def test_a_closure_without_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        typhoon(since=datetime(2023, 8, 3))


def test_the_database_refuses_a_closure_that_ends_before_it_begins():
    with pytest.raises(IntegrityError, match="closure_ends_after_it_begins"):
        Closure.objects.create(
            kind="suspension", since=at("2023-08-03T12:00"), until=at("2023-08-03T08:00"),
            reason="x", declared_by="x",
        )  # fmt: skip


def test_closures_are_asked_for_by_place_time_and_knowledge():
    city = typhoon(at=at("2023-08-02T20:00"))
    typhoon(area=FENGSHAN, at=at("2023-08-02T21:00"))
    revoke_closure(city, by="甲", at=at("2023-08-02T22:00"))
    standing = Closure.objects.standing
    assert [c.area for c in standing()] == [FENGSHAN]
    assert [c.area for c in standing(at("2023-08-02T20:30"))] == [""]
    assert standing(at("2023-08-02T21:30")).touching("64000030").count() == 1
    assert standing().within(at("2023-08-04T00:00"), at("2023-08-05T00:00")).count() == 0
    assert str(city) == "停止上班 全市 2023-08-03 00:00–08-04 00:00"


def test_the_calendar_costs_no_query_until_it_is_time_to_look(django_assert_num_queries, settings):
    settings.CALENDAR_RECHECK_SECONDS = 60
    book.current()
    with django_assert_num_queries(0):
        for _ in range(100):
            limits.working_days(6).due(at("2023-02-17T10:00"), FENGSHAN)
    with django_assert_num_queries(1):
        book.current(fresh=True)


def test_a_transaction_that_changed_the_calendar_reads_it_once(django_assert_num_queries):
    typhoon()
    due_after_second_of_august()
    with django_assert_num_queries(0):
        for _ in range(100):
            due_after_second_of_august()


def test_loading_the_same_file_again_changes_nothing(heard):
    loaded = load_days(BUNDLED, by="test")
    assert (loaded.added, loaded.changed, loaded.unchanged) == (0, (), 3652)
    assert heard == [] and not DayChange.objects.exists()


def test_the_calendar_of_2025_was_amended_in_mid_year(heard):
    load_days(amended(*AMENDED, off=False), by="甲", source="原公告")
    start = at("2025-09-26T10:00")
    assert last_day(limits.working_days(1).due(start)) == date(2025, 9, 29)
    loaded = load_days(BUNDLED, by="乙", source="修正公告")
    assert [str(change.date) for change in loaded.changed] == AMENDED
    assert last_day(limits.working_days(1).due(start)) == date(2025, 9, 30)
    change = heard[-1]
    assert change.days == loaded.changed and change.by == "乙" and change.area == ""
    assert (change.since, change.until) == (at("2025-09-29T00:00"), at("2025-12-26T00:00"))
    assert str(loaded.changed[0]) == "2025-09-29 上班 → 放假 補假"


def test_the_past_is_recomputed_with_what_was_known_then():
    load_days(amended(*AMENDED, off=False), by="甲", at=at("2025-01-01T09:00"))
    load_days(BUNDLED, by="乙", at=at("2025-05-28T09:00"))
    typhoon(since=at("2025-09-30T00:00"), until=at("2025-10-01T00:00"), at=at("2025-09-29T20:00"))
    one, start = limits.working_days(1), at("2025-09-26T10:00")
    known = {"2025-03-01": 29, "2025-09-01": 30, "2025-09-30": 1}
    for moment, day in known.items():
        then = book.as_known(at(f"{moment}T00:00"))
        assert last_day(one.due(start, almanac=then)).day == day


def test_a_day_that_turned_round_twice_is_known_as_it_was_at_each_time():
    day = date(2026, 3, 2)
    load_days(amended(str(day)), by="甲", at=at("2026-01-10T09:00"))
    load_days(BUNDLED, by="乙", at=at("2026-01-20T09:00"))
    known = {"2026-01-05": True, "2026-01-15": False, "2026-01-25": True}
    for moment, worked in known.items():
        assert book.as_known(at(f"{moment}T00:00")).days[day] is worked


def test_a_new_year_is_loaded_from_the_publishers_file():
    start = at("2026-12-31T10:00")
    with pytest.raises(CalendarMissing):
        limits.working_days(1).due(start)
    loaded = load_days(publishers_year(2027, encoding="big5"), by="test")
    assert loaded.added == 365
    assert last_day(limits.working_days(1).due(start)) == date(2027, 1, 4)
    assert Day.objects.get(date="2027-01-01").reason == "開國"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "欄位"),
        (b"a,b\n1,2\n", "欄位"),
        ("西元日期,星期,是否放假,備註\n".encode(), "沒有任何一天"),
        ("西元日期,星期,是否放假,備註\n20270101,五,7,\n".encode(), "第 2 行"),
        ("西元日期,星期,是否放假,備註\n20271301,五,0,\n".encode(), "第 2 行"),
        ("西元日期,星期,是否放假,備註\n20270101\n".encode(), "第 2 行"),
        ("西元日期,星期,是否放假,備註\n20270101,五,2,\n20270101,五,2,\n".encode(), "兩次"),
    ],
    ids=["empty", "other columns", "no day", "no flag", "no month", "cut off", "twice"],
)
def test_an_unreadable_file_is_refused_with_its_reason(content, reason):
    with pytest.raises(Unreadable, match=reason):
        load_days(io.BytesIO(content), by="test")


def test_an_incomplete_year_is_refused_whole():
    with pytest.raises(Unreadable, match="缺 3 天"):
        load_days(publishers_year(2027, skip=3), by="test")
    assert not Day.objects.filter(date__year=2027).exists()


def test_the_command_loads_and_says_what_turned_round(tmp_path):
    file = tmp_path / "amended.csv"
    file.write_bytes(amended("2026-03-02").read())
    said = io.StringIO()
    call_command("load_calendar", str(file), stdout=said)
    assert "2026-03-02 上班 → 放假" in said.getvalue()
    assert "0 days added, 1 changed, 3651 as before" in said.getvalue()
    with pytest.raises(CommandError):
        call_command("load_calendar", str(tmp_path / "nowhere.csv"))


def test_a_year_of_limits_is_quick():
    start, six = datetime(2023, 1, 1, tzinfo=UTC), limits.working_days(6)
    six.due(start)
    began = time.perf_counter()
    for hour in range(8760):
        six.due(start + timedelta(hours=hour))
    assert time.perf_counter() - began < 2
