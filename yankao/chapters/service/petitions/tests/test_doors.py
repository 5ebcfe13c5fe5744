"""Petitions through the pages and the API: the counter, the desk, the programme interface."""

import pytest
from django.contrib.auth.models import AnonymousUser

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import registry
from yankao.kernel.testing.desk import Desk

from ..models import petition
from .opening import data as letter
from .stories import CENTRE, REPLY, assigned, at, drafted, in_progress, mail, received

URL = "/service/petitions/"
API = "/api/v1/service/petitions/"


def test_a_citizen_writes_to_the_mayor_and_gets_number_and_password(desk: Desk) -> None:
    form = desk.get("/report/petitions/")
    assert form.status_code == 200 and "市長信箱" in form.content.decode()
    sent = desk.client().post("/report/petitions/", mail(), follow=True)
    case = Case.objects.get()
    assert case.number in sent.content.decode()
    assert (case.state, case.receipt.case) == ("await_confirm", case)


def test_what_a_citizen_forgot_is_said_in_words_and_nothing_is_lost(desk: Desk) -> None:
    sent = desk.client().post("/report/petitions/", mail(contact_name="", contact_email="x"))
    assert sent.status_code == 422
    assert "紅21公車" in sent.content.decode()


def test_the_clerks_form_opens_a_case_and_shows_it(desk: Desk) -> None:
    at(desk, "intake", CENTRE)
    client = desk.client(f"intake@{CENTRE}")
    assert client.get(f"{URL}new/").status_code == 200
    shown = client.post(f"{URL}new/", letter(), follow=True)
    assert shown.status_code == 200 and Case.objects.get().number in shown.content.decode()


def test_a_secret_petition_leaves_the_clerks_sight_without_an_error(desk: Desk) -> None:
    at(desk, "intake", CENTRE)
    shown = desk.client(f"intake@{CENTRE}").post(
        f"{URL}new/", letter(confidentiality="secret"), follow=True
    )
    assert shown.status_code == 200


@pytest.mark.parametrize(
    ("role", "unit", "actions"),
    [
        ("dispatcher", CENTRE, {"split", "withdraw", "correct", "propose_transfer"}),
        ("officer", "B01000", {"draft", "co_handle", "ask_supplement", "request_extension"}),
        ("window", "B01000", {"designate"}),
    ],
)
def test_every_dialog_on_offer_can_be_opened(
    desk: Desk, role: str, unit: str, actions: set[str]
) -> None:
    case = in_progress(desk, received(desk))
    person = at(desk, role, unit)
    assert actions <= desk.offers(case, person)
    client = desk.client(role if unit == "B01000" else f"{role}@{unit}")
    assert client.get(f"{URL}{case.number}/").status_code == 200
    for name in desk.offers(case, person):
        assert client.get(f"{URL}{case.number}/do/{name}/").status_code == 200, name


def test_the_api_asks_what_the_page_asks(desk: Desk) -> None:
    case = in_progress(desk, received(desk))
    url = f"{API}cases/{case.number}/draft"
    body = {"text": "已轉請交通局。", "basis": "", "closure": "adopted"}
    assert desk.post(url, by="officer", data=body).status_code == 422
    answer = desk.post(url, by="officer", data={**body, "text": REPLY})
    assert answer.status_code == 200, answer.content.decode()
    case.refresh_from_db()
    assert case.state == "reply_draft"


def test_the_waiting_list_holds_only_what_this_person_is_expected_to_move(desk: Desk) -> None:
    from yankao.kernel.programmes.waiting import for_person

    case, dispatcher = received(desk), at(desk, "dispatcher", CENTRE)
    assert list(for_person(dispatcher)) == [case]
    assigned(desk, case)
    assert list(for_person(at(desk, "dispatcher", CENTRE))) == []
    assert list(for_person(at(desk, "window"))) == [case]
    desk.do("accept", case, at(desk, "window"), {"officer": at(desk, "officer").pk})
    assert list(for_person(at(desk, "officer"))) == [case]
    assert list(for_person(at(desk, "approver"))) == []
    drafted(desk, case)
    assert list(for_person(at(desk, "approver"))) == [case]


def test_a_stranger_finds_nothing_here(desk: Desk) -> None:
    case = in_progress(desk, received(desk, proxy_name="林代理", power_of_attorney="on"))
    stranger = desk.person("operator", "A03000", programme="dispatch")
    assert not isinstance(stranger, AnonymousUser)
    client = desk.client("operator@A03000")
    for path in ("", "reply/", "do/draft/"):
        assert client.get(f"{URL}{case.number}/{path}").status_code == 404
    assert client.post(f"{URL}{case.number}/proxy/", {"reason": "好奇"}).status_code == 404
    assert desk.get(f"{URL}{case.number}/reply/").status_code == 302


def test_looking_at_the_proxy_leaves_its_reason_behind(desk: Desk) -> None:
    case = in_progress(desk, received(desk, proxy_name="林代理", power_of_attorney="on"))
    url = f"{URL}{case.number}/proxy/"
    client = desk.client("officer")
    assert client.post(url, {"reason": ""}).status_code == 404
    assert "林代理" in client.post(url, {"reason": "電話確認"}).content.decode()
    case.refresh_from_db()
    assert case.last_entry is not None and case.last_entry.reason == "電話確認"


def test_the_declaration_holds_together(desk: Desk) -> None:
    found = registry.get("petitions")
    assert found.workflow.unreachable() == set() and found.workflow.stuck() == set()
    roles = set(found.workflow.roles)
    assert {post.role for post in found.demo_posts} <= roles
    assert petition(received(desk)).kind == "administrative_interest"


def test_the_demo_city_has_petitions_at_every_stage(desk: Desk) -> None:
    from random import Random

    from django.utils import timezone

    from yankao.kernel.testing import accounts

    from ..sample import live

    accounts.enter()
    live(Random(112), timezone.now())
    states = set(Case.objects.values_list("state", flat=True))
    assert {"await_confirm", "registered", "in_progress", "replied"} <= states
    assert timezone.now() >= max(Case.objects.values_list("last_entry__at", flat=True))
