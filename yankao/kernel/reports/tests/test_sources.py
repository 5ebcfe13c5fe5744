"""Reports quote declared figures: the number, its rows, its parts, and why there is none."""

from datetime import date
from decimal import Decimal

import pytest

from yankao.kernel.reports.document import Ref
from yankao.kernel.reports.markup import parse
from yankao.kernel.reports.quoting import Quoter, Unquotable
from yankao.kernel.reports.sources import Declared
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case

RECEIVED = "dispatch.received"


@pytest.fixture
def holes(city: None, frozen: object) -> list[int]:
    """Three holes in the road, reported today."""
    streets = Desk("dispatch", frozen)  # type: ignore[arg-type]
    return [sample_case(streets).pk for _ in range(3)]


@pytest.fixture
def year(holes: list[int]) -> Quoter:
    return Declared(date(2026, 1, 1), date(2027, 1, 1))


def test_a_number_comes_with_its_rows_and_its_definition(year, holes):
    one = year.quote(Ref(RECEIVED))
    assert (one.value, one.text, one.unit, one.period) == (Decimal(3), "3", "件", "115 年")
    assert sorted(one.keys) == sorted(holes)
    assert one.definition and one.owner and one.of_cases
    assert one.live.startswith("/figures/dispatch.received/")


def test_parts_add_up_and_each_can_be_asked_again(year, holes):
    for by in ("district", "group", "agency", "month"):
        rows = year.series(Ref(RECEIVED, (("by", by),))).rows
        assert sum(one.value for _label, one in rows) == 3, by
        for _label, one in rows:
            (ref,) = parse(str(one.ref)).refs
            assert year.quote(ref).value == one.value
    assert {key for _label, one in rows for key in one.keys} == set(holes)


def test_another_year_and_month(year):
    assert year.quote(Ref(RECEIVED, (("year", "-1"),))).text == "0"
    assert year.quote(Ref(RECEIVED, (("year", "114"),))).period == "114 年"
    assert year.quote(Ref(RECEIVED, (("month", "6"),))).text == "3"


def test_missing_is_not_zero(year):
    assert year.quote(Ref("dispatch.satisfaction")).text == "無資料"
    assert year.quote(Ref("dispatch.four_hours", (("year", "100"),))).value is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{dispatch.nothing}}", "已停用"),
        ("{{dispatch.received planet=mars}}", "不能依"),
        ("{{dispatch.received year=zero}}", "看不懂年度"),
        ("{{dispatch.received month=13}}", "看不懂年度"),
    ],
)
def test_why_there_is_no_number(year, text, words):
    with pytest.raises(Unquotable) as caught:
        year.quote(parse(text).refs[0])
    assert words in str(caught.value)
    with pytest.raises(Unquotable):
        year.series(Ref(RECEIVED, (("by", "planet"),)))


@pytest.mark.parametrize("kind", ["annual", "centre"])
def test_whatever_a_programme_says_of_itself_can_be_printed(year, kind):
    """A chapter that quotes a figure which is not declared would be found out here."""
    from yankao.kernel.reports.building import of_parts
    from yankao.kernel.reports.composing import Composer

    composer = Composer(year)
    composer.document("", of_parts(kind), subtitle="", publisher="")
    later = ("沒有資料", "只引用已結束年度")  # persons are told of when the year is over
    withered = [str(one) for one in composer.troubles if not any(w in one.words for w in later)]
    assert withered == []
    assert len(composer.quoted) > 10, "there are parts in every kind of report"
