"""What dies is started again, and nothing outlives whoever started it."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from yankao.kernel.testing.guard import Guard
from yankao.kernel.testing.ports import HOST, free_port
from yankao.kernel.testing.supervise import Server, Supervisor

SLEEPING = "import time; time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); print(1); time.sleep(60)"
KILLED_LATER = """
import sys, time
from yankao.kernel.testing.guard import Guard
from yankao.kernel.testing.supervise import Server
guard = Guard(None)
server = Server("sleeper", [sys.executable, "-c", "import time; time.sleep(60)"], {})
server.start(guard)
print(server.process.pid, flush=True)
time.sleep(60)
"""


def python(source):
    return [sys.executable, "-c", source]


def alive(pid):
    """A zombie has ended, whoever has yet to hear of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition, patience=10.0):
    until = time.monotonic() + patience
    while not condition() and time.monotonic() < until:
        time.sleep(0.05)
    return condition()


@pytest.fixture
def guard():
    guard = Guard(None)
    yield guard
    guard.release()


@pytest.fixture
def said():
    return []


def test_what_dies_is_started_again_and_that_is_said(guard, said):
    supervisor = Supervisor([Server("web", python(SLEEPING), {})], guard, said.append)
    supervisor.start()
    first = supervisor.servers[0].process.pid
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: not alive(first))
    supervisor.tend(supervisor.servers[0])
    second = supervisor.servers[0].process.pid
    assert second != first and alive(second)
    assert said == ["web ended with -9 after 0 s; starting it again in 0 s"]
    supervisor.stop()
    assert not alive(second)


def test_what_keeps_dying_is_started_less_and_less_often(guard, said):
    server = Server("web", python("raise SystemExit(3)"), {})
    supervisor = Supervisor([server], guard, said.append)
    supervisor.start()
    for _ in range(2):
        wait_until(lambda: server.process.poll() is not None)
        supervisor.tend(server)
    assert said[-1] == "web ended with 3 after 0 s; starting it again in 1 s"
    assert server.process is None
    supervisor.stop()


def test_what_does_not_listen_is_ended_all_the_same(guard, said):
    server = Server("web", python(STUBBORN), {})
    supervisor = Supervisor([server], guard, said.append, patience=0.5)
    supervisor.start()
    time.sleep(0.3)
    supervisor.stop()
    assert not alive(server.process.pid)


def test_a_killed_supervisor_leaves_nothing_behind():
    supervisor = subprocess.Popen(python(KILLED_LATER), stdout=subprocess.PIPE, text=True)
    sleeper = int(supervisor.stdout.readline())
    assert alive(sleeper)
    supervisor.kill()
    supervisor.communicate()
    assert wait_until(lambda: not alive(sleeper))


def test_the_next_free_port_is_found():
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert free_port(port) > port
