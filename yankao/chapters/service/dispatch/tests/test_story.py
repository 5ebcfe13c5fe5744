"""Street dispatch through the front door, as the handbook tells it (chapters 5-6 §3)."""

from datetime import timedelta

import pytest

from yankao.kernel.cases.models import Case
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.timeline import timeline

from .opening import data as report


@pytest.fixture
def pothole(desk: Desk) -> Case:
    return desk.open(report(), by="operator")


def notify(desk: Desk, case: Case) -> Case:
    unit = desk.unit("B01000")
    return desk.do("notify", case, "operator", {"unit": unit.pk, "phone_notice_to": "李值勤"})


def handling(desk: Desk, case: Case) -> Case:
    notify(desk, case)
    return desk.do("accept", case, "duty")


def fix(desk: Desk, case: Case, **more: object) -> Case:
    data = {"result": "fixed", "remedy": "冷料修補完成", **more}
    return desk.do("finish", case, "crew", data, {"photos": [photo()]})


def test_a_pothole_fixed_within_four_hours_is_on_time(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    desk.wait(timedelta(hours=3, minutes=59))
    assert not fix(desk, pothole).late
    closed = desk.do("close", pothole, "operator", {"told_by": "notice"})
    assert (closed.state, closed.late) == ("closed", False)
    assert timeline.broken(pothole.subject) == []


def test_one_second_past_four_hours_is_late(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    desk.wait(timedelta(hours=4, seconds=1))
    assert pothole.overdue()
    assert fix(desk, pothole).late


def test_reassignment_does_not_restart_the_clock(desk: Desk, pothole: Case) -> None:
    due = pothole.due_at
    notify(desk, pothole)
    desk.wait(timedelta(minutes=20))
    desk.do("misroute", pothole, "duty", {"reason": "屬水利局雨水箱涵"})
    other = desk.unit("B02000")
    moved = desk.do("notify", pothole, "operator", {"unit": other.pk, "phone_notice_to": "陳值勤"})
    assert moved.due_at == due
    assert (moved.hand_overs, moved.holder) == (1, other)


def test_misrouting_is_refused_after_half_an_hour(desk: Desk, pothole: Case) -> None:
    notify(desk, pothole)
    desk.wait(timedelta(minutes=31))
    assert "30" in desk.refuses("misroute", pothole, "duty", {"reason": "不是我們的"})


def test_rework_resumes_the_same_clock(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    desk.wait(timedelta(hours=3))
    fix(desk, pothole)
    desk.wait(timedelta(days=1))
    returned = desk.do("rework", pothole, "operator", {"lack": "not_fixed", "reason": "坑洞還在"})
    assert returned.returns == 1
    desk.wait(timedelta(hours=1, seconds=1))
    assert fix(desk, pothole, remedy="重新鋪設完成").late


def test_a_report_of_completion_needs_a_photo(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    words = desk.refuses("finish", pothole, "crew", {"result": "fixed", "remedy": "修好了,完工"})
    assert "照片" in words


def test_made_safe_waits_for_its_planned_repair(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    fix(desk, pothole, result="made_safe", planned_at="2026-07-01")
    closed = desk.do("close", pothole, "operator", {"told_by": "notice"})
    assert (closed.state, closed.closed_at) == ("planned", None)
    done = desk.do(
        "repair",
        pothole,
        "crew",
        {"repair_note": "重新刨鋪完成"},
        {"photos": [photo("b.jpg", "red")]},
    )
    assert done.state == "closed"


def test_the_crew_cannot_close_its_own_work(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    fix(desk, pothole)
    desk.refuses("close", pothole, "crew", {"told_by": "notice"})
    assert desk.do("close", pothole, "operator", {"told_by": "notice"}).state == "closed"


def test_several_reporters_of_one_hole_are_linked(desk: Desk, pothole: Case) -> None:
    again = desk.open(report(contact_phone="0987654321"), by="operator")
    merged = desk.do("merge", again, "operator", {"into": pothole.number})
    assert (merged.state, merged.parent) == ("duplicate", pothole)
    words = desk.refuses("merge", pothole, "operator", {"into": pothole.number})
    assert "案號" in words


def test_jurisdiction_proposes_the_district_office_for_a_narrow_road(desk: Desk) -> None:
    from yankao.kernel.cases.jurisdiction import decide

    wide = desk.open(report(road_width=8), by="operator")
    narrow = desk.open(report(road_width=5.5), by="operator")
    assert decide(wide).unit == desk.unit("B01000")
    assert "三民" in str(decide(narrow).unit)


def test_a_fault_back_within_seven_days_is_flagged(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    fix(desk, pothole)
    desk.do("close", pothole, "operator", {"told_by": "notice"})
    desk.wait(timedelta(days=6))
    assert desk.open(report(), by="operator").dispatch.recurrence  # type: ignore[attr-defined]
    desk.wait(timedelta(days=3))


def test_the_api_asks_what_the_page_asks(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    url = f"/api/v1/service/dispatch/cases/{pothole.number}/make_safe"
    assert desk.post(url, by="crew", data={"safety_note": "x"}).status_code == 422
    answer = desk.post(url, by="crew", data={"safety_note": "已設置三角錐"})
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == "handling"


def test_the_operator_sees_the_open_case_of_the_same_hole_while_typing(
    desk: Desk, pothole: Case
) -> None:
    asked = {"category": pothole.category_id, "lng": 120.30205, "lat": 22.63902}
    near = desk.get("/service/dispatch/similar/", by="operator", **asked)
    assert pothole.number in near.content.decode()
    asked["lat"] = 22.70
    assert (
        pothole.number
        not in desk.get("/service/dispatch/similar/", "operator", **asked).content.decode()
    )
    twin = desk.open(report(), by="operator")
    page = desk.get(f"/service/dispatch/{twin.number}/", by="operator").content.decode()
    assert f"/do/merge/?into={pothole.number}" in page
    form = desk.get(f"/service/dispatch/{twin.number}/do/merge/", "operator", into=pothole.number)
    assert f'value="{pothole.number}"' in form.content.decode()


def test_conversion_needs_safety_first_and_opens_a_petition(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    words = desk.refuses("convert", pothole, "operator", {"reason": "需編列預算全面刨鋪"})
    assert "排除危險" in words
    desk.do("make_safe", pothole, "crew", {"safety_note": "已設置三角錐"})
    desk.do("convert", pothole, "operator", {"reason": "需編列預算全面刨鋪"})
    petition = Case.objects.get(origin=pothole)
    assert (petition.programme, petition.contact) == ("petitions", pothole.contact)
    assert petition.due_at is not None


def test_a_crew_is_not_told_the_number_of_a_petition_it_may_not_see(
    desk: Desk, pothole: Case
) -> None:
    handling(desk, pothole)
    desk.do("make_safe", pothole, "crew", {"safety_note": "已設置三角錐"})
    desk.do("convert", pothole, "operator", {"reason": "需編列預算全面刨鋪"})
    petition = Case.objects.get(origin=pothole)
    page = desk.get(f"/service/dispatch/{pothole.number}/", "crew").content.decode()
    assert petition.number not in page and "另有 1 件相關案件" in page
    asked = desk.client("crew").get(f"/api/v1/service/dispatch/cases/{pothole.number}/timeline")
    assert petition.number not in asked.content.decode()
