"""Periods are whole days of the city, said in ROC years."""

from datetime import UTC, date, datetime

import pytest

from yankao.kernel.figures.period import STEPS, Period
from yankao.kernel.values.roc import Unreadable


@pytest.mark.parametrize("text", ["112", "110~112", "112-06", "1120601~1120615"])
def test_a_period_is_read_as_it_is_written(text: str) -> None:
    assert Period.parse(text).slug == text


@pytest.mark.parametrize(
    "text", ["", "112-13", "x", "1120615~1120601", "112~110", "2023", "9999999"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        Period.parse(text)


def test_new_years_eve_belongs_to_the_old_year() -> None:
    year = Period.roc_year(112)
    assert year.until == datetime(2023, 12, 31, 16, tzinfo=UTC)


@pytest.mark.parametrize("step", STEPS)
def test_steps_cover_every_day_once(step: str) -> None:
    parts = list(Period.days(date(2023, 11, 15), date(2024, 3, 2)).split(step))
    assert (parts[0].first, parts[-1].last) == (date(2023, 11, 15), date(2024, 3, 2))
    assert all(a.after == b.first for a, b in zip(parts, parts[1:], strict=False))


def test_a_leap_day_is_compared_with_the_twenty_eighth() -> None:
    assert Period.days(date(2024, 2, 29), date(2024, 2, 29)).before().first == date(2023, 2, 28)
