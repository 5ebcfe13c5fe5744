"""Starts the city on this machine: database, sample data, web server, worker."""

import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from yankao.kernel.programmes import registry
from yankao.kernel.testing.accounts import demo_accounts
from yankao.kernel.testing.guard import Guard, forget_the_dead
from yankao.kernel.testing.ports import HOST, answers, free_port
from yankao.kernel.testing.statics import collect
from yankao.kernel.testing.supervise import Server, Supervisor
from yankao.settings.database import database_url, embedded_folder

WORKERS = 2
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
CONNECTIONS_AT_ONCE = 128
WEB = [
    "granian", "yankao.wsgi:application", "--interface", "wsgi", "--no-ws",
    "--workers", str(WORKERS), "--blocking-threads", str(THREADS),
    "--backpressure", str(CONNECTIONS_AT_ONCE), "--respawn-failed-workers",
    "--workers-kill-timeout", "3", "--log-level", "warning",
]  # fmt: skip
LIVE = [
    "granian", "yankao.live:application", "--interface", "asgi", "--no-ws", "--workers", "1",
    "--respawn-failed-workers", "--workers-kill-timeout", "3", "--log-level", "warning",
]  # fmt: skip
JOBS = ["manage.py", "procrastinate", "worker", "--shutdown-graceful-timeout", "4"]


class Command(BaseCommand):
    help = "Starts the whole city on this machine; Ctrl-C ends it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        folder = embedded_folder()
        if folder:
            forget_the_dead(folder)
        guard = Guard(folder)
        try:
            prepare()
            web = free_port(port)
            self.serve(guard, web, free_port(web + 1))
        finally:
            guard.release()

    def serve(self, guard: Guard, port: int, live: int) -> None:
        """Runs all servers until someone asks to stop."""
        supervisor = Supervisor(servers(port, live), guard, self.stderr.write)
        try:
            supervisor.start()
            if not answers(port):
                raise CommandError("The web server does not answer; its messages stand above.")
            self.announce(port)
            supervisor.run()
        except KeyboardInterrupt:
            pass
        finally:
            supervisor.stop()

    def announce(self, port: int) -> None:
        """Where it is and who may sign in."""
        lines = [
            *map(str, demo_accounts()),
            "",
            f"研考 Yankao: http://{HOST}:{port}   (Ctrl-C 結束 / ends it)",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def prepare() -> None:
    """Tables, static files and a city in them."""
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    collect()
    call_command("demo_city")
    for connection in connections.all():
        connection.close()
        if isinstance(connection, DatabaseWrapper):
            connection.close_pool()


def servers(port: int, live: int) -> list[Server]:
    """They get the database's address from us, so that only we hold the embedded server."""
    here = str(Path(sys.executable).parent)
    environment = {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
        "PUBLIC_ADDRESS": f"http://{HOST}:{port}",
        "LIVE_ADDRESS": f"http://{HOST}:{live}/live/",
    }

    def granian(options: Sequence[str], at: int) -> list[str]:
        return [f"{here}/{options[0]}", *options[1:], "--host", HOST, "--port", str(at)]

    demo = [
        Server(name, [sys.executable, "manage.py", name], environment)
        for room in registry.every()
        for name in room.demo_servers
    ]
    return [
        Server("web", granian(WEB, port), environment),
        Server("live", granian(LIVE, live), environment),
        Server("worker", [sys.executable, *JOBS], environment),
        *demo,
    ]
