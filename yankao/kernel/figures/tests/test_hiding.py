"""Small counts of people are hidden, and whoever subtracts all that is published finds none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yankao.kernel.figures import sheet as sheets
from yankao.kernel.figures.dimensions import Dimension
from yankao.kernel.figures.figure import Figure
from yankao.kernel.figures.hiding import LEAST, few, hidden, small
from yankao.kernel.figures.measures import count
from yankao.kernel.figures.period import Period
from yankao.kernel.figures.reading import Point, Slice

YEARS, MONTHS, GROUPS = (111, 112), range(1, 13), ("a", "b", "c", "d")
Cell = tuple[int, int, str]
PRIME = 1_000_003  # sums of ones stay exact
CELLS = [(year, month, group) for year in YEARS for month in MONTHS for group in GROUPS]
PERIODS = [
    "111", "112", "111~112", "112-01", "112-02", "1120101~1120715", "1120101~1121130", "115",
]  # fmt: skip


def counts(*numbers: int) -> list[tuple[Decimal, ...]]:
    return [(Decimal(number),) for number in numbers]


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    assert hidden(counts(3, 50, 9)) == {0, 2}
    assert hidden(counts(5, 0)) == set()
    assert hidden([(Decimal(40), Decimal(2)), (Decimal(9), Decimal(9)), (Decimal(60), Decimal(8))])


@given(st.lists(st.integers(0, 40), max_size=12))
def test_what_is_hidden_cannot_be_reckoned_from_the_total(numbers: list[int]) -> None:
    cells = counts(*numbers)
    gone = hidden(cells)
    assert all(place in gone for place, one in enumerate(cells) if few(one))
    left = [one for place, one in enumerate(cells) if any(one) and place not in gone]
    if gone and left:
        assert len(gone) > 1
        assert sum(numbers[place] for place in gone) >= LEAST


@dataclass(eq=False, repr=False)
class Visitors(Figure):
    """People by month and by two kinds of group, one of which gathers the other."""

    came: Mapping[Cell, int] = field(default_factory=dict)

    @property
    def dimensions(self) -> dict[str, Dimension]:
        return {"group": Dimension("group"), "half": Dimension("half")}

    def within(self, period: Period, group: str = "") -> int:
        return sum(
            many for (year, month, name), many in self.came.items()
            if period.first <= Period.month(year, month).first < period.after
            and (not group or name in group)
        )  # fmt: skip

    def value(self, period: Period, **where: object) -> Decimal | None:
        return Decimal(self.within(period))

    def series(self, period: Period, step: str, **where: object) -> list[Point]:
        return [Point(span, Decimal(self.within(span))) for span in period.split(step)]

    def broken_down(self, period: Period, dim: str, **where: object) -> list[Slice]:
        keys = GROUPS if dim == "group" else ("ab", "cd")
        return [Slice(key, key, Decimal(self.within(period, key))) for key in keys]


def told(figure: Visitors) -> Iterator[tuple[Period, str, Decimal]]:
    """Every number that page, file and API say to the public: over which months, which groups."""
    for text in PERIODS:
        for step in ("year", "month", "week"):
            one = sheets.sheet(figure, Period.parse(text), step=step, public=True)
            past = sheets.so_far(one.period).before()
            yield from known(one.period, "", one.value)
            yield from known(past, "", one.before)
            for point in [*sheets.points(one, one.period), *sheets.points(one, past)]:
                yield from known(point.period, "", point.value)
            for name in one.dimensions:
                for period in (one.period, past):
                    for part in sheets.slices(one, period, name):
                        yield from known(period, part.key, part.value)


def known(
    period: Period, group: str, value: Decimal | None
) -> Iterator[tuple[Period, str, Decimal]]:
    if value is not None:
        yield period, group, value


def row(period: Period, group: str) -> list[int]:
    """Which cells a number adds up."""
    return [
        int(period.first <= Period.month(year, month).first < period.after
            and (not group or name in group))
        for year, month, name in CELLS
    ]  # fmt: skip


def reduced(rows: list[list[int]]) -> dict[int, list[int]]:
    """The space of all sums and differences of the rows: by its first place, each from 1."""
    kept: dict[int, list[int]] = {}
    for one in rows:
        rest = left_of(one, kept)
        lead = next((place for place, part in enumerate(rest) if part), None)
        if lead is not None:
            over = pow(rest[lead], -1, PRIME)
            kept[lead] = [part * over % PRIME for part in rest]
    return kept


def left_of(one: list[int], kept: dict[int, list[int]]) -> list[int]:
    for lead, base in sorted(kept.items()):
        if times := one[lead]:
            one = [(part - times * other) % PRIME for part, other in zip(one, base, strict=True)]
    return one


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: date(2026, 6, 15))


FEW = st.sampled_from([cell for cell in CELLS if cell[1] in (1, 2, 3, 12)])
PEOPLE = st.dictionaries(FEW, st.sampled_from([1, 2, 4, 5, 7, 12, 30]), max_size=12)


@pytest.mark.usefixtures("today")
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(came=PEOPLE)
def test_nobody_reckons_a_small_count_from_all_that_is_public(came: dict[Cell, int]) -> None:
    figure = Visitors("came", "訪客", count(), persons=True, audience="public",
                      came=came)  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sheets, "first_recorded", lambda _figure: date(2022, 1, 1))
        said = list(told(figure))
    assert not any(small(value) for _period, _group, value in said)
    space = reduced(
        [row(*one) for one in {(p.slug, group): (p, group) for p, group, _v in said}.values()]
    )
    asked = [(Period.roc_year(year), key) for year in YEARS for key in ("", *GROUPS, "ab", "cd")]
    asked += [(Period.month(year, month), key) for year in YEARS for month in MONTHS
              for key in ("", *GROUPS)]  # fmt: skip
    for period, group in asked:
        if small(Decimal(figure.within(period, group))):
            assert any(left_of(row(period, group), space)), f"{period} {group} can be reckoned"
