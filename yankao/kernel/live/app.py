"""The door: `/live/<name>/` answers whoever is signed in and may listen; everybody else 404."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from yankao.kernel.people.models import Person
from yankao.kernel.people.sessions import counts

from .hub import Hub, asked
from .streams import Stream, registry

Scope = Mapping[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

PREFIX = "/live/"
AGAIN = 60.0  # seconds after which it is asked again whether somebody may still listen
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"), (b"x-content-type-options", b"nosniff"),
]  # fmt: skip


class Application:
    """Server-sent events for the pages of the city."""

    def __init__(self) -> None:
        self.hubs: dict[str, Hub] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await lifespan(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = str(scope["path"]).removeprefix(PREFIX).strip("/")
        person = await signed_in(scope)
        stream = registry.get(name)
        if scope["method"] != "GET" or stream is None or person is None:
            await refuse(send)
            return
        if not await asked(stream.lets_in, person):
            await refuse(send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": headers(scope)})
        talking = asyncio.create_task(self.talk(stream, scope, person, send))
        leaving = asyncio.create_task(gone(receive))
        _done, waiting = await asyncio.wait({talking, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
            with suppress(asyncio.CancelledError, ConnectionError):
                await task

    async def talk(self, stream: Stream, scope: Scope, person: Person, send: Send) -> None:
        """Until the listener leaves or may no longer listen."""
        hub = self.hubs.setdefault(stream.name, Hub(stream))
        loop = asyncio.get_running_loop()
        known_at = loop.time()
        key = stream.key(person, language(scope))
        await write(send, "retry: 2000\n\n")
        async for told in hub.listen(key):
            if loop.time() - known_at > AGAIN:
                again, known_at = await signed_in(scope), loop.time()
                if again is None or not await asked(stream.lets_in, again):
                    break
            await write(send, ": \n\n" if told is None else event(told))
        await send({"type": "http.response.body", "body": b""})


def event(text: str) -> str:
    """A text of many lines as one event."""
    return "".join(f"data: {line}\n" for line in text.splitlines()) + "\n"


async def write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def refuse(send: Send) -> None:
    """Nothing is said of what exists."""
    told = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 404, "headers": told})
    await send({"type": "http.response.body", "body": b"404\n"})


async def lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


def headers(scope: Scope) -> list[tuple[bytes, bytes]]:
    """Of other origins only our own pages may read it: in the demo they have another port."""
    origin = header(scope, b"origin")
    if origin and origin == settings.PUBLIC_ADDRESS:
        return [
            *HEADERS, (b"access-control-allow-origin", origin.encode()),
            (b"access-control-allow-credentials", b"true"), (b"vary", b"Origin"),
        ]  # fmt: skip
    return HEADERS


def cookies(scope: Scope) -> dict[str, str]:
    try:
        found = SimpleCookie(header(scope, b"cookie"))
    except CookieError:
        return {}
    return {name: morsel.value for name, morsel in found.items()}


def language(scope: Scope) -> str:
    chosen = cookies(scope).get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


async def signed_in(scope: Scope) -> Person | None:
    """Whose session the cookie names, as every other page reads it."""
    key = cookies(scope).get(settings.SESSION_COOKIE_NAME, "")
    return await asked(person_of, key) if key else None


def person_of(key: str) -> Person | None:
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    if not isinstance(user, Person) or not user.is_active:
        return None
    return user if counts(request.session) else None
