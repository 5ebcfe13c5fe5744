"""The rows over which figures are reckoned, the moment that places each in time, and what they
may be told apart by.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce, TruncDate

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.values.taipei import TAIPEI
from yankao.kernel.values.words import Words

from .dimensions import Dimension, dimension
from .measures import Measure
from .period import ONE, Period

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Listing:
    """How rows that are no cases are listed: what one is called, its page, the columns beside."""

    called: Callable[[Any], str]
    url: Callable[[Any], str]
    columns: Sequence[tuple[Words, Callable[[Any], str]]]
    related: Sequence[str] = ()


@dataclass(eq=False)
class Population:
    """`rows` gives all rows, of whatever time; `at` is the path to the moment that places a row,
    "" for what is counted as it stands now. `case` is the path to the case, "" when rows are cases.

    `by` names dimensions by paths over columns of the rows and their cases. `feeds` are further
    tables with a key `case` whose change may change a sum.

    Rows that belong to no case, such as a ledger's, say who reads which of them (`readers`) and
    how they are listed.
    """

    name: str
    label: Words
    rows: Callable[[], Rows]
    at: str
    by: Mapping[str, str | Dimension]
    case: str = "case"
    feeds: Sequence[type[models.Model]] = ()
    readers: "Callable[[Person], Q] | None" = None
    listing: Listing | None = None
    programme: str = ""
    parts: list[Any] = field(default_factory=list, init=False)
    ranks: list[Any] = field(default_factory=list, init=False)

    @property
    def live(self) -> bool:
        """Counted as it stands now; has no past."""
        return not self.at

    @property
    def full(self) -> str:
        return f"{self.programme}.{self.name}"

    @property
    def of_cases(self) -> bool:
        return self.readers is None

    @cached_property
    def key(self) -> str:
        """The column by which a row is told from all others."""
        return "id" if isinstance(self.model._meta.pk, models.CompositePrimaryKey) else "pk"

    @cached_property
    def model(self) -> type[models.Model]:
        return self.rows().model

    @cached_property
    def dimensions(self) -> dict[str, Dimension]:
        return {name: dimension(self.model, name, path) for name, path in self.by.items()}

    @cached_property
    def roots(self) -> dict[str, Dimension]:
        """One for each column that is kept; derived dimensions are read through theirs."""
        return {one.path: one for one in self.dimensions.values() if one.path and not one.bands}

    def take(self, measure: Measure) -> None:
        """What this measure needs is kept from now on."""
        if measure.distinct or measure.names:
            return
        for part in measure.parts:
            if not any(part == kept for kept in self.parts):
                self.parts.append(part)
        if measure.ranked is not None and self.rank(measure) < 0:
            self.ranks.append((measure.ranked, measure.counted))

    def positions(self, measure: Measure) -> list[int]:
        return [next(i for i, kept in enumerate(self.parts) if kept == p) for p in measure.parts]

    def rank(self, measure: Measure) -> int:
        wanted = (measure.ranked, measure.counted)
        return next((i for i, kept in enumerate(self.ranks) if kept == wanted), -1)

    def base(self) -> Rows:
        """All rows, told to be of this programme, so that the database finds its index."""
        if not self.programme or not self.of_cases or not (self.case or self.model is Case):
            return self.rows()
        path = f"{self.case}__programme" if self.case else "programme"
        return self.rows().filter(**{path: self.programme})

    def within(self, ranges: Iterable[Period]) -> Rows:
        """Rows placed in any of the stretches."""
        spans = Q(**{f"{self.key}__in": []})
        for span in ranges:
            spans |= Q(**{f"{self.at}__gte": span.since, f"{self.at}__lt": span.until})
        return self.base().filter(spans)

    def everything(self) -> Rows:
        return self.base() if self.live else self.base().filter(**{f"{self.at}__isnull": False})

    def keyed(self, rows: Rows, path: str = "", *, daily: bool = False) -> Rows:
        """Rows with `cell_day` and `cell_key`, ready to be grouped; the order is dropped."""
        names = {"cell_key": key_expression(path)}
        if daily:
            names["cell_day"] = TruncDate(self.at, tzinfo=TAIPEI)
        keyed: Rows = rows.order_by().annotate(**names).values(*names)
        return keyed

    def by_every(self, rows: Rows) -> Rows:
        """Rows with `cell_day` and, as `k0`, `k1`, …, every column that is kept."""
        names: dict[str, Any] = {"cell_day": TruncDate(self.at, tzinfo=TAIPEI)}
        names |= {f"k{n}": key_expression(path) for n, path in enumerate(self.roots)}
        keyed: Rows = rows.order_by().annotate(**names).values(*names)
        return keyed

    def visible_to(self, person: Person, rows: Rows) -> Rows:
        if self.readers is not None:
            return rows.filter(self.readers(person))
        seen = Case.objects.visible_to(person)
        if self.programme:
            seen = seen.filter(programme=self.programme)
        return rows.filter(**{f"{self.case or 'pk'}__in": seen.values("pk")})

    def digest(self) -> str:
        """Changes when what is kept would be reckoned otherwise."""
        names = {f"p{i}": part for i, part in enumerate(self.parts)}
        said = ["by day, month and year", self.at, *sorted(self.roots)]
        for query in [self.keyed(self.everything()).annotate(**names), *self.histograms()]:
            said.append(str(query.query))
        return hashlib.sha256("\n".join(said).encode()).hexdigest()

    @cached_property
    def fingerprint(self) -> str:
        """The digest, reckoned once all figures are known."""
        return self.digest()

    def histograms(self) -> list[Rows]:
        return [self.ranked_rows(i, self.everything()) for i in range(len(self.ranks))]

    def ranked_rows(self, index: int, rows: Rows, *, daily: bool = False) -> Rows:
        """Rows keyed by the whole number whose order matters."""
        of, counted = self.ranks[index]
        key = Cast(of, TextField())
        names: dict[str, Any] = {"cell_key": key}
        if daily:
            names["cell_day"] = TruncDate(self.at, tzinfo=TAIPEI)
        ranked: Rows = rows.filter(counted).order_by().annotate(**names).values(*names)
        return ranked


def key_expression(path: str) -> Any:
    """A column as text; what is empty and what is missing are one."""
    if not path:
        return Value("", TextField())
    return Coalesce(Cast(F(path), TextField()), Value("", TextField()), output_field=TextField())


def stretches(days: Iterable[date]) -> list[Period]:
    """Consecutive days joined into periods."""
    found: list[Period] = []
    for day in sorted(set(days)):
        if found and found[-1].after == day:
            found[-1] = Period(found[-1].first, day + ONE)
        else:
            found.append(Period(day, day + ONE))
    return found
