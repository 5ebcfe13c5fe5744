"""How officials get in, how long they stay in, and what ends it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from yankao.kernel.people.models import Person
from yankao.kernel.testing.desk import MONDAY

pytestmark = pytest.mark.django_db
PHRASE, OTHER = "correct horse battery", "another staple entirely"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def person(settings: object, clock: object) -> Person:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "yankao.kernel.people.sessions.watched"]  # type: ignore[attr-defined]
    return Person.objects.create_user("lin", PHRASE, name="林承辦")


@pytest.fixture
def client(person: Person) -> Client:
    signed_in = Client()
    answer = signed_in.post("/accounts/login/", {"login": "lin", "password": PHRASE})
    assert answer.status_code == 302
    return signed_in


def inside(client: Client) -> bool:
    answer = client.get("/desk/")
    assert answer.status_code in (200, 302)
    return answer.status_code == 200


@pytest.mark.parametrize(
    "word", ["kaohsiung1999", "Yankao-RDEC-1999", "高雄市政府研考1999", "password1234"]
)
def test_house_words_are_no_password(word: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(word)
    validate_password(PHRASE)


def test_a_password_is_changed_with_the_present_one(client: Client, person: Person) -> None:
    asked = {"oldpassword": OTHER, "password1": OTHER, "password2": OTHER}
    client.post("/accounts/password/change/", asked)
    person.refresh_from_db()
    assert person.check_password(PHRASE)
    client.post("/accounts/password/change/", {**asked, "oldpassword": PHRASE})
    person.refresh_from_db()
    assert person.check_password(OTHER)


def test_a_changed_password_ends_the_other_sign_ins(client: Client, person: Person) -> None:
    assert inside(client)
    person.set_password(OTHER)
    person.save()
    assert not inside(client)


def test_an_unused_sign_in_ends_after_an_hour(
    client: Client, clock: time_machine.Traveller
) -> None:
    for _ in range(3):
        clock.shift(timedelta(minutes=50))
        assert inside(client)
    clock.shift(timedelta(minutes=61))
    assert not inside(client)
    assert "_auth_user_id" not in client.session


def test_a_sign_in_ends_after_a_day_of_work_whatever_happens(
    client: Client, clock: time_machine.Traveller
) -> None:
    for _ in range(10):
        clock.shift(timedelta(minutes=50))
        assert inside(client)
    clock.shift(timedelta(minutes=50))
    assert not inside(client)


def test_who_left_is_out_at_once(client: Client, person: Person) -> None:
    assert inside(client)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    assert not inside(client)


def test_without_a_second_factor_an_official_sees_nothing(
    client: Client, person: Person, settings: object
) -> None:
    settings.SECOND_FACTOR = "required"  # type: ignore[attr-defined]
    answer = client.get("/desk/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/2fa/")
    assert client.get("/accounts/2fa/").status_code == 200
    Authenticator.objects.create(user=person, type="totp", data={"secret": "x"})
    assert inside(client)


def test_nothing_an_official_read_stays_in_the_browser(client: Client) -> None:
    assert "no-store" in client.get("/desk/")["Cache-Control"]
    answer = client.post("/accounts/logout/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not inside(client)


def test_weaknesses_can_be_reported(settings: object) -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@city.example"  # type: ignore[attr-defined]
    told = Client().get("/.well-known/security.txt")
    assert told["Content-Type"] == "text/plain; charset=utf-8"
    assert "Contact: mailto:security@city.example" in told.content.decode()
    assert "Expires: " in told.content.decode()
