"""An official is entered, sets a password, works, leaves; nobody takes an account over alone."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.programmes import registry
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline import timeline

LIST = "/desk/officials/"
STRONG = "Tang-Shui-Qing-Yuan-88"


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


def facts(desk: Desk, **more: object) -> dict[str, object]:
    return {"username": "wu.meihua", "name": "吳美華", "unit": desk.unit("B01000").pk,
            "email": "wu@example.gov.tw", "phone": "07-3368333", **more}  # fmt: skip


def path_in(text: str) -> str:
    found = re.search(r"https?://[^/]+(/accounts/password/reset/key/[^\s<\"]+)", text)
    assert found, text
    return found[1]


def set_password(path: str, words: str = STRONG) -> Client:
    """As the owner does, in a browser that knows nobody."""
    client = Client()
    form = client.get(path, follow=True)
    assert form.status_code == 200
    told = {"password1": words, "password2": words}
    assert client.post(form.redirect_chain[-1][0], told).status_code == 302
    return client


def test_a_new_official_sets_a_password_and_works_once_there_is_a_duty(desk: Desk) -> None:
    page = desk.post(f"{LIST}new/", "controller", facts(desk)).content.decode()
    person = Person.objects.get(username="wu.meihua")
    assert not person.has_usable_password()
    path = path_in(page)
    client = set_password(path)
    assert Client().get(path).status_code == 200  # used up: it leads to no form any more
    entered = client.post("/accounts/login/", {"login": "wu.meihua", "password": STRONG})
    assert entered.status_code == 302
    assert client.get("/service/dispatch/").status_code == 404
    told = {"person": person.pk, "role": "duty", "unit": person.unit_id, "since": "2026-06-15"}
    assert desk.post("/service/dispatch/settings/duties/", "controller", told).status_code == 302
    assert client.get("/service/dispatch/").status_code == 200
    verbs = [entry.verb for entry in timeline.entries(f"person:{person.pk}")]
    assert verbs == ["official_entered", "sign_in_link", "duty_given"]
    assert timeline.broken(f"person:{person.pk}") == []
    seen = desk.get(f"{LIST}{person.pk}/", "controller").content.decode()
    assert "產生設定密碼連結" in seen and "派工通報 · 機關值勤窗口" in seen and path not in seen


def test_whoever_leaves_is_out_at_once_and_their_open_cases_are_told(desk: Desk) -> None:
    gone = desk.person("duty")
    theirs = desk.client("duty")
    assert theirs.get("/desk/").status_code == 200
    answer = desk.client("controller").post(f"{LIST}{gone.pk}/", {"leave": "1"}, follow=True)
    assert "已停用" in answer.content.decode()
    assert theirs.get("/desk/").status_code == 302
    assert not Duty.objects.in_force(timezone.now()).filter(person=gone).exists()
    listed = desk.get(LIST, "controller", q=gone.username).content.decode()
    assert f"{LIST}{gone.pk}/" not in listed
    assert f"{LIST}{gone.pk}/" in desk.get(LIST, "controller", left="on").content.decode()
    desk.post(f"{LIST}{gone.pk}/", "controller", {"back": "1"})
    gone.refresh_from_db()
    assert gone.is_active and gone.duties_at() == []


def test_nobody_takes_over_an_account_alone(desk: Desk) -> None:
    owner = desk.person("operator")
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "x"})
    address, (one, other) = f"{LIST}{owner.pk}/", managers(desk)
    assert "/accounts/password/reset/key/" in one.post(address, {"link": "1"}).content.decode()
    refused = one.post(address, {"clear": "1"}, follow=True).content.decode()
    assert "兩位管理人員" in refused and Authenticator.objects.filter(user=owner).exists()
    other.post(address, {"clear": "1"})
    assert not Authenticator.objects.filter(user=owner).exists()
    assert "兩位管理人員" in other.post(address, {"link": "1"}, follow=True).content.decode()
    own = f"{LIST}{Person.objects.get(username__startswith='controller').pk}/"
    assert "自己" in one.post(own, {"leave": "1"}, follow=True).content.decode()


def managers(desk: Desk) -> tuple[Client, Client]:
    """Two of them, in different rooms."""
    other = desk.client("other")
    Duty.objects.create(person=Person.objects.get(username__startswith="other"), role="controller",
                        programme="petitions", unit=desk.unit("B01000"))  # fmt: skip
    return desk.client("controller"), other


def locked(owner: Person) -> bool:
    return Authenticator.objects.filter(user=owner).exists()


def test_whoever_gave_the_address_never_clears_the_factors(desk: Desk) -> None:
    one, other = managers(desk)
    one.post(f"{LIST}new/", facts(desk))
    owner = Person.objects.get(username="wu.meihua")
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "x"})
    desk.wait(timedelta(hours=1))
    Person.objects.filter(pk=owner.pk).update(last_login=timezone.now())
    address = f"{LIST}{owner.pk}/"
    desk.wait(timedelta(hours=1))
    assert "另一位管理人員" in one.post(address, {"clear": "1"}, follow=True).content.decode()
    assert locked(owner)
    changed = other.post(address, facts(desk, email="new@example.gov.tw"))
    assert changed.status_code == 302
    assert "另一位管理人員" in other.post(address, {"clear": "1"}, follow=True).content.decode()
    one.post(address, {"clear": "1"})
    assert not locked(owner)


def test_whoever_cleared_the_factors_does_not_give_an_address(desk: Desk) -> None:
    owner, (one, other) = desk.person("operator"), managers(desk)
    Authenticator.objects.create(user=owner, type="totp", data={"secret": "x"})
    address = f"{LIST}{owner.pk}/"
    one.post(address, {"clear": "1"})
    assert not locked(owner)
    mine = {"name": owner.name, "unit": owner.unit_id, "email": "mine@example.tw", "phone": ""}
    answer = one.post(address, mine)
    assert answer.status_code == 422 and "兩位管理人員" in answer.content.decode()
    api = f"/api/v1/desk/officials/{owner.pk}"
    told = {"email": "mine@example.tw"}
    assert one.post(api, told, content_type="application/json").status_code == 409
    owner.refresh_from_db()
    assert owner.email != "mine@example.tw"
    assert other.post(address, mine | {"email": "theirs@example.tw"}).status_code == 302


def test_a_duty_with_an_end_ahead_ends_too_and_saving_the_same_says_nothing(desk: Desk) -> None:
    gone = desk.person("duty")
    gone.duties.update(until=timezone.localdate() + timedelta(days=90))
    same = {"name": gone.name, "unit": gone.unit_id, "email": gone.email, "phone": gone.phone}
    assert desk.post(f"{LIST}{gone.pk}/", "controller", same).status_code == 302
    assert list(timeline.entries(f"person:{gone.pk}")) == []
    desk.post(f"{LIST}{gone.pk}/", "controller", {"leave": "1"})
    desk.post(f"{LIST}{gone.pk}/", "controller", {"back": "1"})
    gone = Person.objects.get(pk=gone.pk)
    assert gone.is_active and gone.duties_at() == []


def test_mistakes_are_told_and_what_was_typed_is_kept(desk: Desk) -> None:
    desk.post(f"{LIST}new/", "controller", facts(desk))
    again = desk.post(f"{LIST}new/", "controller", facts(desk, username="WU.MEIHUA"))
    page = again.content.decode()
    assert again.status_code == 422 and "已有人使用" in page and "另一個帳號" in page
    assert "吳美華" in page
    odd = desk.post(f"{LIST}new/", "controller", facts(desk, username="吳美華", email=""))
    assert odd.status_code == 422 and "英文字母" in odd.content.decode()


def test_those_who_manage_nothing_find_nothing(desk: Desk) -> None:
    person = desk.person("duty")
    for address in (LIST, f"{LIST}new/", f"{LIST}{person.pk}/", "/api/v1/desk/officials"):
        assert desk.get(address, "operator").status_code == 404
    assert desk.post(f"{LIST}{person.pk}/", "operator", {"link": "1"}).status_code == 404


def test_the_list_asks_as_much_for_three_as_for_thirty(
    desk: Desk, django_assert_num_queries
) -> None:
    client, counts = desk.client("controller"), []
    for more in (3, 27):
        for number in range(more):
            Person.objects.create_user(f"p{more}.{number:02d}", name="某人")
        client.get(LIST)
        with django_assert_num_queries(client_queries(client, counts)):
            client.get(LIST)
    assert counts[0] == counts[1]


def client_queries(client: Client, counts: list[int]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(LIST)
    counts.append(len(asked))
    return len(asked)


def test_the_api_does_what_the_page_does(desk: Desk) -> None:
    address = "/api/v1/desk/officials"
    made = desk.post(address, "controller", facts(desk, unit="B01000"))
    assert made.status_code == 201 and made.json()["unit"] == "B01000"
    one = f"{address}/{made.json()['id']}"
    changed = desk.post(one, "controller", {"phone": "07-1234567"})
    assert changed.json()["phone"] == "07-1234567" and changed.json()["name"] == "吳美華"
    set_password(path_in(desk.post(f"{one}/link", "controller").json()["link"]))
    assert desk.post(f"{one}/leave", "controller").json() == {"open_cases": 0}
    assert desk.post(f"{one}/link", "controller").status_code == 409
    assert desk.post(f"{one}/back", "controller").json()["is_active"]
    assert desk.post(f"{one}/clear-factors", "controller").status_code == 409
    said = [line["what"] for line in desk.get(f"{one}/log", "controller").json()]
    assert said[-1] == "建立帳號" and "停用帳號" in said
    assert [row["username"] for row in desk.get(address, "controller", q="美華").json()] == [
        "wu.meihua"
    ]


def test_a_key_is_made_by_its_owner_alone_and_ends(desk: Desk) -> None:
    owner = desk.person("operator")
    owner.set_password(STRONG)
    owner.save()
    client, keys = Client(), "/desk/me/keys/"
    assert "reauthenticate" in desk.get(keys, "operator").headers["Location"]
    client.post("/accounts/login/", {"login": owner.username, "password": STRONG})
    assert "reauthenticate" in client.get(keys).headers["Location"]
    again = client.post(f"/accounts/reauthenticate/?next={keys}", {"password": STRONG})
    assert again.headers["Location"] == keys
    late = client.post(keys, {"label": "自來水公司", "until": "2030-01-01"})
    assert late.status_code == 422 and "自來水公司" in late.content.decode()
    page = client.post(keys, {"label": "自來水公司", "until": "2026-08-01"}).content.decode()
    made = re.search(r'data-copy="([^"]+)"', page)
    assert made and made[1] not in client.get(keys).content.decode()
    asked = {"X-API-Key": made[1]}
    room = "/api/v1/service/dispatch/cases"
    assert Client().get(room, headers=asked).status_code == 200
    shown = desk.get(f"{LIST}{owner.pk}/", "controller").content.decode()
    assert "自來水公司" in shown
    desk.post(f"{LIST}{owner.pk}/", "controller", {"end_key": str(owner.api_keys.get().pk)})
    assert Client().get(room, headers=asked).status_code == 401
    client.post(keys, {"label": "再一把", "until": "2026-08-01"})
    desk.post(f"{LIST}{owner.pk}/", "controller", {"leave": "1"})
    desk.post(f"{LIST}{owner.pk}/", "controller", {"back": "1"})
    today = timezone.localdate()
    assert not owner.api_keys.filter(until__gte=today).exists()


def test_an_empty_database_becomes_a_city_with_one_command(db: None) -> None:
    said = StringIO()
    call_command("open_city", login="mayor.office", name="鄭主委", stdout=said)
    call_command("open_city", login="mayor.office", name="鄭主委", stdout=StringIO())
    set_password(path_in(said.getvalue()))
    person = Person.objects.get()
    assert Unit.objects.current().count() > 100
    assert {duty.programme for duty in person.duties_at()} >= {
        room.name for room in registry.every() if room.managers
    }
    assert len(person.duties_at()) == len({duty.programme for duty in person.duties_at()})
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    for room in registry.every():
        assert client.get(f"{room.url}settings/").status_code == 200
    assert client.get(LIST).status_code == 200
    with pytest.raises(CommandError, match="沒有代碼"):
        call_command("open_city", login="x.y", name="某", unit="NOWHERE")
