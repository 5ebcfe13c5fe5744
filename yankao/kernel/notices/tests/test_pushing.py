"""Web Push: what leaves the house can be read by that browser alone, and signed by us."""

import json
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode

import http_ece
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from yankao.kernel.notices import pushing, standard
from yankao.kernel.notices.addresses import reach_of
from yankao.kernel.notices.letters import Channel, Topic
from yankao.kernel.notices.models import Muted, PushAddress, State
from yankao.kernel.notices.posting import post
from yankao.kernel.notices.sending import deliver

from .conftest import NOON


def plain(found: bytes) -> str:
    return urlsafe_b64encode(found).rstrip(b"=").decode()


class Browser:
    """The receiving end, with another program's decryption."""

    def __init__(self) -> None:
        self.private, self.secret = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        point = self.private.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        self.key = plain(point)

    def read(self, body: bytes) -> dict[str, str]:
        told = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.secret, version="aes128gcm"
        )
        return json.loads(told)


@pytest.fixture
def pushed(settings, tmp_path, citizen, gateway):
    """A browser of the citizen's at a push service that answers as it is told."""
    settings.PUSH_KEY_FILE = str(tmp_path / "push.pem")
    settings.DEFAULT_FROM_EMAIL = "city@example.tw"

    def start(*answers):
        listener, browser = gateway(*answers), Browser()
        row = PushAddress.objects.create(
            contact=citizen, endpoint=f"{listener.address}/send/abc", key=browser.key,
            secret=plain(browser.secret), at=NOON,
        )  # fmt: skip
        return listener, browser, row

    return start


def write(case, citizen):
    found = post(standard.PROGRESS, citizen, key="p1", at=NOON, case=case)
    return next(notice for notice in found if notice.channel == Channel.PUSH)


def sent(notice):
    deliver(notice.pk)
    notice.refresh_from_db()
    return notice


def test_only_that_browser_can_read_it_and_the_service_knows_who_sends(case, citizen, pushed):
    listener, browser, _row = pushed(201)
    assert sent(write(case, citizen)).state == State.SENT
    path, headers, content = listener.heard[0]
    body = content["body"]
    told = browser.read(body)
    assert case.number.encode() not in body and path == "/send/abc"
    assert case.number in told["title"] + told["body"] and told["url"].startswith("http")
    assert "http" not in told["body"], "the address is what a press opens"
    token, key = headers["Authorization"].removeprefix("vapid t=").split(", k=")
    assert key == pushing.public_key()
    point = urlsafe_b64decode(key + "=")
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    claims = jwt.decode(token, known, algorithms=["ES256"], options={"verify_aud": False})
    assert claims["sub"] == "mailto:city@example.tw" and headers["Ttl"] == str(pushing.KEPT)


@pytest.mark.parametrize("code", [404, 410])
def test_a_browser_that_is_gone_is_not_asked_again(case, citizen, pushed, code):
    _listener, _browser, row = pushed(code)
    assert sent(write(case, citizen)).state == State.REFUSED
    row.refresh_from_db()
    assert row.gone_at == NOON
    again = post(standard.PROGRESS, citizen, key="p2", at=NOON, case=case)
    assert Channel.PUSH not in {notice.channel for notice in again}


def test_a_service_that_is_busy_is_asked_later(case, citizen, pushed):
    pushed(429)
    assert sent(write(case, citizen)).state == State.WAITING


def test_the_key_is_made_once_and_read_by_its_owner_alone(settings, tmp_path):
    path = tmp_path / "keys" / "push.pem"
    first = pushing.keys(str(path))
    pushing.keys.cache_clear()
    assert pushing.keys(str(path)) == first and path.stat().st_mode & 0o77 == 0
    settings.PUSH_KEY_FILE = ""
    assert pushing.public_key() == ""


def test_who_does_not_want_to_hear_of_a_topic_is_not_told_by_that_way(case, citizen, pushed):
    pushed(201)
    Muted.objects.create(reach=reach_of("MING@example.org "), topic=Topic.CASE)
    found = post(standard.PROGRESS, citizen, key="p3", at=NOON, case=case)
    assert {notice.channel for notice in found} == {Channel.PUSH}
    found = post(standard.CONFIRM, citizen, key="p4", at=NOON, case=case)
    assert Channel.EMAIL in {notice.channel for notice in found}, "what must arrive arrives"
