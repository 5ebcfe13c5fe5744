"""Shares, qualifiers and lengths of time, as the annual report prints them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from yankao.kernel.values.durations import remaining_text, said
from yankao.kernel.values.qualifiers import Qualifier, Stated
from yankao.kernel.values.roc import Unreadable
from yankao.kernel.values.rounding import half_up, monthly_mean, share


def test_shares_of_the_annual_report():
    assert share(21, 104) == Decimal("20.19")
    assert share(83, 104) == Decimal("79.81")
    assert share(7, 34, places=0) == Decimal("21")
    assert share(8, 8) == Decimal("100.00")


def test_a_share_of_nothing_is_no_share():
    assert share(0, 0) is None
    assert share(0, 5) == 0


def test_a_half_goes_up_and_never_to_even():
    assert half_up(Decimal("2.5")) == 3
    assert half_up(Decimal("-2.5")) == -3
    assert half_up(Decimal("1.005"), 2) == Decimal("1.01")
    assert share(1, 32) == Decimal("3.13")


def test_monthly_means_of_the_annual_report():
    assert monthly_mean(860_696) == 71_725
    assert monthly_mean(112_385) == 9_365
    assert monthly_mean(6) == 1


@pytest.mark.parametrize(
    ("text", "true", "false"),
    [
        ("逾20,697", [20_697, 20_698], [20_696]),
        ("達15", [15, 16], [14]),
        ("近36,000", [36_000, 35_400, 34_200], [36_001, 34_199]),
        ("約94,675", [94_675, 90_000, 99_000], [89_000, 100_000]),
        ("165", [165], [164, 166]),
    ],
)
def test_a_stated_figure_is_compared_through_its_qualifier(text, true, false):
    stated = Stated.parse(text)
    assert all(stated.fits(actual) for actual in true)
    assert not any(stated.fits(actual) for actual in false)
    assert str(stated) == text


def test_slack_is_chosen_by_who_compares():
    assert not Qualifier.ABOUT.fits(96, 100, Decimal("0.01"))


@pytest.mark.parametrize("text", ["", "逾", "很多", "逾x", "1.2.3", "²"])
def test_what_is_no_figure_is_refused(text):
    with pytest.raises(Unreadable):
        Stated.parse(text)


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(hours=3, minutes=12, seconds=59), "剩 3 小時 12 分"),
        (timedelta(hours=3), "剩 3 小時"),
        (timedelta(days=6), "剩 6 天"),
        (timedelta(days=1, minutes=50), "剩 1 天"),
        (timedelta(minutes=8), "剩 8 分"),
        (timedelta(seconds=59), "剩 不到 1 分"),
        (timedelta(), "逾期 不到 1 分"),
        (-timedelta(days=2, hours=4, minutes=59), "逾期 2 天 4 小時"),
    ],
)
def test_what_is_left_is_said_at_a_glance(length, text):
    with translation.override("zh-hant"):
        assert remaining_text(length) == text


def test_a_length_has_no_sign():
    with translation.override("zh-hant"):
        assert said(timedelta(minutes=-61)) == said(timedelta(minutes=61)) == "1 小時 1 分"
