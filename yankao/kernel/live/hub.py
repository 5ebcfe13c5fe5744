"""Reads a stream as long as anybody listens, and tells each listener what changed for them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import suppress
from typing import ParamSpec, TypeVar

from asgiref.sync import sync_to_async
from django.db import Error, connections

from .streams import Stream

logger = logging.getLogger(__name__)
P = ParamSpec("P")
T = TypeVar("T")
BEAT = 15.0  # seconds of silence after which a listener hears that we are still there


async def asked(question: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Asks the database in a thread, and gives the connection back."""

    def answer() -> T:
        try:
            return question(*args, **kwargs)
        finally:
            connections.close_all()

    return await sync_to_async(answer, thread_sensitive=False)()


class Hub:
    """One stream: its listeners by key, what each key said last, the task that reads."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.listeners: dict[str, set[asyncio.Event]] = {}
        self.said: dict[str, str] = {}
        self.task: asyncio.Task[None] | None = None

    async def listen(self, key: str) -> AsyncIterator[str | None]:
        """What is said under a key, the newest only; None as a sign of life."""
        news, heard = asyncio.Event(), None
        self.listeners.setdefault(key, set()).add(news)
        try:
            if key in self.said:
                news.set()
            while True:
                if self.task is None or self.task.done():
                    self.task = asyncio.create_task(self.read_on())
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), BEAT)
                news.clear()
                told = self.said.get(key)
                yield None if told == heard else told
                heard = told
        finally:
            self.leave(key, news)

    def leave(self, key: str, news: asyncio.Event) -> None:
        found = self.listeners.get(key, set())
        found.discard(news)
        if not found:
            self.listeners.pop(key, None)
            self.said.pop(key, None)

    async def read_on(self) -> None:
        """Until nobody listens any more; a reading that fails is tried again."""
        while self.listeners:
            try:
                told = await asked(self.stream.read, list(self.listeners))
            except (Error, OSError):  # the database is away
                logger.exception("%s could not be read", self.stream.name)
            else:
                self.tell(told)
            await asyncio.sleep(self.stream.every)

    def tell(self, told: Mapping[str, str]) -> None:
        for key, text in told.items():
            if key in self.listeners and self.said.get(key) != text:
                self.said[key] = text
                for news in self.listeners[key]:
                    news.set()
