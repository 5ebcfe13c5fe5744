"""What is told at once: only to those who may hear it, only what changed, one reading for all."""

import asyncio
from collections.abc import Callable, Collection, Coroutine
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from yankao.kernel.live import app as door
from yankao.kernel.live.app import Application
from yankao.kernel.live.hub import Hub
from yankao.kernel.live.streams import Stream, registry
from yankao.kernel.people.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


class Told:
    """What the specimen says, and how often it was asked."""

    def __init__(self) -> None:
        self.words, self.readings = "<p>one</p>\n<p>line</p>", 0

    def read(self, keys: Collection[str]) -> dict[str, str]:
        self.readings += 1
        return {key: self.words for key in keys}


@pytest.fixture
def told() -> Any:
    found = Told()
    Stream("specimen", lambda person: person.username == "listener", lambda p, language: language,
           found.read, every=0.01)  # fmt: skip
    yield found
    del registry["specimen"]


def cookie(name: str) -> str:
    person, _new = Person.objects.get_or_create(username=name, defaults={"name": name})
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def scope(cookies: str, path: str = "/live/specimen/", **more: bytes) -> dict[str, Any]:
    headers = [(b"cookie", cookies.encode()), *((k.encode(), v) for k, v in more.items())]
    return {"type": "http", "method": "GET", "path": path, "headers": headers}


class Wire:
    """One listener: what was sent, and the moment at which they leave."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []
        self.left = asyncio.Event()

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    async def receive(self) -> dict[str, Any]:
        await self.left.wait()
        return {"type": "http.disconnect"}

    @property
    def text(self) -> str:
        return b"".join(one.get("body", b"") for one in self.sent).decode()

    async def until(self, there: Callable[[], bool]) -> None:
        for _n in range(300):
            if there():
                return
            await asyncio.sleep(0.01)
        raise AssertionError(self.text)


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(story())


def test_a_listener_hears_what_changes_and_only_that(told: Told) -> None:
    cookies = cookie("listener")

    async def story() -> None:
        wire, application = Wire(), Application()
        task = asyncio.create_task(application(scope(cookies), wire.receive, wire.send))
        await wire.until(lambda: "one" in wire.text)
        assert "data: <p>one</p>\ndata: <p>line</p>\n\n" in wire.text
        asked = told.readings
        await wire.until(lambda: told.readings > asked + 3)
        assert wire.text.count("one") == 1, "the same is not said twice"
        told.words = "<p>two</p>"
        await wire.until(lambda: "two" in wire.text)
        wire.left.set()
        await asyncio.wait_for(task, 2)
        await asyncio.sleep(0.1)
        asked = told.readings
        await asyncio.sleep(0.1)
        assert told.readings == asked, "nobody listens, nothing is read"

    run(story)


def test_one_reading_serves_all_who_listen(told: Told) -> None:
    async def story() -> None:
        hub = Hub(registry["specimen"])
        ears = [hub.listen("zh-hant") for _n in range(20)]
        heard = await asyncio.gather(*(anext(ear) for ear in ears))
        assert set(heard) == {told.words} and told.readings <= 2
        for ear in ears:
            await ear.aclose()  # type: ignore[attr-defined]
        assert not hub.listeners

    run(story)


@pytest.mark.parametrize("who", ["", "stranger"])
def test_nobody_else_learns_even_that_there_is_something(told: Told, who: str) -> None:
    cookies = cookie(who) if who else ""

    async def story() -> None:
        for path in ("/live/specimen/", "/live/nothing/"):
            wire = Wire()
            await Application()(scope(cookies, path), wire.receive, wire.send)
            assert wire.sent[0]["status"] == 404 and wire.text == "404\n"

    run(story)
    assert told.readings == 0


def test_whoever_loses_the_right_hears_no_more(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    cookies = cookie("listener")
    monkeypatch.setattr(door, "AGAIN", 0.05)

    async def story() -> None:
        wire = Wire()
        task = asyncio.create_task(Application()(scope(cookies), wire.receive, wire.send))
        await wire.until(lambda: "one" in wire.text)
        await asyncio.to_thread(Person.objects.filter(username="listener").update, is_active=False)
        await asyncio.sleep(0.1)
        told.words = "<p>secret</p>"
        await asyncio.wait_for(task, 2)
        assert "secret" not in wire.text

    run(story)


def test_other_origins_may_read_it_only_when_they_are_ours(told: Told, settings: Any) -> None:
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:8000"
    ours = dict(door.headers(scope("", origin=b"http://127.0.0.1:8000")))
    assert ours[b"access-control-allow-origin"] == b"http://127.0.0.1:8000"
    assert b"access-control-allow-origin" not in dict(door.headers(scope("", origin=b"http://x")))


def test_a_reading_that_fails_is_tried_again(told: Told) -> None:
    async def story() -> None:
        hub, read = Hub(registry["specimen"]), told.read
        failed: list[int] = []

        def once(keys: Collection[str]) -> dict[str, str]:
            if not failed:
                failed.append(1)
                raise OSError("the database is away")
            return read(keys)

        object.__setattr__(hub.stream, "read", once)
        assert await anext(hub.listen("zh-hant")) == told.words and failed

    run(story)
