"""What came of it, for the screen and for docs/bench.md."""

import os
import platform
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.db import connection

from .server import Web, database_pids, proportional
from .table import HEAD, Line

NOTE = """\
Web server, database and load share the machine. p50 to p99: ms until the last byte. web, db,
client: ms of processor per request. SQL: statements per request. floor: the same SQL through
psycopg alone, writes on one connection and not committed.
"""
INTRO = """\
# Measured

Written by the bench (`make bench`; `python -m bench --cases 315265` for a year of the city,
`--years 10` for ten); each size keeps its last run. Compare only runs on the same quiet machine.
Pages as a browser loads them: `make lighthouse`.

"""


def report(cases: int, lines: Sequence[Line], web: Web) -> str:
    """The whole run: where, how much, the table, memory."""
    return "\n".join([
        f"## {cases_said(cases)}", "",
        f"{date.today().isoformat()}; {machine()}; cold start to the first answer "
        f"{web.cold_start:.1f} s; {len(web.pids()) - 1} workers.", "",
        NOTE, *table(lines), "", memory(web),
    ])  # fmt: skip


def cases_said(cases: int) -> str:
    return f"About {round(cases, -4):,} cases" if cases > 10_000 else f"{cases:,} cases"


def machine() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*: (.*)", info.read_text()) if info.exists() else None
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = str(cursor.fetchone()[0])
    name = found.group(1) if found else platform.machine()
    return (
        f"{os.cpu_count()} × {name}, Python {platform.python_version()}, "
        f"PostgreSQL {version.split()[0]}"
    )


def table(lines: Sequence[Line]) -> list[str]:
    rows = [HEAD, *(line.cells() for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(HEAD))]
    drawn = [
        "| " + " | ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ) + " |"
        for row in rows
    ]  # fmt: skip
    rule = "|" + "|".join("-" * (width + 1) + (":" if n else "-") for n, width in enumerate(widths))
    return [drawn[0], rule + "|", *drawn[1:]]


def memory(web: Web) -> str:
    """Each process by its own share of what it holds together with others."""
    own = ", ".join(f"{proportional(pid):.0f}" for pid in web.pids())
    kept = sorted((proportional(pid) for pid in database_pids()), reverse=True)
    return (
        f"Memory in MB, shared pages divided among their holders: web server and workers {own}; "
        f"database {sum(kept):.0f} in {len(kept)} processes, the largest {kept[0]:.0f}."
    )


def keep(path: Path, cases: int, told: str) -> None:
    """Puts this run in the place of the last one of its size."""
    written = path.read_text() if path.exists() else INTRO
    parts = re.split(r"(?m)^(?=## )", written)
    head = f"## {cases_said(cases)}\n"
    kept = [part for part in parts[1:] if not part.startswith(head)]
    path.write_text(INTRO + "\n".join(part.strip() + "\n" for part in [*kept, told]))
