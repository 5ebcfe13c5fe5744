"""Our web server as it runs in the city, and what the system says of its processes."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from yankao.kernel.testing.ports import HOST, answers, free_port

TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Used:
    """Seconds of processor time: of the web server, of the database."""

    web: float
    database: float

    def __sub__(self, other: "Used") -> "Used":
        return Used(self.web - other.web, self.database - other.database)


class Web:
    """Granian with so many workers; told the address of the database by the environment."""

    def __init__(self, workers: int) -> None:
        self.port = free_port(8700)
        self.command = [
            str(Path(sys.executable).parent / "granian"), "yankao.wsgi:application",
            "--interface", "wsgi", "--no-ws", "--workers", str(workers), "--host", HOST,
            "--port", str(self.port), "--blocking-threads", "4", "--log-level", "error",
        ]  # fmt: skip
        self.cold_start = 0.0
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Web":
        began = time.monotonic()
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)
        if not answers(self.port):
            self.process.kill()
            raise SystemExit("The web server does not answer.")
        self.cold_start = time.monotonic() - began
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def pids(self) -> list[int]:
        return family(self.process.pid) if self.process else []

    def used(self) -> Used:
        return Used(sum(map(cpu, self.pids())), sum(map(cpu, database_pids())))


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(one for child in listed for one in family(int(child)))]


def database_pids() -> list[int]:
    """The embedded server and its backends; nothing of a server elsewhere."""
    told = Path(os.environ["YANKAO_PG"]) / "postmaster.pid"
    return family(int(told.read_text().split()[0])) if told.exists() else []


def cpu(pid: int) -> float:
    """Seconds spent by a process and by its children that have ended."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, words[11:15])) / TICK


def proportional(pid: int) -> float:
    """Megabytes of real memory, what is shared divided among those who share it."""
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    except OSError:
        return 0.0
    return int(found.group(1)) * 1024 / 1e6 if found else 0.0
