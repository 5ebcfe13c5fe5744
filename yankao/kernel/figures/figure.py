"""A named number and the rows behind it. The value is the same for every reader."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Person
from yankao.kernel.values.qualifiers import Qualifier
from yankao.kernel.values.roc import roc_year
from yankao.kernel.values.rounding import half_up
from yankao.kernel.values.words import Words

from . import behind, reading
from .dimensions import Dimension
from .measures import (
    Measure,
    answered,
    count,
    difference,
    distinct,
    mean,
    mean_of_months,
    median,
    minutes,
    monthly_mean,
    percentile,
    ratio,
    reckoned,
    share,
    together,
    total,
)
from .period import Period
from .population import Population, Rows
from .reading import Point, Slice

__all__ = [
    "Alert", "Dimension", "Figure", "Owner", "Period", "Point", "Population", "Slice", "answered",
    "count", "difference", "distinct", "mean", "mean_of_months", "median", "minutes",
    "monthly_mean", "percentile", "ratio", "reckoned", "share", "together", "total",
]  # fmt: skip

AMBER = Decimal("0.9")  # amber from 90 % of the target (handbook 5-6 §16) [assumed]


@dataclass(frozen=True)
class Owner:
    """Who answers for a figure: a unit by its code and a role there."""

    unit: str
    role: str = ""


@dataclass(frozen=True)
class Alert:
    """Below (or above) which value its owner is asked; of each whole step, or as it stands."""

    at: Decimal | int
    step: str = "month"


@dataclass(eq=False, repr=False)
class Figure:
    """`audience`: "room" for those with a duty in the programme, "officials" for whoever signs in,
    "public" for everybody. `direction` "up" when more is better, "down" when less is.

    `subject_offset` is the subject year less the report year: evaluations of the year before, −1.
    `persons` says that rows are people: in public, counts under five are hidden.
    """

    name: str
    label: str
    measure: Measure
    rows: Population | None = None
    label_en: str = ""
    unit: Words = _("件")
    definition: Words = ""
    source: Words = ""
    owner: Owner | None = None
    by: Sequence[str] = ()
    target: Decimal | int | None = None
    direction: str = ""
    places: int = 0
    qualifier: Qualifier = Qualifier.EXACT
    audience: str = "room"
    persons: bool = False
    alert: Alert | None = None
    subject_offset: int = 0
    programme: str = field(default="", init=False)

    def place(self, programme: str) -> None:
        """Its full name follows from its programme; its population keeps what it needs."""
        self.programme = programme
        if self.rows is not None:
            self.rows.programme = programme
            self.rows.take(self.measure)

    def __repr__(self) -> str:
        return f"<Figure {self.full}>"

    @property
    def full(self) -> str:
        return f"{self.programme}.{self.name}"

    @property
    def url(self) -> str:
        return f"/figures/{self.full}/"

    @property
    def title(self) -> str:
        return self.label_en if self.label_en and get_language() == "en" else self.label

    @property
    def public(self) -> bool:
        return self.audience == "public"

    @property
    def live(self) -> bool:
        """As it stands now; it has no past and no trend."""
        return self.rows is not None and self.rows.live

    @property
    def dimensions(self) -> dict[str, Dimension]:
        if self.rows is None:
            return {}
        every = self.rows.dimensions
        return {name: every[name] for name in self.by} if self.by else every

    def years(self, period: Period) -> tuple[int, int]:
        """The report year and the year it speaks of."""
        report = roc_year(period.last)
        return report, report + self.subject_offset

    def value(self, period: Period, **where: object) -> Decimal | None:
        """Over all rows; None when there is nothing to say."""
        return reading.value(self, period, where)

    def series(self, period: Period, step: str, **where: object) -> list[Point]:
        """The value of each year, month, week or day of the period."""
        return reading.series(self, period, step, where)

    def broken_down(self, period: Period, dim: str, **where: object) -> list[Slice]:
        """The value of each group, in the groups' own order."""
        return reading.broken_down(self, period, dim, where)

    def all_rows(self, period: Period, **where: object) -> Rows:
        """The rows the value is over, whoever asks; for a share, those of its whole."""
        return reading.rows(self, period, where)

    def keys_by(self, period: Period, dim: str, **where: object) -> dict[str, list[int]]:
        """The keys of the rows of each group."""
        return behind.keys_by(self, period, dim, where)

    def counted(self, period: Period, **where: object) -> int:
        """How many rows the value is over."""
        return reading.counted(self, period, where)

    def visible_rows(self, person: Person, period: Period, **where: object) -> Rows:
        """Those of the rows that this person may see."""
        assert self.rows is not None
        return self.rows.visible_to(person, self.all_rows(period, **where))

    def withheld(self, person: Person, period: Period, **where: object) -> int:
        """How many of the rows this person may not see."""
        return behind.withheld(self, period, where, person)

    def rows_hash(self, period: Period, **where: object) -> str:
        """The identity of the rows, for an issue to freeze."""
        return behind.rows_hash(self, period, where)

    def shown(self, value: Decimal | None, *, unit: bool = True) -> str:
        """Rounded half up, grouped, with qualifier and unit; a dash when missing."""
        if value is None:
            return "—"
        space = "" if str(self.unit) == "%" or get_language() != "en" else " "
        number = f"{self.qualifier}{half_up(value, self.places):,}"
        return f"{number}{space}{self.unit}" if unit else number

    def light(self, value: Decimal | None) -> str:
        """ok, warn, late against the target; "" without one or without a value."""
        if value is None or self.target is None:
            return ""
        value, target = half_up(value, self.places), Decimal(self.target)
        if self.direction == "down":
            return "ok" if value <= target else "warn" if value <= target / AMBER else "late"
        return "ok" if value >= target else "warn" if value >= target * AMBER else "late"
