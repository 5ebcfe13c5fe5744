"""Duties, deputies and leave, as managers and officials keep them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yankao.kernel.people.models import Duty, Leave
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case

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


def test_only_managers_give_duties(desk: Desk) -> None:
    assert desk.get(DUTIES, by="operator").status_code == 404
    assert desk.get(DUTIES, by="controller").status_code == 200


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
