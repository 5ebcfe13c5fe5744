"""Saved views: named, ordered, shared with a unit, the default; and what becomes of a leaver's."""

import re

import pytest

from yankao.kernel.people.models import Person
from yankao.kernel.programmes.models import SavedView
from yankao.kernel.testing.desk import Desk

ROOM = "/service/dispatch/"
VIEWS = f"{ROOM}views/"


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


@pytest.fixture
def colleague(desk: Desk) -> str:
    """Somebody of the section below the agency."""
    desk.person("duty", unit="B01000")
    desk.person("crew", unit="B01001")
    return "crew@B01001"


def keep(desk: Desk, name: str, query: str, by: str = "duty", **more: str) -> SavedView:
    desk.post(VIEWS, by, {"name": name, "query": query, **more})
    return SavedView.objects.get(name=name)


def press(desk: Desk, view: SavedView, do: str, by: str = "duty", **more: str) -> int:
    return desk.post(VIEWS, by, {"view": view.pk, "do": do, **more}).status_code


def names(desk: Desk, by: str = "duty") -> list[str]:
    page = desk.get(VIEWS, by).content.decode()
    return re.findall(r'yk-view-words"><a href="[^"]+">([^<]+)</a>', page)


def test_views_are_renamed_ordered_and_dropped(desk: Desk) -> None:
    late, soon = keep(desk, "逾期", "overdue=true"), keep(desk, "快到期", "order=due&open=true")
    assert names(desk) == ["逾期", "快到期"]
    press(desk, soon, "up")
    press(desk, late, "rename", name="逾期未結")
    assert names(desk) == ["快到期", "逾期未結"]
    press(desk, late, "rename", name="快到期")
    assert names(desk) == ["快到期", "逾期未結"], "two of one name are refused"
    page = desk.get(VIEWS, "duty").content.decode()
    assert "未結案；" in page or "；未結案" in page
    assert "排序：期限先到" in page
    press(desk, soon, "delete")
    assert names(desk) == ["逾期未結"]


def test_a_list_opens_with_its_default_and_everything_is_one_press_away(desk: Desk) -> None:
    view = keep(desk, "逾期", "overdue=true&order=due")
    assert desk.get(ROOM, "duty").status_code == 200
    press(desk, view, "default")
    assert desk.get(ROOM, "duty")["Location"] == f"{ROOM}?overdue=true&order=due"
    assert desk.get(ROOM, "duty", all="").status_code == 200
    assert desk.get(ROOM, "operator").status_code == 200, "somebody else's list is as it was"
    press(desk, view, "no_default")
    assert desk.get(ROOM, "duty").status_code == 200


def test_a_shared_view_says_who_shared_it_and_only_its_owner_changes_it(
    desk: Desk, colleague: str
) -> None:
    view = keep(desk, "本處逾期", "overdue=true")
    assert names(desk, colleague) == []
    press(desk, view, "share", unit="B01000")
    page = desk.get(VIEWS, colleague).content.decode()
    assert "測試duty 分享給養工處" in page and "作者已離開" not in page
    assert press(desk, view, "delete", colleague) == 404
    assert press(desk, view, "default", colleague) == 302
    assert desk.get(ROOM, colleague)["Location"] == f"{ROOM}?overdue=true"
    desk.person("duty", unit="A04000")
    assert names(desk, "duty@A04000") == []
    assert press(desk, view, "default", "duty@A04000") == 404
    press(desk, view, "share", unit="A04000")
    view.refresh_from_db()
    assert view.shared_with is None, "with another agency nobody can share"


def test_the_unit_goes_on_with_the_view_of_somebody_who_left(desk: Desk, colleague: str) -> None:
    view = keep(desk, "本處逾期", "overdue=true", share="1")
    private = keep(desk, "私人", "open=true")
    press(desk, view, "take", colleague)
    view.refresh_from_db()
    assert view.owner == desk.person("duty"), "its author is still there"
    Person.objects.filter(pk=desk.person("duty").pk).update(is_active=False)
    assert "作者已離開" in desk.get(VIEWS, colleague).content.decode()
    press(desk, view, "take", colleague)
    press(desk, view, "rename", colleague, name="逾期（接手）")
    assert names(desk, colleague) == ["逾期（接手）"]
    assert press(desk, private, "take", colleague) == 404


def test_programs_change_views_as_people_do(desk: Desk, colleague: str) -> None:
    api = f"/api/v1{ROOM}views"
    made = desk.post(api, "duty", {"name": "逾期", "query": "overdue=true"}).json()
    url = f"{api}/{made['id']}"
    told = desk.post(url, "duty", {"do": "share", "unit": "B01000"}).json()[0]
    assert (told["shared_with"], told["shared_by"]) == ("B01000", "測試duty")
    assert desk.post(url, colleague, {"do": "default"}).json()[0]["default"] is True
    assert desk.post(url, colleague, {"do": "rename", "name": "x"}).status_code == 404
    assert desk.post(url, "duty", {"do": "rename", "name": " "}).status_code == 422
    assert desk.post(url, "duty", {"do": "nothing"}).status_code == 404
