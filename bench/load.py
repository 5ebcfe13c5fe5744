"""A bounded load: so many requests, so many seconds, a few connections, this machine only."""

import http.client
import threading
import time
from collections import Counter, deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

HOST = "127.0.0.1"
MOST_REQUESTS, MOST_CONNECTIONS, MOST_SECONDS = 20_000, 64, 120.0


@dataclass(frozen=True)
class Request:
    """One question and the answer that is right."""

    method: str
    path: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    right: int = 200


@dataclass
class Run:
    """How long each answer took, and which were wrong."""

    seconds: float = 0.0
    times: list[float] = field(default_factory=list)
    wrong: Counter[int] = field(default_factory=Counter)
    own_cpu: float = 0.0

    def percentile(self, share: float) -> float:
        """The time within which this share of the answers came."""
        ordered = sorted(self.times)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    @property
    def rate(self) -> float:
        return len(self.times) / self.seconds if self.seconds else 0.0


def drive(requests: Sequence[Request], port: int, connections: int, seconds: float) -> Run:
    """Asks the questions in order over a few kept-open connections, each waiting for its answer."""
    run, waiting, lock = Run(), deque(requests[:MOST_REQUESTS]), threading.Lock()
    until = time.monotonic() + min(seconds, MOST_SECONDS)

    def work() -> None:
        line = http.client.HTTPConnection(HOST, port, timeout=30)
        while time.monotonic() < until:
            with lock:
                if not waiting:
                    break
                request = waiting.popleft()
            status, took = ask(line, request)
            with lock:
                run.times.append(took)
                if status != request.right:
                    run.wrong[status] += 1
        line.close()

    threads = [threading.Thread(target=work) for _ in range(min(connections, MOST_CONNECTIONS))]
    began, cpu = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.seconds, run.own_cpu = time.perf_counter() - began, time.process_time() - cpu
    return run


def ask(line: http.client.HTTPConnection, request: Request) -> tuple[int, float]:
    """The status, 0 when there was none, and the time until the last byte."""
    began = time.perf_counter()
    try:
        line.request(request.method, request.path, request.body, dict(request.headers))
        answer = line.getresponse()
        answer.read()
        status = answer.status
    except (OSError, http.client.HTTPException):
        line.close()
        status = 0
    return status, time.perf_counter() - began
