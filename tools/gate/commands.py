"""The ready-made checkers, and the project's own commands that check."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from django.core.management import call_command, get_commands
from django.core.management.base import CommandError

from .sources import ROOT

BIN = Path(sys.executable).parent
TYPED = ["yankao", "tools", "deploy", "bench"]


def ran(*words: str) -> list[str]:
    """What a checker said when it was not content; nothing when it was."""
    done = subprocess.run(
        [str(BIN / words[0]), *words[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "100"},
    )
    return [done.stdout.strip()] if done.returncode else []


def lint() -> list[str]:
    """Format first, then ruff's rules."""
    return ran("ruff", "format", "--check", "--quiet", ".") + ran("ruff", "check", "--quiet", ".")


def contracts() -> list[str]:
    """Who may import whom."""
    return ran("lint-imports", "--no-cache", "--no-logo")


def types() -> list[str]:
    """Strict everywhere but in tests and migrations."""
    folders = [folder for folder in TYPED if any((ROOT / folder).rglob("*.py"))]
    return ran("mypy", "--no-error-summary", *folders)


def api() -> Iterator[str]:
    """The committed openapi.json is what the code says."""
    yield from own("openapi", "--check")


def translations() -> Iterator[str]:
    """Every sentence on screen has its English."""
    yield from ran("python", "tools/check_messages.py")


def system() -> Iterator[str]:
    """Django's own checks, ours among them."""
    yield from own("check")


def own(command: str, *options: str) -> Iterator[str]:
    """What one of the project's commands said when it was not content."""
    if command not in get_commands():
        return
    said = StringIO()
    try:
        call_command(command, *options, stdout=said, stderr=said)
    except (CommandError, SystemExit) as refused:
        yield f"{said.getvalue()}{refused}".strip()
