"""A figure's page, its rows, its file, its threshold: through the front door."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from yankao.kernel.figures import alerts, registry
from yankao.kernel.figures.keeping import fold
from yankao.kernel.people.models import Unit
from yankao.kernel.tasks.models import Task
from yankao.kernel.testing.desk import Desk

from .opening import data as report
from .test_figures import finished_after
from .test_story import fix, handling

PAGE = "/figures/dispatch.four_hours/"
# Statements of a whole page, however many cases; lists of figures ask the same of many rooms.
STATEMENTS = {
    PAGE: 23, "/figures/dispatch.received/": 23, "/figures/dispatch.median_minutes/": 15,
    "/figures/dispatch.app/": 15, f"{PAGE}rows/": 8, f"{PAGE}data.json": 21, "/figures/": 8,
    "/service/dispatch/figures/": 7, "/numbers/": 6, "/numbers/dispatch.received/": 21,
    "/dashboards/city/": 21, "/numbers/boards/": 18,
}  # fmt: skip


def test_the_page_opens_the_rows_one_may_see_and_counts_the_others(desk: Desk) -> None:
    mine, other = finished_after(desk, 3), desk.open(report(), by="operator")
    assert "50.00" in desk.get(PAGE, by="controller").content.decode()
    rows = desk.get(f"{PAGE}rows/", by="crew").content.decode()
    assert mine.number in rows and other.number not in rows
    assert "1 筆不在您的權限內" in rows
    both = desk.get(f"{PAGE}rows/", by="controller").content.decode()
    assert other.number in both and "不在您的權限內" not in both


def test_whoever_has_no_duty_finds_only_what_is_public(desk: Desk) -> None:
    person = desk.person("operator")
    person.duties.all().delete()
    person.__dict__.pop("_duties", None)
    assert desk.get("/figures/dispatch.on_time/", by="operator").status_code == 404
    assert desk.get("/numbers/dispatch.four_hours/").status_code == 200
    assert desk.get("/numbers/dispatch.on_time/").status_code == 404
    assert desk.get("/api/v1/numbers/dispatch.on_time").status_code == 404


@pytest.mark.parametrize("query", ["?period=112-13", "?period=x", "?period=1120615~1120601"])
def test_a_period_that_is_none_is_not_found(desk: Desk, query: str) -> None:
    assert desk.get(f"/numbers/dispatch.received/{query}").status_code == 404


def test_an_empty_year_says_so_and_claims_no_zero(desk: Desk) -> None:
    desk.open(report(), by="operator")
    page = desk.get("/numbers/dispatch.four_hours/?period=99").content.decode()
    assert "分母為零，沒有數值" in page
    page = desk.get("/numbers/dispatch.received/?period=99").content.decode()
    assert "零不代表實際沒有案件" in page


def test_page_file_and_api_say_the_same_number(desk: Desk) -> None:
    finished_after(desk, 3)
    desk.open(report(), by="operator")
    told = desk.get("/api/v1/numbers/dispatch.four_hours?by=category").json()
    assert (told["shown"], told["groups"][0]["value"]) == ("50.00%", "50")
    file = desk.get("/numbers/dispatch.four_hours/data.json")
    rows = json.loads(b"".join(file.streaming_content))  # type: ignore[attr-defined]
    assert rows[0]["數值"] == "50.00"


def test_pages_of_figures_ask_the_same_however_many_cases(desk: Desk) -> None:
    desk.open(report(), by="operator")
    desk.wait(timedelta(days=366))  # so that there is a year before to compare with
    for many in (1, 4):
        for _ in range(many):
            desk.open(report(), by="operator")
        fold()
        assert {page: statements(desk, page) for page in STATEMENTS} == STATEMENTS


def test_groups_stand_beside_the_year_before_and_a_step_that_runs_is_not_drawn(desk: Desk) -> None:
    """One report, and two in the same month a year later, in which the clock stands."""
    page = "/numbers/dispatch.received/?by=category"
    first = desk.get(page).content.decode()
    assert "前一年同期" not in first, "before the first record, zero is no zero"
    desk.open(report(), by="operator")
    desk.wait(timedelta(days=365))
    for _ in range(2):
        desk.open(report(), by="operator")
    said = desk.get(page).content.decode()
    assert "前一年同期" in said and "較前一年同期 +1" in said
    row = said[said.index("路面坑洞") :]
    assert row.index('data-value="2"') < row.index('data-value="1"') < row.index("</tr>")
    running = said[said.index("月至今") :]
    assert running[: running.index("</td>")].endswith('data-value="">2')


def test_an_agency_merged_away_keeps_its_cases_and_says_who_took_over(desk: Desk) -> None:
    works, after = desk.unit("B01000").parent, desk.unit("A03000")
    handling(desk, desk.open(report(), by="operator"))
    desk.wait(timedelta(days=40))
    ended = timezone.localdate()
    Unit.objects.filter(pk=works.pk).update(valid_to=ended, successor=after)
    desk.wait(timedelta(days=366))
    desk.open(report(), by="operator")
    page = "/numbers/dispatch.received/?by=agency"
    before = desk.get(page, period="115").content.decode()
    assert str(works) in before and f"{ended.isoformat()} 起已裁併，業務由{after}承接" in before
    now = desk.get(page, period="116").content.decode()
    row = now[now.index(f'scope="row">{works}') :]
    assert 'data-value="0"' in row[: row.index("</tr>")], "it had some a year before, and none now"


def test_a_category_renamed_within_the_year_is_one_row_and_the_page_says_so(desk: Desk) -> None:
    category = desk.open(report(), by="operator").category
    assert category
    desk.wait(timedelta(days=3))
    address = f"/api/v1/service/dispatch/catalogue/{category.code}"
    told = {"code": category.code, "name": "天坑", "group": category.group, "order": 1,
            "active": True, "reason": "改用通用名稱", **category.data}  # fmt: skip
    assert desk.post(address, by="controller", data=told).status_code == 200
    desk.open(report(), by="operator")
    said = desk.get("/numbers/dispatch.received/?by=category").content.decode()
    day = timezone.localdate().isoformat()
    assert f"類別「{category.name}」於 {day} 更名為「天坑」，全期以現名統計。" in said
    row = said[said.index('scope="row">天坑') :]
    assert 'data-value="2"' in row[: row.index("</tr>")]


def statements(desk: Desk, page: str) -> int:
    """How many a page takes once small tables are known."""
    client = desk.client("controller")
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        b"".join(client.get(page))
    return len(asked)


def test_few_people_are_told_by_no_page_file_program_or_dashboard(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry.get("dispatch.received"), "persons", True)
    for _ in range(3):
        desk.open(report(), by="operator")
    page = "/numbers/dispatch.received/"
    assert "在年度結束後按全年公開" in desk.get(page).content.decode()
    desk.wait(timedelta(days=200))
    for query in ("?period=115", "?period=115&step=day", "?period=115&by=category"):
        said = desk.get(page + query).content.decode()
        assert "人數過少，不公開" in said and 'data-value="3"' not in said
    rows = json.loads(b"".join(desk.get(f"{page}data.json?period=115")))
    assert {row["數值"] for row in rows} <= {"", "0"}
    api = "/api/v1/numbers/dispatch.received?period=115"
    told = desk.get(f"{api}&by=agency").json()
    assert told["value"] is None and [part["value"] for part in told["groups"]] == [None]
    assert desk.get(f"{api}&by=category").status_code == 404
    tiles = desk.get("/api/v1/numbers/boards/city?period=115").json()
    assert {t["value"] for t in tiles if t["figure"] == "dispatch.received"} == {None}
    assert (
        "3 <small>"
        in desk.get("/figures/dispatch.received/?period=115", by="controller").content.decode()
    )


def test_a_crossed_threshold_asks_its_owner_once_and_closes_when_it_is_back(desk: Desk) -> None:
    desk.person("controller", unit="397220000A")
    finished_after(desk, 9)
    desk.wait(timedelta(days=20))
    for _ in range(2):
        alerts.compare(registry.get("dispatch.four_hours"), timezone.localdate())
    task = Task.objects.get(kind="figure")
    assert "四小時完成率" in task.title and task.unit == desk.unit("397220000A")
    for _ in range(12):
        handled = desk.open(report(), by="operator")
        handling(desk, handled)
        fix(desk, handled)
    desk.wait(timedelta(days=30))
    alerts.compare(registry.get("dispatch.four_hours"), timezone.localdate())
    task.refresh_from_db()
    assert task.done_at is not None and "已回到門檻內" in task.note
