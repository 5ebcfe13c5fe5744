"""Fills a database of its own, serves it, asks bounded questions, prints what came of them."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import django

ROOT = Path(__file__).resolve().parents[1]
WARMING = 16  # requests not measured: each worker has loaded what the page needs

if TYPE_CHECKING:
    from bench.city import City
    from bench.server import Web
    from bench.table import Line


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--cases", type=int, default=20_000, help="how many past cases")
    parser.add_argument("--years", type=int, default=0, help="so many city-years instead")
    parser.add_argument("--requests", type=int, default=1000, help="most requests for each line")
    parser.add_argument("--seconds", type=float, default=10, help="most seconds for each line")
    parser.add_argument("--connections", default="4,32", help="how many, with commas between")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--only", default="", help="names of lines, with commas between")
    return parser.parse_args()


def prepare() -> None:
    """A database server in var/bench-pg and the demo's settings, shared with what we start."""
    os.environ.pop("DATABASE_URL", None)
    os.environ["YANKAO_PG"] = str(ROOT / "var" / "bench-pg")
    os.environ["DJANGO_SETTINGS_MODULE"] = "yankao.settings.demo"
    from yankao.settings.database import database_url

    os.environ["DATABASE_URL"] = database_url()
    django.setup()


def main() -> int:
    asked = arguments()
    prepare()
    from bench import analysis, documents
    from bench.city import CITY_YEAR, City
    from bench.report import keep, report
    from bench.server import Web

    began = time.monotonic()
    city = City.filled(asked.years * CITY_YEAR or asked.cases)
    print(f"{city.cases:,} cases, made in {time.monotonic() - began:.0f} s", flush=True)
    with Web(asked.workers) as web:
        lines = measured(asked, city, web)
        told = report(city.cases, lines, web)
    for name, more in (("report build", documents.told), ("analysis", analysis.told)):
        if not asked.only or name in asked.only.split(","):
            told += f"\n\n```\n{more()}\n```"
    print(told)
    if not asked.only:
        keep(ROOT / "docs" / "bench.md", city.cases, told)
    return 1 if any(line.wrong for line in lines) else 0


def measured(asked: argparse.Namespace, city: "City", web: "Web") -> "list[Line]":
    """One line for each scene, in order: what the later ones move, the first has opened."""
    from bench.floor import floor
    from bench.load import drive
    from bench.scenes import scenes
    from bench.table import Line

    lines, levels = [], [int(word) for word in asked.connections.split(",")]
    for scene in scenes(city, asked.requests * len(levels) + WARMING):
        if asked.only and scene.name not in asked.only.split(","):
            continue
        statements = scene.statements()
        # Before anything is written: what is written can't be written again by the floor.
        alone = [1 if scene.writes else level for level in levels]
        count, seconds = min(asked.requests, 200), asked.seconds / 3
        below = {some: floor(statements, some, count, seconds) for some in dict.fromkeys(alone)}
        requests = scene.make()
        drive(requests[:WARMING], web.port, levels[0], asked.seconds)
        for place, level in enumerate(levels):
            since = WARMING + place * asked.requests
            before = web.used()
            run = drive(requests[since : since + asked.requests], web.port, level, asked.seconds)
            used = web.used() - before
            lines.append(Line(scene.name, level, run, used, len(statements), below[alone[place]]))
            print(lines[-1].said(), flush=True)
    return lines


if __name__ == "__main__":
    sys.exit(main())
