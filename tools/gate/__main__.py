"""Runs every rule, in the order of STYLE.md, and says which are broken."""

import os
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import django

Rule = Callable[[], Iterable[str]]


def prepare() -> None:
    """One Django and one database for all rules; those in other processes share it."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "yankao.settings.test"
    from yankao.settings.database import database_url

    os.environ["DATABASE_URL"] = database_url()
    django.setup()


def apart() -> dict[str, Rule]:
    """Rules kept by programs of their own."""
    from . import commands

    return {
        "format and lint": commands.lint,
        "import contracts": commands.contracts,
        "types": commands.types,
    }


def within() -> dict[str, Rule]:
    """Rules kept in this process, one after the other."""
    from . import commands, documents, locks, migrations, sizes, style, templates

    return {
        "sizes": sizes.problems,
        "style": style.problems,
        "lock files and secrets": locks.problems,
        "Django's checks": commands.system,
        "templates": templates.problems,
        "migrations": migrations.problems,
        "OpenAPI": commands.api,
        "translations": commands.translations,
        "documents": documents.problems,
    }


def judge(rules: dict[str, Rule], beside: dict[str, Rule]) -> dict[str, list[str]]:
    """What each rule found; those in `beside` run meanwhile."""
    with ThreadPoolExecutor(2) as pool:
        waiting = {label: pool.submit(rule) for label, rule in beside.items()}
        found = {label: list(rule()) for label, rule in rules.items()}
        return {label: list(answer.result()) for label, answer in waiting.items()} | found


def main() -> int:
    """Zero when no rule is broken."""
    start = time.monotonic()
    prepare()
    found = judge(within(), apart())
    for label, problems in found.items():
        print(f"{'✗' if problems else '✓'} {label}")
        for problem in problems:
            print("    " + problem.replace("\n", "\n    "))
    broken = sum(bool(problems) for problems in found.values())
    print(f"gate: {len(found) - broken} kept, {broken} broken ({time.monotonic() - start:.0f} s)")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
