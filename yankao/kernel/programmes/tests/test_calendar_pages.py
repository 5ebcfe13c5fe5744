"""Nothing is lost for want of next year's calendar; whoever owns it is told, and loads it here."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yankao.kernel.calendar import book
from yankao.kernel.calendar.models import DayChange, Loading
from yankao.kernel.cases.models import Case
from yankao.kernel.programmes.calendar_duty import ask_for_calendar
from yankao.kernel.tasks.models import Task
from yankao.kernel.testing.desk import TAIPEI, Desk
from yankao.kernel.testing.routes import sample_case
from yankao.kernel.values.taipei import last_day

PAGE = "/service/petitions/settings/calendar/"
API = "/api/v1/service/petitions/calendar"


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("petitions", frozen)  # type: ignore[arg-type]


@pytest.fixture
def december(desk: Desk) -> Desk:
    """The Monday after Christmas, next year's calendar still missing."""
    desk.clock.move_to(datetime(2026, 12, 28, 10, 0, tzinfo=TAIPEI))
    book.invalidate()
    return desk


def published(year: int, off: tuple[str, ...] = (), leave_out: int = 0) -> SimpleUploadedFile:
    """A file as the publisher writes it; Saturdays, Sundays and `off` are free."""
    day, rows = date(year, 1, 1), ["西元日期,星期,是否放假,備註"]
    while day.year == year:
        free = day.weekday() > 4 or day.isoformat() in off
        rows.append(f"{day:%Y%m%d},{'一二三四五六日'[day.weekday()]},{2 if free else 0},")
        day += timedelta(days=1)
    text = "\n".join(rows[: len(rows) - leave_out])
    return SimpleUploadedFile("calendar.csv", text.encode("utf-8-sig"), "text/csv")


def load(desk: Desk, file: SimpleUploadedFile, reason: str = "行政院核定函"):
    """Both steps of the page."""
    client = desk.client("controller")
    looked = client.post(PAGE, {"file": file})
    kept = looked.context["kept"] if looked.context else ""
    return client.post(PAGE, {"kept": kept, "reason": reason, "load": "1"})


def test_a_petition_of_late_december_is_accepted_and_its_clock_waits(december: Desk) -> None:
    case = sample_case(december)
    run = case.clocks.get(name="reply")
    assert run.due_at is None and case.due_at is None and not case.overdue()
    page = december.get(f"/service/petitions/{case.number}/", by="controller").content.decode()
    assert page.count("期限待曆表載入") >= 3  # the clock, the sentence, the timeline
    assert load(december, published(2027, off=("2027-01-01",))).status_code == 302
    case.refresh_from_db()
    assert last_day(case.due_at) == date(2027, 1, 6)
    page = december.get(f"/service/petitions/{case.number}/", by="controller").content.decode()
    assert "期限待曆表載入 → 116年1月6日" in page


def test_a_citizens_letter_is_not_lost_either(december: Desk) -> None:
    told = {"subject": "公車班次太少", "content": "紅21公車假日班次太少，希望增加。",
            "kind": "improvement", "contact_name": "陳大文",
            "contact_email": "chen@example.tw"}  # fmt: skip
    answer = Client().post(
        "/api/v1/counter/report/petitions", told, content_type="application/json"
    )
    assert answer.status_code == 201, answer.content.decode()
    assert Case.objects.get().number == answer.json()["number"]


def test_work_goes_on_while_the_clock_waits(december: Desk) -> None:
    """Officials move the case, it pauses and returns; then the rows arrive, and it is late."""
    case = sample_case(december)
    shown = december.offers(case, "dispatcher")
    assert shown
    december.clock.shift(timedelta(days=20))
    book.invalidate()
    load(december, published(2027, off=("2027-01-01",)))
    case.refresh_from_db()
    assert case.overdue()


def test_a_closure_that_reaches_into_an_unknown_year_is_declared_all_the_same(
    december: Desk,
) -> None:
    december.clock.move_to(datetime(2026, 12, 21, 10, 0, tzinfo=TAIPEI))
    case = sample_case(december)
    assert case.due_at is not None
    told = {"kind": "suspension", "area": "", "since": "2026-12-28T00:00",
            "until": "2026-12-31T00:00", "reason": "強震"}  # fmt: skip
    closures = "/service/petitions/settings/closures/"
    assert december.post(closures, by="controller", data=told).status_code == 302
    case.refresh_from_db()
    assert case.due_at is None


