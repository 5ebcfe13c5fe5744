"""Me too, follow, my cases: counted once, told after a second yes, stopped by one press."""

import re
from datetime import timedelta

import pytest

from yankao.kernel.cases.models import Case
from yankao.kernel.counter import jobs, newsletters
from yankao.kernel.counter.models import Follow
from yankao.kernel.notices.models import Notice
from yankao.kernel.people.models import Contact
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline.timeline import entries

from .conftest import Citizen

AMY, BEN = "amy@example.tw", "ben@example.tw"


def page(case: Case) -> str:
    return f"/map/{case.number}/"


def me_too(case: Case, reach: str = "", who: Citizen | None = None):
    return (who or Citizen()).post(f"{page(case)}affected/", {"reach": reach})


def link_in(letter: str, fact: str = "link") -> str:
    notice = Notice.objects.filter(letter=letter).latest("pk")
    return re.sub(r"^https?://[^/]+", "", str(notice.facts[fact]))


def confirmed(case: Case, reach: str) -> Follow:
    me_too(case, reach)
    assert Citizen().post(link_in("confirm_follow")).status_code == 302
    return Follow.objects.get(case=case, confirmed_at__isnull=False, contact__email=reach)


def run_jobs(case: Case) -> None:
    """What the worker does with the last move."""
    case.refresh_from_db()
    jobs.tell_of(case.pk, case.state, case.last_entry.at.isoformat())


@pytest.fixture
def hole(citizen: Citizen) -> Case:
    return citizen.receipt()[0]


def notified(desk: Desk, case: Case) -> Case:
    unit = desk.unit("B01000").pk
    return desk.do("notify", case, "operator", {"unit": unit, "phone_notice_to": "李值勤"})


def test_being_affected_counts_once_and_is_seen_by_officials(hole, desk: Desk) -> None:
    who = Citizen()
    for _press in range(2):
        assert me_too(hole, who=who).status_code == 302
    me_too(hole)
    hole.refresh_from_db()
    assert hole.affected == 2
    assert "已有 2 人" in Citizen().get(page(hole)).content.decode()
    room = desk.get(f"/service/dispatch/{hole.number}/", by="operator").content.decode()
    assert "2 人" in room
    listed = desk.get("/service/dispatch/?col=number&col=affected", by="operator")
    assert "也受影響人數" in listed.content.decode()


def test_an_address_is_counted_once_and_written_to_once_a_day(hole) -> None:
    for _press in range(3):
        me_too(hole, AMY)
    hole.refresh_from_db()
    assert (hole.affected, Follow.objects.count(), Contact.objects.filter(email=AMY).count()) == (
        1, 1, 1,
    )  # fmt: skip
    assert Notice.objects.filter(letter="confirm_follow").count() == 1


def test_nobody_is_told_before_a_second_yes(hole, desk: Desk) -> None:
    me_too(hole, AMY)
    notified(desk, hole)
    run_jobs(hole)
    assert not Notice.objects.filter(letter="followed").exists()
    link = link_in("confirm_follow")
    assert Citizen().get(link).status_code == 200
    assert not Follow.objects.exclude(confirmed_at=None).exists()
    Citizen().post(link)
    desk.do("accept", hole, "duty")
    run_jobs(hole)
    run_jobs(hole)
    letters = Notice.objects.filter(letter="followed")
    assert [one.case for one in letters] == [hole]
    assert "處理中" in letters[0].body and hole.number in letters[0].subject


def test_no_letter_says_who_reported(hole, desk: Desk) -> None:
    confirmed(hole, AMY)
    notified(desk, hole)
    run_jobs(hole)
    body = Notice.objects.get(letter="followed").body
    assert "0912" not in body and "12號" not in body and "大坑洞" not in body


def test_merged_reports_add_up_and_their_followers_hear_of_the_main_case(hole, desk: Desk) -> None:
    other = Citizen().receipt()[0]
    confirmed(other, AMY)
    me_too(hole)
    desk.do("merge", other, "operator", {"into": hole.number})
    hole.refresh_from_db()
    assert hole.affected == 3  # one pressed here, one reported there, one pressed there
    notified(desk, hole)
    run_jobs(hole)
    assert Notice.objects.filter(letter="followed", contact__email=AMY, case=hole).exists()


