"""What comes back, what is thrown between units, and the board for a disaster."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yankao.kernel.calendar.closures import declare_closure
from yankao.kernel.cases.models import Case
from yankao.kernel.programmes.patterns import chains_of, spots, ways
from yankao.kernel.programmes.registry import get
from yankao.kernel.testing.desk import Desk

from .opening import data

ROOM = "/service/dispatch/"


def told(desk: Desk, case: Case, unit: str) -> Case:
    to = {"unit": desk.unit(unit).pk, "phone_notice_to": "李值勤"}
    return desk.do("redirect" if case.holder_id else "notify", case, "operator", to)


@pytest.fixture
def three(desk: Desk) -> list[Case]:
    """Three reports of one hole, one of them joined to another."""
    cases = [desk.open(data(lng=120.3021 + n / 20_000), by="operator") for n in range(3)]
    desk.do("merge", cases[2], "operator", {"into": cases[0].number})
    return cases


def test_three_reports_of_one_place_are_a_hotspot_of_two_incidents(
    desk: Desk, three: list[Case]
) -> None:
    desk.open(data(lng=120.35, address="三民區建國一路 5 號前"), by="operator")
    since = timezone.now() - timedelta(days=7)
    (spot,) = spots(get("dispatch"), Case.objects.all(), since)
    assert (spot.reports, spot.incidents) == (3, 2)
    page = desk.get(f"{ROOM}patterns/", by="controller", days=7).content.decode()
    assert spot.where in page
    listed = desk.get(f"{ROOM}?{spot.query}", by="controller").content.decode()
    assert all(case.number in listed for case in three)


def test_a_hotspot_older_than_the_span_is_not_shown(desk: Desk, three: list[Case]) -> None:
    desk.wait(timedelta(days=8))
    page = desk.get(f"{ROOM}patterns/", by="controller", days=7).content.decode()
    assert "沒有同一地點三件以上" in page
    assert three[0].address in desk.get(f"{ROOM}patterns/", by="controller").content.decode()


def test_a_case_thrown_back_and_forth_shows_its_chain(desk: Desk) -> None:
    case = desk.open(data(), by="operator")
    for unit in ("B01000", "B02000", "B01000"):
        told(desk, case, unit)
        desk.wait(timedelta(minutes=40))
    (chain,) = chains_of(Case.objects.all())
    names = [hold.unit for hold in chain.holds]
    assert (len(names), names[0]) == (3, names[2])
    assert chain.holds[0].length == timedelta(minutes=40)
    assert {(way.times, way.back) for way in ways([chain])} == {(1, 1)}
    page = desk.get(f"{ROOM}patterns/", by="controller").content.decode()
    assert page.count(names[1]) >= 3


def test_the_disaster_board_puts_danger_first_and_notifies_by_the_rules(desk: Desk) -> None:
    calm = desk.open(data(code="lamp_out", address="鳳山區光遠路 5 號前"), by="operator")
    danger = desk.open(data(hazard="immediate", code="fallen_tree"), by="operator")
    declare_closure(
        since=timezone.now(), until=timezone.now() + timedelta(hours=6), reason="颱風", by="指揮官",
        kind="force_majeure",
    )  # fmt: skip
    board = desk.get(f"{ROOM}surge/", by="operator").content.decode()
    assert "颱風" in board
    assert board.index(danger.number) < board.index(calm.number)
    for case in (calm, danger):
        desk.do("notify", case, "operator", {"phone_notice_to": "各值勤窗口"})
    assert calm.holder is not None
    assert danger.holder is not None
    again = desk.get(f"{ROOM}surge/", by="operator").content.decode()
    assert "所有案件都已通知單位" in again


def test_the_boards_are_for_overseers_only(desk: Desk) -> None:
    desk.open(data(), by="operator")
    for page in ("patterns/", "patterns/pins.json", "surge/"):
        assert desk.get(ROOM + page, by="crew").status_code == 404
        assert desk.get(ROOM + page, by="controller").status_code == 200
    assert desk.get("/service/petitions/surge/", by="controller").status_code == 404


def test_a_place_that_is_none_finds_nothing(desk: Desk) -> None:
    case = desk.open(data(), by="operator")
    for near in ("x", "1,2", "120.3,22.6,abc", "inf,nan,1"):
        answer = desk.get(ROOM, by="operator", near=near)
        assert answer.status_code == 200
        assert case.number not in answer.content.decode()


def test_each_facet_of_the_list_holds_what_it_says(desk: Desk) -> None:
    hole = desk.open(data(), by="operator")
    there = {"code": "lamp_out", "lng": 120.3560, "lat": 22.6270, "address": "鳳山區光遠路 5 號前"}
    lamp = desk.open(data(**there), by="operator")

    unit = desk.unit("B01000")
    desk.do("notify", hole, "operator", {"unit": unit.pk, "phone_notice_to": "李值勤"})
    assert hole.district and lamp.district
    for query in (
        {"category": "pothole"}, {"district": hole.district.code}, {"state": "notified"},
        {"holder": unit.code}, {"category": ["pothole", "oil"]}, {"channel": "phone", "q": "坑洞"},
        {"near": "120.3020,22.6390,100"},
    ):  # fmt: skip
        shown = desk.get("/service/dispatch/", by="operator", **query).content.decode()
        assert hole.number in shown, query
        if "channel" not in query:
            assert lamp.number not in shown, query
