"""Checklists: edited on a page, ticked at a case, and demanded by a move."""

import pytest

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.checklists.models import Checklist, Tick
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.timeline import timeline

from .opening import data as report

ROOM = "/service/dispatch/"
URL = f"{ROOM}settings/checklists/"


@pytest.fixture
def case(desk: Desk) -> Case:
    made = desk.open(report(), by="operator")
    given = {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"}
    desk.do("notify", made, "operator", given)
    return desk.do("accept", made, "duty")


def keep(desk: Desk, pk: object = "new", **more: object) -> int:
    lines = "*設置三角錐\n*清除碎石\n拍攝全景"
    given = {"name": "現場安全", "action": "finish", "lines": lines, "active": "on",
             "reason": "職安會議決議", **more}  # fmt: skip
    return desk.post(f"{URL}{pk}/", "controller", given).status_code


def tick(desk: Desk, case: Case, *texts: str, by: str = "crew") -> int:
    items = Checklist.objects.get().items.filter(text__in=texts)
    data = {"item": [item.pk for item in items]}
    return desk.post(f"{ROOM}{case.number}/ticks/", by, data).status_code


def finish(desk: Desk, case: Case) -> Case:
    data = {"result": "fixed", "remedy": "冷料修補完成"}
    return desk.do("finish", case, "crew", data, {"photos": [photo()]})


def test_a_move_waits_for_the_required_items_and_the_timeline_says_who_ticked(
    desk: Desk, case: Case
) -> None:
    assert keep(desk) == 302
    data, files = {"result": "fixed", "remedy": "冷料修補完成"}, {"photos": [photo()]}
    words = desk.refuses("finish", case, "crew", data, files=files)
    assert "設置三角錐、清除碎石" in words and "拍攝全景" not in words
    assert tick(desk, case, "設置三角錐") == 302
    assert tick(desk, case, "清除碎石", "設置三角錐") == 302
    ticked = Tick.objects.get(item__text="清除碎石")
    assert (ticked.by, ticked.case) == (desk.person("crew"), case)
    page = desk.get(f"{ROOM}{case.number}/", "duty").content.decode()
    assert "2 / 3" in page and desk.person("crew").name in page
    assert tick(desk, case, "設置三角錐") == 302
    assert "清除碎石" in desk.refuses("finish", case, "crew", data, files={"photos": [photo()]})
    notes = [e.data["notes"] for e in timeline.entries(case.subject) if e.verb == "tick"]
    assert notes == [["✓ 設置三角錐"], ["✓ 清除碎石"], ["取消：清除碎石"]]
    tick(desk, case, "設置三角錐", "清除碎石")
    assert finish(desk, case).state == "done"


def test_a_list_of_another_category_asks_nothing_here(desk: Desk, case: Case) -> None:
    lamp = Category.objects.get(programme="dispatch", code="lamp_out")
    assert keep(desk, category=lamp.pk) == 302
    assert "現場安全" not in desk.get(f"{ROOM}{case.number}/", "crew").content.decode()
    assert finish(desk, case).state == "done"


def test_only_managers_edit_and_what_was_ticked_outlives_its_line(desk: Desk, case: Case) -> None:
    assert desk.get(URL, "operator").status_code == 404
    assert keep(desk, lines="*設置三角錐\n設置三角錐") == 422
    assert keep(desk) == 302
    tick(desk, case, "拍攝全景")
    pk = Checklist.objects.get().pk
    assert keep(desk, pk, lines="*設置三角錐\n*通知里長", action="") == 302
    assert Tick.objects.get().item.active is False
    page = desk.get(f"{ROOM}{case.number}/", "crew").content.decode()
    assert (
        "通知里長" in page and "拍攝全景" not in page.split('id="checklists"')[1].split("歷程")[0]
    )
    assert finish(desk, case).state == "done"
    assert "職安會議決議" in desk.get(f"{URL}{pk}/", "controller").content.decode()


def test_who_has_nothing_to_do_with_the_case_ticks_nothing(desk: Desk, case: Case) -> None:
    keep(desk)
    desk.person("crew", unit="A04000")
    assert tick(desk, case, "設置三角錐", by="crew@A04000") == 404
    assert Tick.objects.count() == 0
