"""Small counts of people are hidden, and nobody can reckon them back from the total."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yankao.kernel.figures.hiding import LEAST, hidden, small

COUNTS = st.lists(st.one_of(st.none(), st.integers(0, 40).map(Decimal)), max_size=12)


def test_one_small_count_takes_the_next_smallest_with_it() -> None:
    assert hidden([Decimal(3), Decimal(50), Decimal(9)]) == {0, 2}
    assert hidden([Decimal(5), Decimal(0), None]) == set()


@given(COUNTS)
def test_what_is_hidden_cannot_be_reckoned_from_the_total(counts: list[Decimal | None]) -> None:
    gone = hidden(counts)
    assert all(place in gone for place, count in enumerate(counts) if small(count))
    left = [c for place, c in enumerate(counts) if c and place not in gone]
    if gone and left:
        assert len(gone) > 1
        assert sum(counts[place] or 0 for place in gone) >= LEAST
