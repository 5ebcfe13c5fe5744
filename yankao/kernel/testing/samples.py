"""Lets a sample year happen: every programme's plan, through the rules of history, in bulk."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec

from django.db import connection, transaction

from yankao.kernel.calendar.closures import declare_closure
from yankao.kernel.calendar.models import Closure
from yankao.kernel.cases import numbers
from yankao.kernel.cases.models import Case
from yankao.kernel.figures.keeping import bring
from yankao.kernel.figures.registry import populations
from yankao.kernel.programmes import lots, registry
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.values.taipei import TAIPEI, midnight

from .year import TYPHOONS, Year

SOURCE = "樣本資料（非公告）"
Say = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Facts:
    """Days of a ledger's rows, and what stores those of one: all or none, and never twice."""

    days: Sequence[date]
    store: Callable[[date], int]


@dataclass(frozen=True)
class Plan:
    """How many cases of a programme on each day, what makes a day's histories, what is no case."""

    programme: Programme
    counts: dict[date, int]
    make: lots.Make
    finish: "Callable[[], object] | None" = field(default=None)
    facts: Facts | None = None


Planner = Callable[[Year], Plan]


def planners() -> Iterator[tuple[Programme, Planner]]:
    """The programmes whose `sample.py` tells a year."""
    for programme in registry.every():
        name = f"yankao.chapters.{programme.chapter}.{programme.name}.sample"
        if find_spec(name) and hasattr(import_module(name), "year"):
            yield programme, import_module(name).year


def fill(year: Year, *, workers: int = 0, say: Say | None = None) -> dict[str, int]:
    """Every programme's year; what a killed run has stored is left as it is. Says how many cases,
    and under the programme's name with a stroke how many rows that are none.
    """
    with transaction.atomic():
        close_for_typhoons(year)
        plans = [planner(year) for _programme, planner in planners()]
        dealt = {plan.programme.name: deal(plan) for plan in plans}
    stored = {}
    for plan in plans:
        name, missing = plan.programme.name, dealt[plan.programme.name]
        total = sum(len(lot.numbers) for lot in missing)

        def told(done: int, name: str = name, total: int = total) -> None:
            if say:
                say(name, done, total)

        stored[name] = lots.record(missing, plan.make, workers=workers, say=told)
        if plan.facts:
            stored[f"{name}/"] = sum(lots.shared(plan.facts.days, plan.facts.store, workers))
    sum(lots.shared(tables(), looked_at, workers))
    for plan in plans:
        if plan.finish:
            plan.finish()
    reckon(workers)
    return stored


def tables() -> list[str]:
    """All of them, the largest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace ="
            " current_schema()::regnamespace ORDER BY relpages DESC"
        )
        return [name for (name,) in cursor.fetchall()]


def looked_at(table: str) -> int:
    """So that whoever plans a query knows how much there is."""
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {table}")
    return 1


def reckon(workers: int) -> int:
    """Figures of the year, population by population."""
    named = {population.full: population for population in populations()}
    return sum(lots.shared(list(named), lambda name: bring(named[name]), workers))


def deal(plan: Plan) -> Sequence[lots.Lot]:
    """The days that are not stored yet, under numbers that nobody else uses."""
    programme, days = plan.programme, sorted(plan.counts)
    moments = [midnight(day) for day in days for _place in range(plan.counts[day])]
    given = numbers.claimed(programme.numbering, programme.prefix, moments)
    dealt = [lot for lot in lots.dealt(programme, plan.counts, given) if lot.numbers]
    rows = Case.objects.filter(number__in=[lot.numbers[0] for lot in dealt])
    stored = set(rows.values_list("number", flat=True))
    return [lot for lot in dealt if lot.numbers[0] not in stored]


def close_for_typhoons(year: Year) -> None:
    """The days on which the city stopped work, marked as a sample; declared once."""
    for day, name in TYPHOONS.items():
        since = datetime.combine(day, time(), TAIPEI)
        if day.year != year.first.year or Closure.objects.standing().filter(since=since).exists():
            continue
        declare_closure(
            since=since, until=since + timedelta(days=1), reason=name, by="sample_year",
            source=SOURCE, at=since - timedelta(hours=4),
        )  # fmt: skip
