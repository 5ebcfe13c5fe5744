"""A case reopened after a report froze its number: the report stands, and says what happened."""

from datetime import timedelta

import pytest

from yankao.chapters.research.editions.tests.opening import data as an_edition
from yankao.chapters.research.editions.tests.test_story import finish, publish
from yankao.chapters.service.dispatch.tests.opening import data as report
from yankao.chapters.service.dispatch.tests.test_story import fix, handling
from yankao.kernel.cases.models import Case
from yankao.kernel.reports import chapters
from yankao.kernel.reports.chapters import Part, Placed
from yankao.kernel.testing.desk import Desk

FIRST, SECOND = "/reports/annual/115/1/", "/reports/annual/115/2/"
TEXT = "四小時完成率 {{dispatch.four_hours}}，便民一路通 {{dispatch.through_app}} 件。"
WHY = "民眾反映坑洞又出現"


@pytest.fixture
def desk(city: None, frozen: object, monkeypatch: pytest.MonkeyPatch) -> Desk:
    part = Placed(Part("派工通報", "B01000", TEXT, 10), "dispatch", "service")
    monkeypatch.setattr(chapters, "found", lambda: [part])
    return Desk("editions", frozen)  # type: ignore[arg-type]


@pytest.fixture
def streets(desk: Desk) -> Desk:
    return Desk("dispatch", desk.clock)


def closed_in_time(streets: Desk) -> Case:
    hole = streets.open(report(), by="operator")
    handling(streets, hole)
    streets.wait(timedelta(hours=1))
    fix(streets, hole)
    return streets.do("close", hole, "operator", {"told_by": "notice"})


def published(desk: Desk) -> tuple[Case, Case]:
    edition = desk.open(an_edition(edition="115"), by="editor")
    section = Case.objects.get(programme="manuscripts", origin=edition)
    finish(desk, Desk("manuscripts", desk.clock), edition, section)
    publish(desk, edition)
    return edition, section


def test_what_happened_is_named_on_the_figure_and_in_the_errata(desk: Desk, streets: Desk) -> None:
    hole = closed_in_time(streets)
    edition, _section = published(desk)
    desk.wait(timedelta(hours=1))
    streets.do("reopen", hole, "controller", {"reason": WHY})
    desk.wait(timedelta(hours=5))
    fix(streets, hole, remedy="重新鋪設完成")
    assert "100.00%" in desk.get(FIRST).content.decode()
    then_and_now = f"{FIRST}figures/0/"
    outside = desk.get(then_and_now).content.decode()
    assert "重啟 1 件" in outside and hole.number not in outside and WHY not in outside
    inside = streets.get(then_and_now, by="controller").content.decode()
    assert hole.number in inside and "重啟（結案 → 處理中）" in inside and WHY in inside
    assert "同一批" in desk.get(f"{FIRST}figures/1/").content.decode()
    desk.do("reissue", edition, "approver", {"reason": "案件重啟"})
    errata = desk.get(SECOND).content.decode()
    assert "0.00%" in errata and "其間這些案件：重啟 1 件。" in errata and hole.number not in errata
    compared = streets.get(f"{SECOND}against/1/", by="controller").content.decode()
    assert hole.number in compared and WHY in compared
    told = desk.get(f"/api/v1{SECOND.rstrip('/')}/against/1").json()["numbers"]
    assert [one["after"] for one in told] == ["0.00%"] and "重啟 1 件" in told[0]["why"][-1]