def test_one_press_stops_everything_and_forgets_the_address(hole) -> None:
    row = confirmed(hole, AMY)
    Citizen().post("/follow/", {"district": hole.district.code, "reach": AMY})
    Citizen().post(link_in("confirm_follow"))
    address = newsletters.following.address("yankao.counter.follow.list", row.contact_id)
    listed = re.sub(r"^https?://[^/]+", "", address)
    shown = Citizen().get(listed).content.decode()
    assert hole.number in shown and str(hole.district) in shown
    Citizen().post(listed, {"stop": str(row.pk)})
    assert str(hole.district) in Citizen().get(listed).content.decode()
    Citizen().post(listed, {"stop": "all"})
    hole.refresh_from_db()
    assert hole.affected == 1 and not Contact.objects.filter(email=AMY).exists()
    assert Citizen().get(f"{listed}x").status_code == 404


def test_a_mailbox_is_not_flooded(hole, desk: Desk, frozen) -> None:
    cases = [hole, *(Citizen().receipt(address=f"三民區建國三路{n}號")[0] for n in range(20, 26))]
    for case in cases:
        confirmed(case, AMY)
        frozen.shift(timedelta(seconds=1))
    for case in cases:
        notified(desk, case)
        run_jobs(case)
    assert Notice.objects.filter(letter="followed").count() == 5
    frozen.shift(timedelta(hours=8))
    jobs.digest(0)
    jobs.digest(0)
    digest = Notice.objects.get(letter="follow_digest")
    assert cases[-1].number in digest.body and digest.subject.startswith("您追蹤的 2 則")


def test_an_area_is_followed_by_a_letter_a_day(hole, frozen) -> None:
    Citizen().post("/follow/", {"number": hole.number, "metres": "500", "reach": BEN})
    Citizen().post(link_in("confirm_follow"))
    frozen.shift(timedelta(hours=1))
    near, far = Citizen().receipt()[0], Citizen().receipt(lng="120.3500", lat="22.6300")[0]
    jobs.digest(0)
    digest = Notice.objects.get(letter="follow_digest")
    assert near.number in digest.body and far.number not in digest.body
    assert hole.number not in digest.body
    frozen.shift(timedelta(days=1))
    jobs.digest(0)
    assert Notice.objects.filter(letter="follow_digest").count() == 1


def test_an_address_nobody_confirmed_is_forgotten(hole, frozen) -> None:
    me_too(hole, AMY)
    frozen.shift(timedelta(days=4))
    jobs.forget(0)
    hole.refresh_from_db()
    assert hole.affected == 1 and not Contact.objects.filter(email=AMY).exists()


def test_too_many_presses_from_one_place_are_refused(hole) -> None:
    for _press in range(30):
        assert me_too(hole).status_code == 302
    assert me_too(hole).status_code == 429
    assert me_too(hole, "不是信箱").status_code == 422


def test_all_my_cases_by_a_link_to_my_address(citizen: Citizen, desk: Desk) -> None:
    case = citizen.receipt(contact_email=AMY)[0]
    other = Citizen().receipt(contact_email=BEN)[0]
    me = Citizen()
    for asked in (AMY, "nobody@example.tw"):
        assert "若這個信箱通報過" in me.post("/progress/mine/", {"email": asked}).content.decode()
        jobs.send_my_cases(asked)
    assert Notice.objects.filter(letter="my_cases").count() == 1
    link = link_in("my_cases")
    assert me.get(link).status_code == 200
    assert case.number not in me.get("/progress/").content.decode()
    me.post(link)
    shown = me.get("/progress/").content.decode()
    assert case.number in shown and other.number not in shown
    assert [one.verb for one in entries(case.subject)][-1] == "signed_in"
    for _again in range(2):
        me.post("/progress/mine/", {"email": AMY})
    assert me.post("/progress/mine/", {"email": AMY}).status_code == 429


def test_the_link_lives_half_an_hour(citizen: Citizen, frozen) -> None:
    citizen.receipt(contact_email=AMY)
    jobs.send_my_cases(AMY)
    frozen.shift(timedelta(minutes=31))
    assert Citizen().post(link_in("my_cases")).status_code == 404


def test_programs_say_the_same(hole, desk: Desk) -> None:
    where = f"/api/v1/counter/map/{hole.number}/affected"
    assert desk.post(where, data={"reach": AMY}).json() == {"affected": 1}
    assert desk.post(where, data={"reach": ""}).status_code == 422
    asked = {"reach": BEN, "district": hole.district.code}
    assert desk.post("/api/v1/counter/follow", data=asked).status_code == 202
    assert desk.post("/api/v1/counter/follow", data={"reach": BEN}).status_code == 404
    assert desk.post("/api/v1/counter/mine", data={"email": AMY}).status_code == 202
