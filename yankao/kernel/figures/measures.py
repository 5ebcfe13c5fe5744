"""How rows become a number: counts, sums, shares, means, medians. Exact, and rounded by nobody."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import (
    Aggregate,
    BigIntegerField,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    Q,
    Sum,
)
from django.db.models.expressions import Combinable

from .period import Period

Number = Decimal | None
Combine = Callable[[Sequence[Decimal], Period], Number]
Combined = Callable[[Sequence[Decimal]], Number]


@dataclass(frozen=True, eq=False)
class Measure:
    """Sums over rows (`parts`) and what is made of them; `counted` are the rows that take part.

    Parts add up over days and over groups, so a share over a year is Σ part ÷ Σ whole. `ranked`
    is a whole number per row whose order matters: it is kept as a histogram. `names` are other
    figures from which this one is reckoned by `formula`; with `monthly`, it is the mean of what
    the one named comes to in each month.
    """

    parts: Sequence[Aggregate] = ()
    combine: Combine = field(default=lambda parts, period: parts[0])
    counted: Q = field(default_factory=Q)
    hit: Q | None = None
    ranked: Combinable | None = None
    percent: Decimal = Decimal(50)
    distinct: str = ""
    names: Sequence[str] = ()
    formula: Combined = lambda values: sum(values, Decimal(0))
    monthly: bool = False
    kind: str = "count"


def only(condition: Q | None) -> Q | None:
    return condition if condition else None


def count(condition: Q | None = None) -> Measure:
    """How many rows, or how many of them."""
    return Measure([Count("pk", filter=only(condition))], counted=condition or Q())


def total(of: str | Combinable, condition: Q | None = None) -> Measure:
    """The sum of a field; of rows that all leave it empty there is none."""
    known = known_of(of, condition)
    return Measure(
        [Sum(of, filter=only(condition)), Count(of, filter=only(condition))],
        lambda parts, period: parts[0] if parts[1] else None,
        counted=known,
        kind="total",
    )


def share(part: Q, of: Q | None = None) -> Measure:
    """Per cent: Σ part ÷ Σ whole. Nothing of nothing is no share, not zero."""
    whole = of or Q()
    return Measure(
        [Count("pk", filter=whole & part), Count("pk", filter=only(of))],
        lambda parts, period: parts[0] * 100 / parts[1] if parts[1] else None,
        counted=whole,
        hit=whole & part,
        kind="share",
    )


def answered(part: Q, of: Q | None = None) -> Measure:
    """A share that is missing when nobody answered: then nobody was asked."""
    found = share(part, of)
    return Measure(
        found.parts,
        lambda parts, period: parts[0] * 100 / parts[1] if parts[0] else None,
        counted=found.counted,
        hit=found.hit,
        kind="share",
    )


def mean(of: str | Combinable, condition: Q | None = None) -> Measure:
    """Σ ÷ how many are known; an empty field is not a zero."""
    return Measure(
        [Sum(of, filter=only(condition)), Count(of, filter=only(condition))],
        lambda parts, period: parts[0] / parts[1] if parts[1] else None,
        counted=known_of(of, condition),
        kind="mean",
    )


def ratio(of: str | Combinable) -> Measure:
    """Σ of a field over all rows, per row: reassignments per case."""
    return Measure(
        [Sum(of), Count("pk")],
        lambda parts, period: parts[0] / parts[1] if parts[1] else None,
        kind="mean",
    )


def monthly_mean(condition: Q | None = None) -> Measure:
    """The period's count over its months; of a running year, over the months begun."""

    def combine(parts: Sequence[Decimal], period: Period) -> Number:
        months = period.months()
        return parts[0] / months if months else None

    counted = condition or Q()
    return Measure([Count("pk", filter=only(condition))], combine, counted, kind="monthly_mean")


def percentile(percent: int, of: str | Combinable, condition: Q | None = None) -> Measure:
    """The smallest whole value that so many per cent of the rows do not exceed; exact."""
    counted = known_of(of, condition)
    ranked = F(of) if isinstance(of, str) else of
    return Measure(
        [Count("pk", filter=counted)], counted=counted, ranked=ranked, percent=Decimal(percent),
        kind="percentile",
    )  # fmt: skip


def median(of: str | Combinable, condition: Q | None = None) -> Measure:
    """The lower median: the half's smallest whole value."""
    return percentile(50, of, condition)


def distinct(of: str, condition: Q | None = None) -> Measure:
    """How many different values; counted over the rows each time, since days do not add up."""
    return Measure(
        [Count(of, distinct=True, filter=only(condition))],
        counted=known_of(of, condition), distinct=of, kind="distinct",
    )  # fmt: skip


def difference(of: str, less: str) -> Measure:
    """One figure less another; missing when either is."""
    return reckoned(lambda values: values[0] - values[1], of, less)


def together(*names: str) -> Measure:
    """Figures of the same unit added up; missing when one is."""
    return reckoned(lambda values: sum(values, Decimal(0)), *names)


def reckoned(formula: Combined, *names: str) -> Measure:
    """From other figures, by a formula over their values; missing when one is."""
    return Measure(names=names, formula=formula, kind="derived")


def mean_of_months(of: str) -> Measure:
    """The mean of a figure's months, each weighing the same; months that say nothing are out."""
    return Measure(names=(of,), monthly=True, kind="derived")


def known_of(of: str | Combinable, condition: Q | None) -> Q:
    """Rows in which the field says something; an expression must say so in its condition."""
    known = Q(**{f"{of}__isnull": False}) if isinstance(of, str) else Q()
    return known & condition if condition else known


def minutes(later: str, earlier: str | Combinable) -> Combinable:
    """Whole minutes from one moment to another, cut off."""
    start = F(earlier) if isinstance(earlier, str) else earlier
    seconds: Combinable = Func(
        ExpressionWrapper(F(later) - start, output_field=DurationField()),
        template="floor(extract(epoch FROM (%(expressions)s)) / 60)::bigint",
        output_field=BigIntegerField(),
    )
    return seconds
