"""The numbers of street dispatch follow from its cases (handbook 5-6 §3, §27)."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.models import Case
from yankao.kernel.figures import registry
from yankao.kernel.figures.keeping import fold
from yankao.kernel.figures.models import Cell, Touched
from yankao.kernel.figures.period import Period
from yankao.kernel.figures.proof import prove
from yankao.kernel.testing.desk import Desk

from .opening import data as report
from .test_story import fix, handling

JUNE = Period.month(115, 6)


def figure(name: str, **where: object) -> Decimal | None:
    return registry.get(f"dispatch.{name}").value(JUNE, **where)


def finished_after(desk: Desk, hours: float) -> Case:
    case = desk.open(report(), by="operator")
    handling(desk, case)
    desk.wait(timedelta(hours=hours))
    return fix(desk, case)


def test_the_four_hour_rate_holds_to_the_minute_and_opens_its_rows(desk: Desk) -> None:
    finished_after(desk, 4)
    assert figure("four_hours") == 100
    late = finished_after(desk, 4 + 1 / 3600)
    assert figure("four_hours") == 50
    rows = registry.get("dispatch.four_hours").all_rows(JUNE, category=late.category)
    assert rows.count() == 2
    assert figure("median_minutes") == 240


def test_void_cases_do_not_count_and_duplicates_do(desk: Desk) -> None:
    first, second, third = (desk.open(report(), by="operator") for _ in range(3))
    desk.do("void", first, "operator", {"reason": "測試來電"})
    desk.do("merge", second, "operator", {"into": third.number})
    assert (figure("received"), figure("incidents")) == (2, 1)
    assert figure("four_hours") == 0, "one open case, the duplicate apart"


def test_what_its_reporter_sends_back_counts_once_and_an_open_case_not_at_all(desk: Desk) -> None:
    assert figure("reopened") is None
    first, second = (finished_after(desk, 1) for _ in range(2))
    for case in (first, second):
        desk.do("close", case, "operator", {"told_by": "notice"})
    desk.open(report(), by="operator")
    assert figure("reopened") == 0
    fold()
    for _again in range(2):
        desk.do("not_yet", first, Citizen(first.pk), {"still": "坑洞還在原地"})
        assert figure("reopened") == 50
        fix(desk, first)
        desk.do("close", first, "operator", {"told_by": "notice"})
    fold()
    assert figure("reopened") == 50
    assert registry.get("dispatch.reopened").all_rows(JUNE).count() == 2


def test_what_is_kept_equals_the_rows_before_and_after_it_is_reckoned(desk: Desk) -> None:
    finished_after(desk, 3)
    fold()
    assert Touched.objects.count() == 0 and Cell.objects.exists()
    assert figure("four_hours") == 100
    finished_after(desk, 5)
    assert figure("four_hours") == 50, "read from the rows until the next minute"
    fold()
    assert figure("four_hours") == 50
    assert [one for p in registry.populations() if not p.live for one in prove(p)] == []


def test_the_proof_complains_about_a_wrong_cell(desk: Desk) -> None:
    finished_after(desk, 3)
    fold()
    population = registry.get("dispatch.received").rows
    assert population is not None
    Cell.objects.filter(population=population.full, dimension="", grain="d").update(sums=[9] * 9)
    assert prove(population)


def test_a_case_moved_to_another_category_moves_in_the_breakdown(desk: Desk) -> None:
    case = desk.open(report(), by="operator")
    fold()
    other = desk.open(report(code="lamp_out"), by="operator").category
    assert other is not None
    desk.do("correct", case, "operator", {
        "category": other.pk, "address": case.address, "lng": case.lng, "lat": case.lat,
        "reason": "民眾說的是路燈",
    })  # fmt: skip
    for _ in range(2):
        slices = registry.get("dispatch.received").broken_down(JUNE, "category")
        assert [(part.label, part.value) for part in slices] == [(other.name, 2)]
        fold()


def test_a_year_of_112385_is_9365_a_month() -> None:
    monthly = registry.get("dispatch.monthly_mean")
    mean = monthly.measure.combine([Decimal(112_385)], Period.roc_year(112))
    assert monthly.shown(mean, unit=False) == "9,365"


def test_a_running_year_is_divided_by_the_months_begun(desk: Desk) -> None:
    for _ in range(3):
        desk.open(report(), by="operator")
    assert timezone.localdate() == date(2026, 6, 15)
    assert registry.get("dispatch.monthly_mean").value(Period.roc_year(115)) == Decimal("0.5")


def test_of_an_empty_year_nothing_is_claimed(desk: Desk) -> None:
    for one in registry.of("dispatch"):
        value = one.value(Period.roc_year(99))
        assert value in (None, 0), one.full
        assert one.measure.kind in ("count", "monthly_mean", "total", "derived") or value is None
