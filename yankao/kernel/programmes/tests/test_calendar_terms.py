"""Office hours, long holidays and half-day closures are set on a page; running clocks follow."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from yankao.kernel.calendar import book
from yankao.kernel.calendar.closures import declare_closure
from yankao.kernel.calendar.named import HALF_DAY, OFFICE_HOURS
from yankao.kernel.cases.models import Case, Category, ClockRun
from yankao.kernel.programmes import jobs
from yankao.kernel.testing.desk import TAIPEI, Desk
from yankao.kernel.testing.routes import sample_case
from yankao.kernel.values.taipei import last_day

SETTINGS = "/service/petitions/settings/"
PAGE = f"{SETTINGS}value/{OFFICE_HOURS.name}/"
API = f"/api/v1/service/petitions/settings/{OFFICE_HOURS.name}"
SUMMER = "07:30-11:30\n12:30-16:30"


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("petitions", frozen)  # type: ignore[arg-type]


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 6, day, hour, minute, tzinfo=TAIPEI)


def received(desk: Desk) -> Case:
    """A paper letter, to be registered within eight office hours of Monday ten o'clock."""
    category = Category.objects.get(programme="petitions", code="road_upkeep")
    told = {"category": category.pk, "channel": "paper", "subject": "路面維護",
            "content": "建國三路刨除後久未鋪設，請儘速辦理。", "kind": "administrative_interest",
            "contact_name": "王小明", "contact_phone": "0912345678"}  # fmt: skip
    return desk.open(told, by="intake")


def receiving(case: Case) -> ClockRun:
    return case.clocks.get(name="receiving")


def set_hours(desk: Desk, hours: str, since: str = "2026-06-16"):
    told = {"value": hours, "since": since, "reason": "夏季調整上班時間"}
    return desk.post(PAGE, by="controller", data=told)


def test_changed_hours_move_running_clocks_from_their_day_on(desk: Desk) -> None:
    case = received(desk)
    assert receiving(case).due_at == at(16, 10)
    assert set_hours(desk, SUMMER).status_code == 302
    assert receiving(case).due_at == at(16, 9, 30)
    page = desk.get(f"/service/petitions/{case.number}/", by="controller").content.decode()
    assert "辦公日曆變更，重算期限" in page and "夏季調整上班時間" in page
    shown = desk.get(PAGE, by="controller").content.decode()
    assert "夏季調整上班時間" in shown and "07:30-11:30" in shown


def test_a_clock_that_has_stopped_keeps_its_end(desk: Desk) -> None:
    case = received(desk)
    desk.do("register", case, by="intake")
    set_hours(desk, SUMMER)
    assert receiving(case).due_at == at(16, 10)


def test_earlier_days_keep_their_hours_whenever_one_asks(desk: Desk) -> None:
    set_hours(desk, "09:00-17:00", since="2026-06-17")
    case = received(desk)
    assert receiving(case).due_at == at(16, 10)
    desk.clock.move_to(at(17, 8))
    assert receiving(received(desk)).due_at == at(17, 17)


@pytest.mark.parametrize("hours", ["", "早上八點", "13:00-17:00\n08:00-12:00"])
def test_impossible_hours_are_refused_in_words_by_page_and_endpoint(desk: Desk, hours: str) -> None:
    page = set_hours(desk, hours)
    assert page.status_code == 422 and page.context["form"].errors["value"]
    told = {"value": hours.splitlines(), "since": "2026-06-16", "reason": "夏季調整"}
    assert desk.post(API, by="controller", data=told).status_code == 422
    assert OFFICE_HOURS.value(on=date(2026, 6, 16)) == OFFICE_HOURS.default


def test_the_endpoint_changes_hours_as_the_page_does(desk: Desk) -> None:
    case = received(desk)
    told = {"value": SUMMER.splitlines(), "since": "2026-06-16", "reason": "夏季調整"}
    answer = desk.post(API, by="controller", data=told)
    assert answer.status_code == 200, answer.content.decode()
    assert receiving(case).due_at == at(16, 9, 30)
    assert desk.post(API, by="dispatcher", data=told).status_code == 404


def test_whether_half_a_typhoon_day_counts_is_the_citys_to_say(desk: Desk) -> None:
    case = sample_case(desk)
    ended = last_day(case.due_at)
    declare_closure(since=at(16, 13, 30), until=at(17, 0), reason="颱風", by="值班主任")
    case.refresh_from_db()
    assert last_day(case.due_at) > ended
    HALF_DAY.change(
        False, since=date(2026, 6, 1), by=desk.person("controller"), reason="依公告時數計"
    )
    case.refresh_from_db()
    assert last_day(case.due_at) == ended


def test_what_another_process_started_by_the_old_hours_is_asked_again(desk: Desk) -> None:
    set_hours(desk, SUMMER)
    job = ProcrastinateJob.objects.get(task_name="programmes.recompute_again")
    assert job.scheduled_at == timezone.now() + timedelta(seconds=30)
    case = received(desk)
    case.clocks.filter(name="receiving").update(due_at=at(16, 10))  # as by the old calendar
    for _twice in range(2):
        jobs.recompute_again(**job.args)
        assert receiving(case).due_at == at(16, 9, 30)
    desk.clock.shift(timedelta(minutes=1))
    page = desk.get(f"/service/petitions/{case.number}/", by="controller").content.decode()
    assert page.count("辦公日曆變更，重算期限") == 1


def test_the_past_is_counted_by_the_hours_known_then(desk: Desk) -> None:
    before = timezone.now()
    desk.clock.shift(timedelta(hours=1))
    set_hours(desk, SUMMER)
    day = date(2026, 6, 16)
    assert book.current().terms.on(day).office[0][0].hour == 7
    assert book.as_known(before).terms.on(day).office[0][0].hour == 8
