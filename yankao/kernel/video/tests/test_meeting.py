"""Two pages find each other: nothing is told twice, nothing is lost, nobody hears another call."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from yankao.kernel.cases.models import Case

from .. import ice, meeting
from ..meeting import Garbled, Told, exchange
from ..models import Seat, Side, Signal

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
ONE, TWO = "page-one-0001", "page-two-0001"


@pytest.fixture
def case(db: None) -> Case:
    return Case.objects.create(number="V-1", programme="nowhere", state="open", opened_at=NOON)


def says(
    tab: str, *signals: object, sits: bool = False, after: int = 0, link: str = "none"
) -> Told:
    told = [{"n": n, "kind": kind, "body": body} for n, kind, body in signals]  # type: ignore[misc]
    return Told(tab, sits, after, told, link)


def test_what_one_end_says_the_other_hears_once_and_in_order(case) -> None:
    now = timezone.now()
    exchange(case, Side.CITIZEN, says(ONE, sits=True), now)
    exchange(case, Side.OFFICIAL, says(TWO, (1, "offer", {"x": 1}), (2, "candidate", 7)), now)
    exchange(case, Side.OFFICIAL, says(TWO, (1, "offer", {"x": 1}), (3, "text", "a")), now)
    heard = exchange(case, Side.CITIZEN, says(ONE), now)
    assert [one["kind"] for one in heard.signals] == ["offer", "candidate", "text"]
    again = exchange(case, Side.CITIZEN, says(ONE, after=heard.signals[1]["id"]), now)
    assert [one["body"] for one in again.signals] == ["a"]
    assert exchange(case, Side.CITIZEN, says(ONE, after=again.signals[0]["id"]), now).signals == []
    assert not Signal.objects.exists()


def test_an_end_is_here_as_long_as_it_is_heard(case) -> None:
    now = timezone.now()
    assert not exchange(case, Side.CITIZEN, says(ONE, sits=True), now).here
    heard = exchange(case, Side.OFFICIAL, says(TWO, sits=True), now)
    assert (heard.here, heard.other) == (True, ONE)
    later = now + meeting.PATIENCE + timedelta(seconds=1)
    heard = exchange(case, Side.OFFICIAL, says(TWO), later)
    assert (heard.here, heard.other) == (False, "")
    assert meeting.last_together(case) == now
    meeting.leave(case)
    assert not Seat.objects.exists()


def test_a_new_page_takes_the_seat_and_the_old_one_is_told(case) -> None:
    now = timezone.now()
    exchange(case, Side.CITIZEN, says(ONE, (1, "text", "a"), sits=True), now)
    exchange(case, Side.OFFICIAL, says(TWO, (1, "offer", 1), sits=True), now)
    exchange(case, Side.CITIZEN, says("page-one-0002", sits=True), now)
    assert exchange(case, Side.CITIZEN, says(ONE), now).elsewhere
    assert exchange(case, Side.OFFICIAL, says(TWO), now).other == "page-one-0002"
    assert not Signal.objects.exists(), "what the old page said means nothing to anybody"


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"\xff", b'{"tab": 1}', b'{"tab": "page-one-0001", "after": 1e999}',
     b'{"tab": "page-one-0001", "link": "telepathy"}', b'{"tab": "short"}',
     b'{"tab": "page-one-0001", "signals": [{"kind": "offer"}]}',
     b'{"tab": "page-one-0001", "signals": [{"kind": "gift", "n": 1, "body": 1}]}',
     b'{"tab": "page-one-0001", "signals": [{"kind": "text", "n": 1, "body": "\\u0000"}]}',
     json.dumps({"tab": ONE, "signals": [{"kind": "text", "n": 1, "body": "x" * 30_000}]}).encode(),
     b'{"tab": "' + b"x" * 300_000 + b'"}'],
)  # fmt: skip
def test_what_no_page_says_is_refused(rf: RequestFactory, body: bytes) -> None:
    with pytest.raises(Garbled):
        meeting.read(rf.post("/", body, content_type="application/json"))


def test_calls_that_nobody_ended_are_forgotten(case) -> None:
    now = timezone.now()
    exchange(case, Side.CITIZEN, says(ONE, (1, "text", "a"), sits=True), now)
    meeting.forget(now)
    assert Seat.objects.exists()
    meeting.forget(now + timedelta(hours=1))
    assert not Seat.objects.exists() and not Signal.objects.exists()


def test_a_relay_gets_a_password_that_ends_by_itself(settings) -> None:
    settings.STUN_URLS, settings.TURN_URLS = ["stun:a.example"], ["turn:b.example?transport=tcp"]
    assert ice.servers("case1", datetime(2026, 1, 1)) == [{"urls": "stun:a.example"}]
    settings.TURN_SECRET = "secret"
    found = ice.servers("case1", datetime.fromtimestamp(1_000_000))
    name = f"{1_000_000 + ice.GOOD_FOR}:case1"
    made = hmac.digest(b"secret", name.encode(), hashlib.sha1)
    assert found[1]["username"] == name
    assert found[1]["credential"] == base64.b64encode(made).decode()
