"""Rehearses an upgrade: an older version fills a city, this one migrates it and opens its pages."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from .measure import TABLES
from .rehearse import ROOT, chain, fresh_server

# What Django and the queue keep for themselves, and what a migration is there to fill.
MAY_GROW = ("django_", "auth_", "procrastinate_", "cache")
ASKED = """
import json
from django.test import Client
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry
anybody = Client(HTTP_HOST="127.0.0.1")
told = {path: anybody.get(path).status_code for path in ("/", "/map/", "/progress/")}
for room in registry.every():
    official = Person.objects.filter(duties__programme=room.name).order_by("pk")
    case = Case.objects.filter(programme=room.name).order_by("-pk").first()
    for person in official:
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        paths = [room.url, f"{room.url}board/", *([f"{room.url}{case.number}/"] if case else [])]
        for path in ["/desk/", *paths]:
            status = client.get(path).status_code
            if status != 404:
                told[path] = max(status, told.get(path, 0))
print(json.dumps(told))
"""


@contextmanager
def older(commit: str) -> Iterator[Path]:
    """The source as it was, in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="upgrade-") as place:
        packed = subprocess.run(
            ["git", "archive", commit], cwd=ROOT, check=True, capture_output=True
        ).stdout
        subprocess.run(["tar", "-x", "-C", place], input=packed, check=True)
        yield Path(place)


def manage(source: Path, url: str, *words: str) -> str:
    """One command of one version, against the city being upgraded."""
    environment = {
        **os.environ, "DATABASE_URL": url, "YANKAO_VAR": str(source / "var"),
        "DJANGO_SETTINGS_MODULE": "yankao.settings.demo", "PYTHONPATH": str(source),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=source, env=environment, text=True,
        capture_output=True,
    )  # fmt: skip
    if done.returncode:
        raise SystemExit(f"{' '.join(words)}: {done.stdout}{done.stderr}")
    return done.stdout


def rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with psycopg.connect(url) as line:
        names = [(str(s), str(t)) for s, t in line.execute(TABLES).fetchall()]
        count = sql.SQL("SELECT count(*) FROM {}")
        return {
            table: (line.execute(count.format(sql.Identifier(schema, table))).fetchone() or (0,))[0]
            for schema, table in names
        }


def lost(before: dict[str, int], after: dict[str, int]) -> list[str]:
    """Tables that are gone, or have fewer rows; one that moved to another room is found again."""
    ours = {name: n for name, n in before.items() if not name.startswith(MAY_GROW)}
    moved = {name.partition("_")[2]: count for name, count in after.items() if name not in before}
    found = {name: after.get(name, moved.get(name.partition("_")[2], -1)) for name in ours}
    return [f"{name}: {n} → {found[name]}" for name, n in ours.items() if found[name] < n]


def pages(url: str) -> list[str]:
    """Addresses that do not open in this version."""
    told = json.loads(manage(ROOT, url, "shell", "-v0", "-c", ASKED).strip().splitlines()[-1])
    print(f"  {len(told)} addresses asked")
    return [f"{path}: {status}" for path, status in told.items() if status >= 400]


def rehearsed(commit: str) -> bool:
    """Prints each step; true when nothing was lost and every page opens."""
    with older(commit) as source, fresh_server() as url:
        for words in (["migrate", "-v0"], ["createcachetable"], ["demo_city"]):
            manage(source, url, *words)
        before = rows(url)
        print(f"  {commit}: {before['cases_case']} cases, {before['timeline_entry']} entries")
        manage(ROOT, url, "migrate", "-v0")
        manage(ROOT, url, "collectstatic", "--noinput", "-v0")
        found = {
            "no row is lost": lost(before, rows(url)),
            "the chain of the timeline holds": chain(url),
            "nothing is left to migrate": manage(ROOT, url, "migrate", "--check").splitlines(),
            "pages open": pages(url),
        }
    for label, problems in found.items():
        print(f"{'✗' if problems else '✓'} {label}", *problems, sep="\n    ")
    return not any(found.values())


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("commit", nargs="?", default="HEAD~1", help="the version before")
    return 0 if rehearsed(asked.parse_args().commit) else 1


if __name__ == "__main__":
    sys.exit(main())
