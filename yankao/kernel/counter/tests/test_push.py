"""A browser asks to be told of its case, chooses what it hears of, is forgotten when it goes."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.counter import following, jobs
from yankao.kernel.counter.models import Follow
from yankao.kernel.notices.models import Muted, Notice, PushAddress
from yankao.kernel.people.models import Contact
from yankao.kernel.testing.desk import Desk

from .conftest import Citizen
from .test_following import notified

SAID = {"endpoint": "https://push.example/send/1", "keys": {"p256dh": "B" * 87, "auth": "a" * 22}}


@pytest.fixture(autouse=True)
def _key(settings, tmp_path) -> None:
    settings.PUSH_KEY_FILE = str(tmp_path / "push.pem")
    settings.PUSH_SERVICES = ["push.example"]


def subscribe(client: Client, case: Case, **more: object):
    told = json.dumps({**SAID, "number": case.number, **more})
    return client.post("/app/push/", told, content_type="application/json")


def test_news_of_the_case_goes_to_the_browser_until_it_says_no(citizen: Citizen, desk: Desk):
    case = citizen.receipt()[0]
    client = citizen.client
    assert 'aria-pressed="false"' in client.get(f"/progress/{case.number}/").content.decode()
    for _press in range(2):
        assert subscribe(client, case).status_code == 200
    assert PushAddress.objects.count() == Follow.objects.count() == 1
    assert 'aria-pressed="true"' in client.get(f"/progress/{case.number}/").content.decode()
    notified(desk, case)
    case.refresh_from_db()
    jobs.tell_of(case.pk, case.state, case.last_entry.at.isoformat())
    assert Notice.objects.filter(letter="followed", channel="push").count() == 1
    assert client.post("/app/push/off/").json() == {"told": False}
    assert not PushAddress.objects.exists() and not Follow.objects.exists()
    assert Contact.objects.filter(erased_at__isnull=False).exists()


def test_a_browser_that_went_away_is_forgotten_after_a_month(citizen: Citizen, desk: Desk):
    case = citizen.receipt()[0]
    subscribe(citizen.client, case)
    PushAddress.objects.update(gone_at=timezone.now())
    following.forget_gone()
    assert PushAddress.objects.exists()
    desk.wait(timedelta(days=31))
    following.forget_gone()
    assert not PushAddress.objects.exists() and not Follow.objects.exists()


def test_only_of_cases_the_browser_may_see_and_only_what_a_browser_says(citizen: Citizen):
    case = citizen.receipt()[0]
    assert subscribe(Client(), case).status_code == 404
    elsewhere = [
        "http://push.example/",
        "https://10.0.0.1/",
        "https://evilpush.example/",
        "https://[",
    ]
    wrongs = [{"endpoint": one} for one in elsewhere]
    for wrong in (*wrongs, {"keys": {}}, {"keys": None}, {"number": 1}):
        assert subscribe(citizen.client, case, **wrong).status_code in (400, 404)
    answer = citizen.client.post("/app/push/", b"\xff", content_type="application/json")
    assert answer.status_code == 400
    Case.objects.filter(pk=case.pk).update(confidential=True)
    assert subscribe(citizen.client, case).status_code == 404
    assert "data-push" not in citizen.client.get(f"/progress/{case.number}/").content.decode()


def test_what_is_not_wanted_is_not_sent_by_that_way(citizen: Citizen):
    case = citizen.receipt()[0]
    subscribe(citizen.client, case)
    shown = citizen.client.get("/app/notices/").content.decode()
    assert "這台裝置" in shown and case.contact and case.contact.phone not in shown
    assert "還不知道您的案件" in Client().get("/app/notices/").content.decode()
    wants = [one.split('"')[0] for one in shown.split('value="')[1:] if one[:4] == "case"]
    citizen.client.post("/app/notices/", {"wants": wants})
    kept = set(Muted.objects.values_list("topic", flat=True))
    assert kept == {"booking", "follow"}
    assert shown.count(" checked") == 3 * len(wants)
