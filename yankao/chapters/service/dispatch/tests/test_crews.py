"""Crews: as many cases as a shift takes, the contractor's own only, and work without a signal."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice
from yankao.kernel.people.models import Crew
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.timeline.models import Entry

from .opening import data

ROOM = "/service/dispatch/"


@pytest.fixture
def crew(desk: Desk) -> Crew:
    made = Crew.objects.create(unit=desk.unit("B01000"), name="道路一班", capacity=1)
    made.members.add(desk.person("crew"))
    return made


@pytest.fixture
def contractor(desk: Desk) -> Crew:
    made = Crew.objects.create(unit=desk.unit("B01000"), name="甲班", firm="大港土木包工業")
    made.members.add(desk.person("contractor"))
    return made


def handled(desk: Desk, **more: object) -> Case:
    case = desk.open(data(**more), by="operator")
    unit = desk.unit("B01000")
    desk.do("notify", case, "operator", {"unit": unit.pk, "phone_notice_to": "李值勤"})
    return desk.do("accept", case, "duty")


def test_a_full_crew_takes_another_case_only_with_a_reason(desk: Desk, crew: Crew) -> None:
    desk.do("send", handled(desk), "duty", {"crew": crew.pk})
    second = handled(desk, address="三民區建國三路 99 號前")
    assert "派滿" in desk.refuses("send", second, "duty", {"crew": crew.pk})
    desk.do("send", second, "duty", {"crew": crew.pk, "reason": "颱風，全員出勤"})
    assert second.crew == crew
    told = Notice.objects.filter(case=second, letter="assigned", person=desk.person("crew"))
    assert told.exists()


def test_a_crew_that_finished_its_cases_is_full_until_the_shift_ends(
    desk: Desk, crew: Crew
) -> None:
    first = handled(desk)
    desk.do("send", first, "duty", {"crew": crew.pk})
    done = {"result": "not_found", "remedy": "現場未發現坑洞"}
    desk.do("finish", first, "crew", done)
    desk.do("close", first, "operator", {"told_by": "notice"})
    second = handled(desk, address="三民區建國三路 99 號前")
    desk.refuses("send", second, "duty", {"crew": crew.pk})
    desk.wait(timedelta(hours=12))
    assert desk.do("send", second, "duty", {"crew": crew.pk}).crew == crew


def test_another_unit_has_other_crews(desk: Desk, crew: Crew) -> None:
    case = handled(desk)
    desk.do("send", case, "duty", {"crew": crew.pk})
    water = desk.unit("B02000")
    again = {"unit": water.pk, "phone_notice_to": "劉值勤"}
    assert desk.do("redirect", case, "operator", again).crew is None
    desk.person("duty", unit="B02000")
    words = desk.refuses("send", case, desk.person("duty", unit="B02000"), {"crew": crew.pk})
    assert "班隊" in words


def test_a_contractor_sees_and_moves_only_what_its_crew_was_given(
    desk: Desk, contractor: Crew
) -> None:
    ours, theirs = handled(desk), handled(desk, address="三民區建國三路 99 號前")
    page = f"{ROOM}{ours.number}/"
    assert desk.get(page, by="contractor").status_code == 404
    desk.do("send", ours, "duty", {"crew": contractor.pk})
    shown = desk.get(page, by="contractor").content.decode()
    assert "王小明" not in shown
    assert "identity" not in shown
    assert desk.get(f"{ROOM}{theirs.number}/", by="contractor").status_code == 404
    assert desk.get(f"{ROOM}board/", by="contractor").status_code == 404
    desk.refuses("finish", theirs, "contractor", {"result": "not_found", "remedy": "沒有看到坑洞"})
    done = {"result": "not_found", "remedy": "沒有看到坑洞"}
    assert desk.do("finish", ours, "contractor", done).state == "done"


def test_the_round_lists_the_crews_cases_in_driving_order(desk: Desk, crew: Crew) -> None:
    near = handled(desk, lng=120.3021, lat=22.6391)
    desk.wait(timedelta(minutes=5))
    far = handled(desk, lng=120.3300, lat=22.6390, address="三民區建國一路 5 號前")
    for case in (near, far):
        desk.do("send", case, "duty", {"crew": crew.pk, "reason": "支援"})
    there = desk.get(f"{ROOM}round/", by="crew", **{"from": "120.3301,22.6390"}).content.decode()
    assert there.index(far.number) < there.index(near.number)
    here = desk.get(f"{ROOM}round/", by="crew").content.decode()
    assert here.index(near.number) < here.index(far.number)
    assert desk.get(f"{ROOM}round/", by="operator").status_code == 404
    pins = desk.get(f"{ROOM}round/pins.json", by="crew").json()  # type: ignore[attr-defined]
    assert [f["properties"]["title"][:2] for f in pins["features"]] == ["1.", "2."]


def send(client: Client, case: Case, key: str, observed: str) -> int:
    """What the telephone posts, again if it must."""
    form = {
        "result": "fixed", "remedy": "冷料修補完成", "photos": photo(),
        "sent_key": key, "sent_observed": observed,
    }  # fmt: skip
    return client.post(f"{ROOM}{case.number}/do/finish/", form).status_code


def test_a_finish_sent_later_counts_from_when_it_was_done_and_only_once(desk: Desk) -> None:
    case = handled(desk)
    desk.wait(timedelta(hours=3, minutes=50))
    done = timezone.now()
    desk.wait(timedelta(minutes=30))
    client = desk.client("crew")
    assert send(client, case, "k1", done.isoformat()) == 302
    case.refresh_from_db()
    assert (case.late, case.dispatch.finished_at) == (False, done)
    entry = Entry.objects.filter(subject=case.subject, verb="finish").get()
    assert "離線回報" in entry.data["notes"][0]
    desk.do("rework", case, "operator", {"lack": "not_fixed", "reason": "坑洞還在"})
    assert send(client, case, "k1", done.isoformat()) == 302
    case.refresh_from_db()
    assert case.state == "handling"
    assert Entry.objects.filter(subject=case.subject, verb="finish").count() == 1


def test_a_telephone_that_claims_too_early_a_moment_is_not_believed(desk: Desk) -> None:
    case = handled(desk)
    before = timezone.now() - timedelta(hours=1)
    desk.wait(timedelta(hours=4, minutes=10))
    assert send(desk.client("crew"), case, "k2", before.isoformat()) == 302
    case.refresh_from_db()
    assert case.late
    entry = Entry.objects.filter(subject=case.subject, verb="finish").get()
    assert "以收到時間計" in entry.data["notes"][0]


def test_nonsense_about_the_moment_is_ignored(desk: Desk) -> None:
    case = handled(desk)
    assert send(desk.client("crew"), case, "k3", "昨天下午 99:99") == 302
    case.refresh_from_db()
    assert case.state == "done"


def test_the_duty_officer_keeps_the_list_of_crews(desk: Desk) -> None:
    form = {
        "unit": desk.unit("B01000").pk, "name": "夜班", "hour_from": 20, "hour_to": 4,
        "capacity": 8, "active": "on", "members": [desk.person("crew").pk],
    }  # fmt: skip
    assert desk.post(f"{ROOM}crews/new/", by="duty", data=form).status_code == 302
    made = Crew.objects.get(name="夜班")
    since, until = made.shift(timezone.now())
    assert (until - since, made.members.count()) == (timedelta(hours=8), 1)
    assert "夜班" in desk.get(f"{ROOM}crews/", by="duty").content.decode()
    wrong = desk.post(f"{ROOM}crews/new/", by="duty", data={**form, "hour_to": 20})
    assert wrong.status_code == 422
    assert desk.get(f"{ROOM}crews/", by="crew").status_code == 404
    other = desk.unit("B02000")
    foreign = desk.post(
        f"{ROOM}crews/new/", by="duty", data={**form, "unit": other.pk, "name": "x"}
    )
    assert foreign.status_code == 422
