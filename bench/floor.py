"""The floor: the same statements through psycopg alone, on as many connections.

No page is drawn and nobody's rights are looked at. Writes are taken back, so their floor leaves
out waiting for the disk; and as they all write the same row, one connection plays them.
"""

import os
import threading
import time
from collections.abc import Sequence

import psycopg

from .load import Run


def floor(statements: Sequence[str], connections: int, count: int, seconds: float) -> Run:
    """Plays the statements of one request again and again, each time taken back."""
    run, lock = Run(), threading.Lock()
    left, until = [count], time.monotonic() + seconds

    def work() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"]) as line:
            while time.monotonic() < until:
                with lock:
                    if left[0] <= 0:
                        return
                    left[0] -= 1
                took = play(line, statements)
                with lock:
                    run.times.append(took)

    threads = [threading.Thread(target=work) for _ in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    run.seconds = time.perf_counter() - began
    return run


def play(line: psycopg.Connection, statements: Sequence[str]) -> float:
    began = time.perf_counter()
    with line.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.encode())
            if cursor.description:
                cursor.fetchall()
    line.rollback()
    return time.perf_counter() - began
