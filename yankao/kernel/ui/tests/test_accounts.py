"""Signing in as officials do: password, second step, passkey page; in our look, in Chinese."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.contrib.auth import get_user_model
from django.test import Client

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP" * 2
PHRASE = "a long enough phrase"


@pytest.fixture
def person(specimens):
    return get_user_model().objects.create_user(username="wang", password=PHRASE, name="王小明")


def sign_in(client: Client, phrase: str = PHRASE):
    return client.post("/accounts/login/", {"login": "wang", "password": phrase})


def test_a_wrong_password_is_told_and_the_name_kept(person):
    answer = sign_in(Client(), "wrong").content.decode()
    assert "請修正以下項目" in answer and 'value="wang"' in answer


def test_the_second_step_asks_for_the_code_and_lets_in(person):
    TOTP.activate(person, SECRET)
    client = Client()
    answer = sign_in(client)
    assert answer.url == "/accounts/2fa/authenticate/"
    asked = client.get(answer.url).content.decode()
    assert asked.count("<h1") == 1 and 'id="webauthn_form"' in asked and "使用安全金鑰" in asked
    code = format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))
    assert client.post(answer.url, {"code": code}).url == "/desk/"


def test_keys_are_listed_and_can_be_added(person):
    client = Client()
    sign_in(client)
    assert "尚未加入任何金鑰" in client.get("/accounts/2fa/webauthn/").content.decode()
    asked = client.get("/accounts/2fa/webauthn/add/")
    adding = client.post(asked.url, {"password": PHRASE}, follow=True).content.decode()
    assert 'id="mfa_webauthn_add"' in adding and "data-allauth-onload" in adding
