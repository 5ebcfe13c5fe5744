"""A citizen's program reports, follows, adds and rates with number and password alone."""

import base64

import pytest
from django.test import Client

from yankao.kernel.cases.models import Case
from yankao.kernel.counter.models import Rating
from yankao.kernel.testing.desk import Desk, photo

COUNTER = "/api/v1/counter"
HOLE = {"category": "pothole", "address": "四維三路2號", "lng": 120.3014, "lat": 22.6273,
        "description": "很深的坑洞", "contact_phone": "0912345678"}  # fmt: skip


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


def post(address: str, told: object, client: Client | None = None, **headers: str):
    http = client or Client()
    return http.post(f"{COUNTER}/{address}", told, content_type="application/json", headers=headers)


def holder(receipt: dict[str, str]) -> Client:
    word = base64.b64encode(f"{receipt['number']}:{receipt['password']}".encode()).decode()
    return Client(headers={"Authorization": f"Basic {word}"})


@pytest.mark.django_db(transaction=True)
def test_a_report_is_followed_added_to_and_rated(desk):
    made = post("report/dispatch", HOLE)
    assert made.status_code == 201, made.content.decode()
    mine = holder(made.json())
    told = mine.get(f"{COUNTER}/case").json()
    assert told["number"] == made.json()["number"] and "add" in told["actions"] and told["says"]
    parts = {"more": "旁邊還有一個", "photos": photo()}
    added = mine.post(f"{COUNTER}/case/dispatch/add", parts)
    assert added.status_code == 200, added.content.decode()
    (picture,) = added.json()["files"]
    assert mine.get(picture["url"]).getvalue()[:2] == b"\xff\xd8"
    case = Case.objects.get()
    close(desk, case)
    assert post("case/rating", {"score": 9}, mine).status_code == 422
    assert post("case/rating", {"score": 5, "comment": "很快"}, mine).status_code == 201
    assert post("case/rating", {"score": 1}, mine).status_code == 422
    assert Rating.objects.get().score == 5


def close(desk: Desk, case: Case) -> None:
    desk.do("notify", case, "operator",
            {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"})  # fmt: skip
    desk.do("accept", case, "duty")
    desk.do("finish", case, "duty", {"result": "fixed", "remedy": "冷料修補完成"},
            files={"photos": [photo(colour="green")]})  # fmt: skip
    desk.do("close", case, "operator", {"told_by": "phone"})


@pytest.mark.django_db(transaction=True)
def test_a_repeated_sending_is_one_case_and_one_receipt(desk):
    first, again = (post("report/dispatch", HOLE, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert first.json() == again.json() and Case.objects.count() == 1


def test_mistakes_are_told_by_field_and_nothing_is_kept(desk):
    refused = post("report/dispatch", HOLE | {"lng": 121.56, "lat": 25.04})
    assert refused.status_code == 422 and refused.json()["fields"]["address"]
    assert post("report/dispatch", HOLE | {"category": "dragons"}).status_code == 422
    assert post("report/nothing", HOLE).status_code == 404
    assert Case.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_wrong_password_opens_nothing_and_too_many_rest(desk):
    made = post("report/dispatch", HOLE).json()
    for _ in range(10):
        wrong = holder({"number": made["number"], "password": "WRONGWRONG"})
        assert wrong.get(f"{COUNTER}/case").status_code in (401, 429)
    assert wrong.get(f"{COUNTER}/case").status_code == 429
    assert Client().get(f"{COUNTER}/case").status_code == 401
    assert post("lost", {"number": made["number"], "contact": "0912345678"}).status_code == 202


@pytest.mark.django_db(transaction=True)
def test_everybody_may_see_what_is_open_but_never_who(desk):
    made = post("report/dispatch", HOLE).json()
    seen = Client().get(f"{COUNTER}/map").json()["rows"]
    assert [row["number"] for row in seen] == [made["number"]]
    facts = Client().get(f"{COUNTER}/map/{made['number']}")
    pins = Client().get(f"{COUNTER}/map/pins")
    for body in (facts, pins):
        assert body.status_code == 200
        assert "0912345678" not in body.content.decode() and "2號" not in body.content.decode()
    asked = {"category": "pothole", "lng": 120.3014, "lat": 22.6273}
    (alike,) = Client().get(f"{COUNTER}/doors/dispatch/similar", asked).json()
    assert alike["number"] == made["number"]
    doors = Client().get(f"{COUNTER}/doors").json()
    assert {door["programme"] for door in doors} >= {"dispatch", "petitions"}
    assert Client().get(f"{COUNTER}/places", {"q": "四維三"}).json()
