"""Calls of many years, an exchange's load, a screen pop: `python -m bench.telephony --years 10`.

Fills a database of its own in var/bench-calls and writes docs/bench-calls.md.
"""

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
LAST = 115  # ten years of office calendars end with it
PER_SECOND, SECONDS, TURNS = 300, 20, 4  # events a second, for so long, in so many turns a second
INTRO = """\
# Measured: calls

Written by `python -m bench.telephony --years 10`: the published year of calls, so many times over.
Everything shares one machine; the figures are read as a page reads them, without HTTP around them.

"""


def prepare() -> None:
    os.environ.pop("DATABASE_URL", None)
    os.environ["YANKAO_PG"] = str(ROOT / "var" / "bench-calls" / "pg")
    os.environ["DJANGO_SETTINGS_MODULE"] = "yankao.settings.demo"
    import django

    django.setup()


def fill(years: int) -> list[float]:
    """Seconds for each year that was not there yet; calls only."""
    from django.core.management import call_command

    from yankao.chapters.service.contact_centre.sample import Past
    from yankao.kernel.programmes import founding, lots
    from yankao.kernel.testing.statics import collect
    from yankao.kernel.testing.year import Year

    call_command("migrate", interactive=False, verbosity=0)
    collect()
    founding.found()
    took = []
    for roc in range(LAST + 1 - years, LAST + 1):
        began = time.monotonic()
        past = Past(Year(roc, like=112))
        stored = sum(lots.shared(sorted(past.days), past.store))
        past.finish()
        if stored:
            took.append(time.monotonic() - began)
            print(f"{roc}: {stored:,} calls in {took[-1]:.0f} s", flush=True)
    return took


def kept() -> float:
    """Seconds in which all sums are reckoned."""
    from django.db import connection

    from yankao.kernel.figures.keeping import fold

    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    fold()
    return time.monotonic() - began


def spread(work: Callable[[], object], times: int) -> str:
    """p50 and p95 in milliseconds."""
    took = []
    for _n in range(times):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
    quantiles = statistics.quantiles(took, n=20)
    return f"{statistics.median(took):.1f} ms, p95 {quantiles[-1]:.1f} ms"


def popped() -> str:
    """The agent's whole page with a caller who called before, through the test client."""
    from django.test import Client
    from django.utils import timezone

    from yankao.chapters.service.contact_centre.intake import Event, take
    from yankao.chapters.service.contact_centre.models import CallRecord, LiveCall
    from yankao.kernel.testing import accounts

    agent = accounts.enter()["operator"]
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(agent)
    callers = list(CallRecord.objects.exclude(caller="").order_by("-at")[:2000:20])
    take([Event("bench", "offered", timezone.now(), {"number": "0912345678"}),
          Event("bench", "answered", timezone.now(), {"agent": agent.username})])  # fmt: skip

    def pop() -> None:
        known = Random().choice(callers).caller
        LiveCall.objects.filter(exchange_id="bench").update(caller=known)
        assert client.get("/service/contact_centre/desk/").status_code == 200

    pop()
    told = spread(pop, 100)
    LiveCall.objects.filter(exchange_id="bench").delete()
    return told


def loaded() -> tuple[str, str, float]:
    """Events taken in, then the wall read: how far behind the wall is; and the memory it took."""
    from django.utils import timezone

    from yankao.chapters.service.contact_centre import floor
    from yankao.chapters.service.contact_centre.intake import Event, take
    from yankao.chapters.service.contact_centre.tests.opening import call_of

    name, behind, spent = f"L{time.time():.0f}", list[float](), list[float]()
    flow: list[Event] = []
    begun = timezone.now() - timedelta(minutes=5)
    calls = PER_SECOND * SECONDS // 3
    for n in range(calls):
        flow += call_of(f"{name}-{n}", begun + timedelta(seconds=n * 3 / PER_SECOND))
    flow.sort(key=lambda event: event.at)
    size, before = PER_SECOND // TURNS, memory()
    for first in range(0, len(flow), size):
        began = time.perf_counter()
        take(flow[first : first + size])
        took = time.perf_counter()
        floor.read()
        spent.append(took - began)
        behind.append(time.perf_counter() - began)
    rate = size * len(spent) / sum(spent)
    worst = statistics.quantiles(behind, n=20)[-1] * 1000
    return f"{rate:,.0f} events a second", f"{worst:.0f} ms", memory() - before


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def figures(years: int) -> Sequence[str]:
    from yankao.kernel.figures import registry
    from yankao.kernel.figures.period import Period

    span = Period(Period.roc_year(LAST + 1 - years).first, Period.roc_year(LAST).after)
    handled, level, pleased = (
        registry.get(f"contact_centre.{name}")
        for name in ("handled", "service_level", "satisfaction")
    )
    asked = {
        "handled": lambda: handled.value(span),
        "satisfaction, mean of months": lambda: pleased.value(span),
        "handled by topic": lambda: handled.broken_down(span, "topic"),
        "handled by month": lambda: handled.series(span, "month"),
        "service level by hour": lambda: level.broken_down(span, "hour"),
    }
    return [f"| {name} over all years | {spread(work, 40)} |" for name, work in asked.items()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=1)
    years = parser.parse_args().years
    prepare()
    from bench.report import machine
    from yankao.chapters.service.contact_centre.models import CallRecord

    took, reckoned = fill(years), kept()
    many = CallRecord.objects.count()
    filled = [f"| one year of calls stored, at most | {max(took, default=0):.0f} s |",
              f"| all sums of them reckoned | {reckoned:.0f} s |"]  # fmt: skip
    rate, behind, grew = loaded()
    lines = [
        f"{date.today().isoformat()}; {machine()}; {many:,} calls.", "", "| what | measured |",
        "| --- | --- |",
        *(filled if took else []),
        f"| the agent's page with a caller known | {popped()} |",
        f"| events of an exchange taken in | {rate} |",
        f"| from the events to the wall's numbers, 95 of 100 | {behind} |",
        f"| memory grown by {PER_SECOND * SECONDS:,} events | {grew:.0f} MB |", *figures(years),
    ]  # fmt: skip
    told = "\n".join(lines)
    print(told)
    (ROOT / "docs" / "bench-calls.md").write_text(f"{INTRO}{told}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
