"""From a figure and a period to values, trends, breakdowns and rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, Q, TextField

from .dimensions import Dimension, Name, field_at, groups, key_of
from .kept import Ask, read_once, sums
from .kept import counted as kept_count
from .measures import Measure
from .period import Period, beginning
from .population import Population, Rows, key_expression

if TYPE_CHECKING:
    from .figure import Figure

Where = Mapping[str, object]
Number = Decimal | None


class NoSuchDimension(ValueError):
    """The figure cannot be told apart by that."""


@dataclass(frozen=True)
class Point:
    """One step of a trend; `whole` is the denominator of a share or mean, else the value."""

    period: Period
    value: Number
    whole: Number = None


@dataclass(frozen=True)
class Slice:
    """One group of a breakdown, with what one should know of it."""

    key: str
    label: str
    value: Number
    whole: Number = None
    note: str = ""


def value(figure: "Figure", period: Period, where: Where) -> Number:
    measure = figure.measure
    if measure.monthly:
        return mean_over(series(named(measure)[0], period, "month", where))
    if measure.names:
        return derived(measure, [one.value(period, **where) for one in named(measure)])
    population = population_of(figure)
    if population.live or measure.distinct or len(where) > 1:
        return from_everything(figure, period, where)
    ask = asked(population, period, where)
    if measure.ranked is not None:
        return ranked_value(figure, period, where, ask)
    found = list(sums(population, ask).values())
    return combine(population, measure, added(found, len(population.parts)), period)


def ranked_value(figure: "Figure", period: Period, where: Where, ask: Ask) -> Number:
    """From the histogram of the whole; of a part of it, over the rows."""
    population, measure = population_of(figure), figure.measure
    if ask.path:
        return ranked(histogram_of(population, measure, rows(figure, period, where)), measure)
    index = population.rank(measure)
    return ranked(tallied(sums(population, Ask(period, ranked=index))), measure)


def tallied(found: Mapping[Any, Sequence[Decimal]]) -> dict[int, int]:
    tally: dict[int, int] = {}
    for (_step, key), (many, *_more) in found.items():
        tally[int(key)] = tally.get(int(key), 0) + int(many)
    return tally


def ranked(tally: Mapping[int, int], measure: Measure) -> Number:
    """The smallest value that so many per cent do not exceed (nearest rank)."""
    whole, passed = sum(tally.values()), 0
    for key in sorted(tally):
        passed += tally[key]
        if passed * 100 >= measure.percent * whole and passed:
            return Decimal(key)
    return None


def histogram_of(population: Population, measure: Measure, found: Rows) -> dict[int, int]:
    keyed = population.ranked_rows(population.rank(measure), found).annotate(p0=Count("pk"))
    return {int(row["cell_key"]): row["p0"] for row in keyed}


def series(figure: "Figure", period: Period, step: str, where: Where) -> list[Point]:
    measure, spans = figure.measure, list(period.split(step))
    if measure.monthly:
        return monthly_series(named(measure)[0], period, step, where)
    if measure.names:
        each = [series(one, period, step, where) for one in named(measure)]
        return [
            Point(span, derived(measure, [one[i].value for one in each]))
            for i, span in enumerate(spans)
        ]
    population = population_of(figure)
    if population.live:
        return []
    if measure.distinct or len(where) > 1 or (measure.ranked is not None and where):
        return [Point(span, from_everything(figure, span, where)) for span in spans]
    ask = asked(population, period, where, step)
    if measure.ranked is not None:
        return ranked_series(
            population, measure, spans, Ask(period, "", None, step, population.rank(measure))
        )
    found = sums(population, ask)
    return [
        point(population, measure, span, found_in(found, beginning(span.first, step)))
        for span in spans
    ]


def monthly_series(of: "Figure", period: Period, step: str, where: Where) -> list[Point]:
    """Of years the mean of their months; what is no longer than a month is its own mean."""
    if step != "year":
        return series(of, period, step, where)
    months = series(of, period, "month", where)
    spans = list(period.split("year"))
    each = [[p for p in months if span.first <= p.period.first < span.after] for span in spans]
    return [Point(span, mean_over(found)) for span, found in zip(spans, each, strict=True)]


def mean_over(points: Sequence[Point]) -> Number:
    known = [point.value for point in points if point.value is not None]
    return sum(known, Decimal(0)) / len(known) if known else None


def ranked_series(
    population: Population, measure: Measure, spans: Sequence[Period], ask: Ask
) -> list[Point]:
    by_step: dict[Any, dict[int, int]] = {}
    for (first, key), (many, *_more) in sums(population, ask).items():
        tally = by_step.setdefault(first, {})
        tally[int(key)] = tally.get(int(key), 0) + int(many)
    found = []
    for span in spans:
        tally = by_step.get(beginning(span.first, ask.step), {})
        found.append(Point(span, ranked(tally, measure), Decimal(sum(tally.values()))))
    return found


def found_in(found: Mapping[Any, list[Decimal]], first: object) -> list[list[Decimal]]:
    return [kept for (step, _key), kept in found.items() if step == first]


def point(
    population: Population, measure: Measure, span: Period, found: list[list[Decimal]]
) -> Point:
    total = added(found, len(population.parts))
    return Point(span, combine(population, measure, total, span), whole(population, measure, total))


def broken_down(figure: "Figure", period: Period, dim: str, where: Where) -> list[Slice]:
    measure = figure.measure
    one = figure.dimensions.get(dim) if figure.rows else None
    if one is None:
        raise NoSuchDimension(dim)
    population = population_of(figure)
    if one.bands:
        return banded(figure, period, one, where)
    if measure.ranked is not None or measure.distinct:
        return by_rows(figure, period, one, where)
    if where or population.live:
        tallies = keyed_sums(population, rows_within(population, period, where), one.path)
    else:
        tallies = {key: kept for (_s, key), kept in sums(population, Ask(period, one.path)).items()}
    names = groups(one, tallies)
    gathered: dict[str, list[list[Decimal]]] = {}
    titles: dict[str, Name] = {}
    for key, kept in tallies.items():
        name = names[key]
        gathered.setdefault(name.key, []).append(kept)
        titles.setdefault(name.key, name)
    ordered = sorted(gathered, key=lambda key: titles[key].order)
    return [sliced(population, measure, titles[key], gathered[key], period) for key in ordered]


def sliced(
    population: Population, measure: Measure, name: Name, found: list[list[Decimal]], period: Period
) -> Slice:
    total = added(found, len(population.parts))
    reckoned = combine(population, measure, total, period)
    return Slice(name.key, name.label, reckoned, whole(population, measure, total), name.note)


def keyed_sums(population: Population, found: Rows, path: str) -> dict[str, list[Decimal]]:
    parts = {f"p{i}": part for i, part in enumerate(population.parts)}
    grouped = population.keyed(found, path).annotate(**parts)
    return {row["cell_key"]: [Decimal(row[name] or 0) for name in parts] for row in grouped}


def by_rows(figure: "Figure", period: Period, one: Dimension, where: Where) -> list[Slice]:
    """Medians and distinct values of each group do not add up: reckoned over the rows."""
    population, measure = population_of(figure), figure.measure
    within = rows(figure, period, where)
    if measure.ranked is not None:
        tallies = tallied_by(population, measure, within, one.path)
    else:
        keys = population.keyed(within, one.path).distinct()
        tallies = {key: {} for key in keys.values_list("cell_key", flat=True)}
    names, found = groups(one, tallies), dict[str, Slice]()
    for name in sorted(set(names[key] for key in tallies), key=lambda name: name.order):
        if measure.ranked is not None:
            merged = merge(tally for key, tally in tallies.items() if names[key].key == name.key)
            part, many = ranked(merged, measure), Decimal(sum(merged.values()))
            found.setdefault(name.key, Slice(name.key, name.label, part, many, name.note))
        else:
            part = from_everything(figure, period, {**where, one.name: name.key})
            found.setdefault(name.key, Slice(name.key, name.label, part, None, name.note))
    return list(found.values())


def tallied_by(
    population: Population, measure: Measure, found: Rows, path: str
) -> dict[str, dict[int, int]]:
    of = population.ranks[population.rank(measure)][0]
    grouped = found.order_by().annotate(group=key_expression(path), rank=of)
    tallies: dict[str, dict[int, int]] = {}
    for row in grouped.values("group", "rank").annotate(p0=Count("pk")):
        tallies.setdefault(row["group"], {})[int(row["rank"])] = row["p0"]
    return tallies


def merge(tallies: Iterable[Mapping[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for tally in tallies:
        for key, many in tally.items():
            found[key] = found.get(key, 0) + many
    return found


def banded(figure: "Figure", period: Period, one: Dimension, where: Where) -> list[Slice]:
    """Of what stands now: one condition after another, in the order declared."""
    population, measure = population_of(figure), figure.measure
    found = []
    for key, word, condition in one.bands:
        rows_here = rows_within(population, period, where).filter(condition())
        total = aggregated(population, rows_here)
        found.append(
            Slice(key, str(word), combine(population, measure, total, period),
                  whole(population, measure, total))
        )  # fmt: skip
    return found


def population_of(figure: "Figure") -> Population:
    assert figure.rows is not None, f"{figure.full} is reckoned from other figures"
    return figure.rows


def named(measure: Measure) -> "list[Figure]":
    from . import registry

    return [registry.get(name) for name in measure.names]


def derived(measure: Measure, values: Sequence[Number]) -> Number:
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return None
    return measure.formula(known)


def asked(population: Population, period: Period, where: Where, step: str = "") -> Ask:
    """At most one dimension is kept at a time; of a derived one, all the keys it gathers."""
    for name, given in where.items():
        one = dimension_of(population, name)
        if one.into:
            keys = keys_into(population, one, key_of(given))
            return Ask(period, one.path, keys if key_of(given) else [*keys, ""], step)
        return Ask(period, one.path, [key_of(given)], step)
    return Ask(period, "", None, step)


def dimension_of(population: Population, name: str) -> Dimension:
    if name not in population.dimensions:
        raise NoSuchDimension(name)
    return population.dimensions[name]


def keys_into(population: Population, one: Dimension, wanted: str) -> list[str]:
    """The keys of a column that belong to one group of a derived dimension."""
    assert one.model is not None
    every = [str(pk) for pk in one.model._default_manager.values_list("pk", flat=True)]
    return [key for key, name in groups(one, every).items() if key and name.key == wanted]


def condition(population: Population, name: str, given: object) -> Q:
    one, key = dimension_of(population, name), key_of(given)
    if one.bands:
        return next((test() for band, _word, test in one.bands if band == key), Q(pk__in=[]))
    if one.into:
        kept = Q(**{f"{one.path}__in": keys_into(population, one, key)})
        return kept if key else kept | Q(**{f"{one.path}__isnull": True})
    if key == "":
        empty = Q(**{f"{one.path}__isnull": True})
        told = isinstance(field_at(population.model, one.path), (CharField, TextField))
        return empty | Q(**{one.path: ""}) if told else empty
    return Q(**{one.path: {"true": True, "false": False}.get(key, key)})


def rows_within(population: Population, period: Period, where: Where) -> Rows:
    found = population.base()
    if not population.live:
        found = found.filter(
            **{f"{population.at}__gte": period.since, f"{population.at}__lt": period.until}
        )
    for name, given in where.items():
        found = found.filter(condition(population, name, given))
    return found


def rows(figure: "Figure", period: Period, where: Where) -> Rows:
    return rows_within(population_of(figure), period, where).filter(figure.measure.counted)


def aggregated(population: Population, found: Rows) -> list[Decimal]:
    parts = {f"p{i}": part for i, part in enumerate(population.parts)}
    got = found.order_by().aggregate(**parts)
    return [Decimal(got[name] or 0) for name in parts]


def from_everything(figure: "Figure", period: Period, where: Where) -> Number:
    """Over the rows themselves."""
    population, measure = population_of(figure), figure.measure
    if measure.ranked is not None:
        return ranked(histogram_of(population, measure, rows(figure, period, where)), measure)
    found = rows_within(population, period, where)
    if measure.distinct:
        got = found.order_by().aggregate(p0=measure.parts[0])["p0"]
        return Decimal(got)
    if population.live and not where:
        total = read_once(("live", population.full), lambda: aggregated(population, found))
        return combine(population, measure, total, period)
    return combine(population, measure, aggregated(population, found), period)


def over_rows(figure: "Figure", period: Period, where: Where) -> Number:
    """What a proof compares with: the value over the rows, nothing that is kept."""
    if figure.measure.monthly:
        one = named(figure.measure)[0]
        each = [Point(span, over_rows(one, span, where)) for span in period.split("month")]
        return mean_over(each)
    if figure.measure.names:
        parts = [over_rows(one, period, where) for one in named(figure.measure)]
        return derived(figure.measure, parts)
    return from_everything(figure, period, where)


def added(found: Iterable[Sequence[Decimal]], many: int) -> list[Decimal]:
    total = [Decimal(0)] * many
    for kept in found:
        total = [a + b for a, b in zip(total, kept, strict=True)]
    return total


def combine(
    population: Population, measure: Measure, total: Sequence[Decimal], period: Period
) -> Number:
    return measure.combine([total[i] for i in population.positions(measure)], period)


def whole(population: Population, measure: Measure, total: Sequence[Decimal]) -> Number:
    """The denominator, to be printed beside a share or a mean."""
    if measure.kind not in ("share", "mean"):
        return None
    return total[population.positions(measure)[1]]


def counted(figure: "Figure", period: Period, where: Where) -> int:
    """From what is kept when one dimension at most is asked of; else over the rows."""
    population, measure = population_of(figure), figure.measure
    if population.live or measure.kind in ("mean", "distinct") or len(where) > 1:
        return int(rows(figure, period, where).order_by().count())
    return kept_count(population, measure, asked(population, period, where))
