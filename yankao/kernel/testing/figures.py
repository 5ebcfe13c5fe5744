"""The contract of every figure: it is its rows, under whatever filter, for every reader."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.figures import reading, registry
from yankao.kernel.figures.figure import Figure, Period
from yankao.kernel.figures.keeping import fold
from yankao.kernel.figures.period import STEPS
from yankao.kernel.figures.proof import prove
from yankao.kernel.people.models import Person
from yankao.kernel.programmes.programme import Programme


def check_declared(room: Programme) -> None:
    """A figure says what it counts, where from, and in two languages."""
    for figure in registry.of(room.name):
        assert figure.label and figure.label_en, f"{figure.full} lacks a name"
        assert figure.definition and figure.source, f"{figure.full} does not say what it is"
        assert figure.direction in {"", "up", "down"} and figure.audience in {
            "room", "officials", "public",
        }  # fmt: skip
        assert figure.alert is None or figure.owner, f"{figure.full} warns nobody"
    check_people(registry.of(room.name))


def check_people(figures: Sequence[Figure]) -> None:
    """What tells of people in public can be hidden, and no other published figure gives it away."""
    told = [figure for figure in figures if figure.persons and figure.public]
    for figure in told:
        assert figure.rows is not None and not figure.live, f"{figure.full} has no years"
        assert figure.measure.kind in ("count", "share"), f"{figure.full} counts nobody"
        others = [one for one in told if one.rows is figure.rows]
        assert len(others) == 1, f"the difference of {others} is people"
        sums = [one for one in registry.every() if figure.full in one.measure.names and one.public]
        assert not sums, f"{sums} less the rest is {figure.full}"


def check_value(figure: Figure, period: Period, where: dict[str, object]) -> None:
    """What is kept equals what the rows come to."""
    by_rows = reading.over_rows(figure, period, where)
    assert figure.value(period, **where) == by_rows, f"{figure.full} {period} {where}"


def check_parts(figure: Figure, period: Period, rng: Random) -> None:
    """The groups of a count, and the steps of its trend, come to the whole."""
    if figure.rows is None or figure.measure.kind not in ("count", "total"):
        return
    whole = figure.value(period) or 0
    name = rng.choice(sorted(figure.dimensions))
    assert sum(s.value or 0 for s in figure.broken_down(period, name)) == whole, figure.full
    step = rng.choice(STEPS)
    if not figure.live:
        assert sum(p.value or 0 for p in figure.series(period, step)) == whole, figure.full


def check_rows(figure: Figure, period: Period, person: Person) -> None:
    """Seen and withheld come to all; nobody sees what their duties do not open."""
    if figure.rows is None:
        return
    path = (figure.rows.case if figure.rows.of_cases else "") or figure.rows.key
    every = set(figure.all_rows(period).values_list(path, flat=True))
    seen = set(figure.visible_rows(person, period).values_list(path, flat=True))
    if figure.rows.readers is not None:
        own = figure.rows.rows().filter(figure.rows.readers(person))
        allowed = set(own.values_list(path, flat=True))
    else:
        allowed = set(Case.objects.visible_to(person).values_list("pk", flat=True))
    assert seen == every & allowed, f"{figure.full} shows other rows to {person}"
    assert figure.withheld(person, period) == len(every - seen)
    assert figure.counted(period) == len(every), figure.full


def random_filter(figure: Figure, rng: Random) -> dict[str, object]:
    """None, one or two groups that exist, or one that does not."""
    chosen: dict[str, object] = {}
    for name in rng.sample(
        sorted(figure.dimensions), min(rng.randrange(3), len(figure.dimensions))
    ):
        keys = [part.key for part in figure.broken_down(some_period(rng), name)]
        chosen[name] = rng.choice([*keys, ""]) if keys else ""
    return chosen


def some_period(rng: Random) -> Period:
    """A year, a month, or any days up to today."""
    today = timezone.localdate()
    match rng.randrange(3):
        case 0:
            return Period.holding(today, "year")
        case 1:
            return Period.holding(today, "month")
    first = today - timedelta(days=rng.randrange(60))
    return Period.days(first, first + timedelta(days=rng.randrange(90)))


def check_figures(figures: Sequence[Figure], rng: Random) -> None:
    """Before and after what is kept is reckoned; then the proof itself."""
    for _round in range(2):
        for figure in figures:
            check_value(figure, some_period(rng), random_filter(figure, rng))
            check_parts(figure, some_period(rng), rng)
        fold()
    populations = {id(f.rows): f.rows for f in figures if f.rows is not None and not f.live}
    assert [one for population in populations.values() for one in prove(population)] == []
