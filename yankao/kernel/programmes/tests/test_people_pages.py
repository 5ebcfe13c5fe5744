"""Duties, deputies and leave, as managers and officials keep them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yankao.kernel.people.models import Duty, Leave, Unit
from yankao.kernel.programmes.stranded import ask_to_move
from yankao.kernel.tasks.models import Task
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case
from yankao.kernel.timeline import timeline

DUTIES = "/service/dispatch/settings/duties/"


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


def test_a_duty_given_on_the_page_opens_the_room(desk: Desk) -> None:
    newcomer = desk.person("duty", unit="A04000")
    Duty.objects.filter(person=newcomer).delete()
    assert desk.get("/service/dispatch/", by="duty@A04000").status_code == 404
    given = {"person": newcomer.pk, "role": "operator", "unit": desk.unit("RDEC-JSC").pk,
             "since": "2026-06-15"}  # fmt: skip
    assert desk.post(DUTIES, by="controller", data=given).status_code == 302
    assert desk.get("/service/dispatch/", by="duty@A04000").status_code == 200
    row = Duty.objects.get(person=newcomer)
    desk.post(DUTIES, by="controller", data={"end": row.pk})
    row.refresh_from_db()
    assert row.until == timezone.localdate()
    log = desk.client("controller").get("/api/v1/service/dispatch/duties/log").json()
    assert [(one["what"], one["person"], one["by"]) for one in log] == [
        ("結束職務", newcomer.name, "測試controller"),
        ("指派職務", newcomer.name, "測試controller"),
    ]
    assert "職務異動紀錄" in desk.get(DUTIES, by="controller").content.decode()
    assert timeline.broken(f"person:{newcomer.pk}") == []


def test_only_managers_give_duties(desk: Desk) -> None:
    assert desk.get(DUTIES, by="operator").status_code == 404
    assert desk.get(DUTIES, by="controller").status_code == 200


def test_nobody_gives_a_duty_to_themselves(desk: Desk) -> None:
    manager = desk.person("controller")
    own = {"person": manager.pk, "role": "operator", "unit": manager.unit_id, "since": "2026-06-15"}
    answer = desk.post(DUTIES, by="controller", data=own)
    assert answer.status_code == 422 and "另一位管理人員" in answer.content.decode()
    assert desk.post("/api/v1/service/dispatch/duties", "controller", own).status_code == 422
    assert {duty.role for duty in manager.duties.all()} == {"controller"}


def test_a_deputy_acts_only_while_the_official_is_away(desk: Desk) -> None:
    case = sample_case(desk)
    unit = desk.unit("B01000").pk
    desk.do("notify", case, "operator", {"unit": unit, "phone_notice_to": "李值勤"})
    official, deputy = desk.person("duty"), desk.person("crew")
    Duty.objects.filter(person=deputy).delete()
    duty = Duty.objects.get(person=official)
    desk.post("/desk/me/", by="duty", data={"duty": duty.pk, "deputy": deputy.pk})
    assert desk.offers(case, "crew") == set()
    desk.post(
        "/desk/me/", by="duty", data={"since": "2026-06-15T09:00", "until": "2026-06-16T18:00"}
    )
    assert "accept" in desk.offers(case, "crew")
    (named,) = timeline.entries(f"person:{official.pk}")
    assert (named.verb, named.data["deputy"]) == ("deputy_named", deputy.name)
    assert "測試duty" in desk.get("/desk/me/", by="crew").content.decode()
    desk.wait(timedelta(days=2))
    assert desk.offers(case, "crew") == set()
    assert Leave.objects.count() == 1


def test_leave_that_ends_before_it_begins_is_refused_in_words(desk: Desk) -> None:
    answer = desk.post(
        "/desk/me/", by="duty", data={"since": "2026-06-16T09:00", "until": "2026-06-15T09:00"}
    )
    assert answer.status_code == 422
    assert "晚於" in answer.content.decode()


@pytest.fixture
def reorganised(desk: Desk) -> Unit:
    """養工處 ended this morning and another follows; its duty officer still stands there."""
    desk.person("duty")
    old = desk.unit("B01000")
    old.valid_to = timezone.localdate()
    old.save()
    new = Unit.objects.create(
        code="B01000", name="高雄市政府道路養護處", short_name="道路養護處", level=old.level,
        valid_from=timezone.localdate(),
    )  # fmt: skip
    new.place_under(old.parent)
    Unit.objects.filter(pk=old.pk).update(successor=new)
    return new


def test_after_a_reorganisation_managers_are_asked_once_to_move_the_duties(
    desk: Desk, reorganised: Unit
) -> None:
    desk.person("controller", unit="RDEC-JSC")
    ask_to_move()
    ask_to_move()
    (task,) = Task.objects.all()
    by = "controller@RDEC-JSC"
    assert "改列裁撤單位的職務 1 項" in desk.get("/desk/?tab=tasks", by=by).content.decode()
    assert "職務所屬單位已裁撤" in desk.get(DUTIES, by=by).content.decode()
    assert desk.post(DUTIES, by="operator", data={"move": "all"}).status_code == 404
    official = desk.person("duty")
    old = Duty.objects.get(person=official)
    desk.post(DUTIES, by=by, data={"move": old.pk})
    old.refresh_from_db()
    assert old.until == timezone.localdate()
    assert official.duties_at()[0].unit == reorganised
    assert "職務所屬單位已裁撤" not in desk.get(DUTIES, by=by).content.decode()
    task.refresh_from_db()
    assert task.done_at is not None
    ask_to_move()
    assert Task.objects.count() == 1


def test_a_program_moves_them_all_and_what_nobody_follows_stays(
    desk: Desk, reorganised: Unit
) -> None:
    api = "/api/v1/service/dispatch/duties/stranded"
    desk.person("controller", unit="RDEC-JSC")
    lost = desk.person("duty", unit="A04000")
    Unit.objects.filter(code="A04000").update(valid_to=timezone.localdate())
    by = "controller@RDEC-JSC"
    seen = {row["unit"]: row["successor"] for row in desk.get(api, by=by).json()}
    assert seen == {"A04000": None, "B01000": "B01000"}
    moved = desk.post(f"{api}/move", by=by).json()
    assert [row["person"] for row in moved] == [desk.person("duty").username]
    assert [row["person"] for row in desk.get(api, by=by).json()] == [lost.username]
    assert "無承接單位" in desk.get(DUTIES, by=by).content.decode()
    assert desk.post(f"{api}/move", by="operator").status_code == 404


def test_nobody_holds_a_moved_duty_twice(desk: Desk, reorganised: Unit) -> None:
    official = desk.person("duty")
    Duty.objects.create(
        person=official, programme="dispatch", role="duty", unit=reorganised, since=date(2026, 6, 1)
    )
    desk.person("controller", unit="RDEC-JSC")
    desk.post(DUTIES, by="controller@RDEC-JSC", data={"move": "all"})
    assert [duty.unit for duty in official.duties_at()] == [reorganised]