def test_the_owner_is_told_from_october_on_and_not_again_once_it_is_loaded(desk: Desk) -> None:
    desk.person("controller", unit="397220000A")
    desk.clock.move_to(datetime(2026, 9, 30, 12, 0, tzinfo=TAIPEI))
    assert ask_for_calendar() is None
    overview = "/service/petitions/settings/"
    assert "尚未載入" not in desk.get(overview, by="controller@397220000A").content.decode()
    desk.clock.move_to(datetime(2026, 10, 1, 8, 15, tzinfo=TAIPEI))
    task = ask_for_calendar()
    assert task and ask_for_calendar() == task and Task.objects.count() == 1
    assert "2027" in desk.get("/desk/?tab=tasks", by="controller@397220000A").content.decode()
    assert "尚未載入 2027 年" in desk.get(overview, by="controller@397220000A").content.decode()
    health = desk.get("/desk/health/", by="controller@397220000A")
    assert "尚未載入 2027 年" in health.content.decode() and not health.context["well"]
    assert "calendar" not in Client().get("/health").json()["checks"]
    load(desk, published(2027))
    task.refresh_from_db()
    assert task.done_at is not None
    assert "尚未載入" not in desk.get("/desk/health/", by="controller@397220000A").content.decode()


def test_the_page_shows_what_would_change_and_keeps_who_and_why(desk: Desk) -> None:
    looked = desk.client("controller").post(PAGE, {"file": published(2026)})
    seen = looked.context["preview"]
    assert seen.years == [2026] and seen.added == 0 and len(seen.turned) > 5
    assert not DayChange.objects.exists() and not Loading.objects.exists()
    assert load(desk, published(2026), reason="").status_code == 422
    assert load(desk, published(2026)).status_code == 302
    (row,) = Loading.objects.all()
    assert (row.by, row.reason, row.years) == ("測試controller", "行政院核定函", "2026")
    assert "行政院核定函" in desk.get(PAGE, by="controller").content.decode()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (published(2037), "只能載入"),
        (published(2027, leave_out=2), "缺 2 天"),
        (SimpleUploadedFile("x.csv", "甲,乙\n1,2\n".encode()), "不是辦公日曆表"),
    ],
)
def test_a_wrong_file_is_refused_in_words_by_page_and_endpoint(desk, file, why) -> None:
    content = file.read()
    client = desk.client("controller")
    answer = client.post(PAGE, {"file": SimpleUploadedFile("x.csv", content)})
    assert answer.status_code == 422 and why in answer.content.decode()
    answer = client.post(API, {"file": SimpleUploadedFile("x.csv", content), "reason": "測試理由"})
    assert answer.status_code == 422 and why in answer.json()["fields"]["file"][0]
    assert not Loading.objects.exists()


def test_every_row_that_cannot_be_read_is_named_at_once(desk: Desk) -> None:
    rows = [f"2027-01-{day:02},五,{'休' if day % 2 else '0'},\n" for day in range(1, 32)]
    rows += ["二月一日,一,0,\n"] + ["2027-02-02,二,假,\n"] * 20
    content = ("西元日期,星期,是否放假,備註\n" + "".join(rows)).encode()
    client = desk.client("controller")
    sent = client.post(PAGE, {"file": SimpleUploadedFile("a.csv", content)})
    words = sent.content.decode()
    assert sent.status_code == 422
    assert "放假欄為 休，應為 0" in words and "第 33 行：日期為 二月一日，應如" in words
    assert "還有 7 行無法讀取" in words and not Loading.objects.exists()


def test_the_endpoint_looks_and_loads_as_the_page_does(desk: Desk) -> None:
    client = desk.client("controller")
    looked = client.post(f"{API}/preview", {"file": published(2027)})
    assert looked.json()["added"] == 365
    loaded = client.post(API, {"file": published(2027), "reason": "行政院核定函"})
    assert loaded.status_code == 201, loaded.content.decode()
    assert client.get(API).json()["missing"] is None
    assert desk.client("dispatcher").get(API).status_code == 404
