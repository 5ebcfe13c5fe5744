"""Keeps servers running, starts again what dies, and takes all of them down together."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from .guard import Guard, told

PAUSES = [0, 1, 2, 5, 15, 30]
SETTLED = 30
PATIENCE = 6.0
TICK = 0.2


class Server:
    """One command that should always be running."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
        self.name = name
        self.command = list(command)
        self.environment = {**os.environ, **environment}
        self.process: subprocess.Popen[bytes] | None = None
        self.started = 0.0
        self.deaths = 0

    def start(self, guard: Guard) -> None:
        """In a session of its own, so that a Ctrl-C reaches it through us alone."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdin=subprocess.DEVNULL, start_new_session=True
        )
        guard.watch(self.process.pid)

    def pause(self) -> float:
        """How long to wait before starting again: longer the oftener it died young."""
        return PAUSES[min(self.deaths, len(PAUSES)) - 1]

    def ended(self) -> str:
        """What there is to say when it has just died; its own children go with it."""
        if self.process is None or self.process.poll() is None:
            return ""
        lived = time.monotonic() - self.started
        told(self.process.pid, signal.SIGKILL)
        status, self.process = self.process.returncode, None
        self.deaths = 1 if lived > SETTLED else self.deaths + 1
        again = f"starting it again in {self.pause()} s"
        return f"{self.name} ended with {status} after {lived:.0f} s; {again}"

    def due(self) -> bool:
        """Not running, and waited long enough."""
        return self.process is None and time.monotonic() - self.started >= self.pause()


class Supervisor:
    """Starts servers in order and stops them in reverse."""

    def __init__(
        self,
        servers: Sequence[Server],
        guard: Guard,
        say: Callable[[str], object],
        patience: float = PATIENCE,
    ) -> None:
        self.servers = list(servers)
        self.guard = guard
        self.say = say
        self.patience = patience
        self.asked_to_stop = threading.Event()

    def start(self) -> None:
        """All of them, once."""
        for server in self.servers:
            server.start(self.guard)

    def run(self) -> None:
        """Until asked to stop."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.asked_to_stop.set())
        while not self.asked_to_stop.wait(TICK):
            for server in self.servers:
                self.tend(server)

    def tend(self, server: Server) -> None:
        """Says that it died, starts it when its pause is over."""
        if message := server.ended():
            self.say(message)
        if server.due():
            server.start(self.guard)

    def stop(self) -> None:
        """Asks every server to end, then ends what is left."""
        running = [server.process for server in reversed(self.servers) if server.process]
        for process in running:
            process.terminate()
        until = time.monotonic() + self.patience
        for process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, until - time.monotonic()))
        for process in running:
            told(process.pid, signal.SIGKILL)
            process.wait()
