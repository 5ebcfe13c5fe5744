"""The sample year keeps every rule, is the same each time, and has the totals it should have."""

from datetime import date

import pytest
from django.db import transaction

from yankao.kernel.calendar.models import Closure
from yankao.kernel.cases.models import Alarm, Case
from yankao.kernel.cases.numbers import SeriesInUse
from yankao.kernel.figures import registry as figures
from yankao.kernel.figures.models import Cell
from yankao.kernel.figures.proof import prove
from yankao.kernel.notices.models import Notice
from yankao.kernel.people.models import Person
from yankao.kernel.testing import samples
from yankao.kernel.testing.legal import faults
from yankao.kernel.testing.year import NoSuchSample, Year
from yankao.kernel.values.taipei import day_of

YEAR = Year(112, 0.001)


@pytest.fixture
def filled(city):
    return samples.fill(YEAR, workers=1)


def published(programme):
    rows = Case.objects.filter(programme=programme)
    if programme == "petitions":
        return rows.filter(petitions__registered_at__year=2023).count()
    if programme == "legal_advice":
        return rows.filter(legal_advice__served_at__year=2023, state="served").count()
    if programme == "sign_language":
        return rows.filter(sign_language__connected_at__year=2023).count()
    if programme == "health_corner":
        return rows.exclude(health_corner__service="bp").count()
    return rows.filter(opened_at__year=2023).exclude(state="void").count()


def test_every_case_keeps_every_rule_and_nobody_is_disturbed(filled):
    wrong = []
    for programme, _planner in samples.planners():
        rows = Case.objects.filter(programme=programme.name)
        assert filled[programme.name] == rows.count() > 0
        for case in rows.select_related("indexed", "contact", programme.name):
            wrong += [f"{case}: {fault}" for fault in faults(programme, case)]
    assert wrong == []
    assert not Alarm.objects.exists() and not Notice.objects.exists()
    assert not Case.objects.open().exists()
    assert not Person.objects.filter(username__startswith="sample.", is_active=True).exists()


def test_a_year_that_still_runs_has_ended_what_it_tells_and_keeps_every_rule(city):
    today = date(2026, 6, 30)
    samples.fill(YEAR, workers=1)
    samples.fill(Year.running(today, like=112, scale=0.001), workers=1)
    for programme, _planner in samples.planners():
        rows = Case.objects.filter(programme=programme.name, opened_at__year=2026)
        wrong = [
            f"{case}: {fault}"
            for case in rows.select_related("indexed", "contact", programme.name)
            for fault in faults(programme, case)
        ]
        assert wrong == []
        assert rows and not rows.filter(closed_at=None).exists()
        assert max(day_of(case.closed_at) for case in rows) <= today


def test_its_totals_are_the_published_ones_in_small(filled):
    assert (published("petitions"), published("dispatch")) == (203, 112)
    assert (published("legal_advice"), published("health_corner")) == (8, 2)
    assert published("sign_language") == 1
    assert Case.objects.filter(sub_channel="便民一路通").count() == 6
    assert Closure.objects.filter(source=samples.SOURCE).count() == 3
    assert set(samples.fill(YEAR, workers=1).values()) == {0}
    with pytest.raises(SeriesInUse):
        samples.fill(Year(112, 0.002), workers=1)


def test_all_that_is_kept_of_it_equals_its_rows_and_one_false_value_is_found(filled):
    kept = [population for population in figures.populations() if not population.live]
    assert [str(one) for population in kept for one in prove(population)] == []
    false = Cell.objects.filter(grain="d").order_by("population", "dimension", "day", "key").first()
    Cell.objects.filter(pk=false.pk).update(sums=[part + 1 for part in false.sums])
    said = [one for population in kept for one in prove(population)]
    assert (false.day, false.key) in {(one.day, one.key) for one in said}
    assert {one.population for one in said} == {false.population}


def test_the_same_seed_tells_the_same_year(city):
    told = []
    for _time in range(2):
        with transaction.atomic():
            samples.fill(Year(112, 0.0003), workers=1)
            told.append(list(Case.objects.order_by("number").values_list(
                "number", "opened_at", "title", "state", "closed_at", "due_at", "late",
                "contact__name", "holder__code",
            )))  # fmt: skip
            transaction.set_rollback(True)
    assert told[0] == told[1] and told[0]


@pytest.mark.parametrize(("programme", "total"), [("petitions", 202_880), ("dispatch", 112_385)])
def test_at_full_scale_the_days_add_up_to_what_was_published(city, programme, total):
    plan = {room.name: planner for room, planner in samples.planners()}[programme](Year(112))
    past = plan.make.__self__
    assert sum(past.counted.values()) == total
    storm, before = past.counted[date(2023, 7, 28)], past.counted[date(2023, 7, 21)]
    assert storm > before


@pytest.mark.parametrize(
    ("scale", "dispatches", "through_app"),
    [(1.0, 112_385, 6_197), (0.1, 11_239, 620), (0.02, 2_248, 124), (0.003, 337, 19)],
)
def test_at_every_scale_as_many_come_through_the_app(city, scale, dispatches, through_app):
    plan = {room.name: planner for room, planner in samples.planners()}["dispatch"]
    past = plan(Year(112, scale)).make.__self__
    assert sum(past.counted.values()) == dispatches and sum(past.app.values()) == through_app
    assert all(0 <= count <= past.counted[day] for day, count in past.app.items())


def test_at_full_scale_as_many_are_advised_as_were_published_each_at_a_time_of_their_own(city):
    plan = {room.name: planner for room, planner in samples.planners()}["legal_advice"]
    made = [told for day in plan(Year(112)).make.__self__.made.values() for told in day]
    assert sum(told.kind == "served" for told in made) == 8_308
    assert len({told.slot.pk for told in made}) == len(made)
    assert all(day_of(told.slot.starts_at).year == 2023 for told in made)


def test_no_day_of_the_year_is_left_out(filled):
    days = {day_of(case.opened_at) for case in Case.objects.all()}
    assert min(days).month == 1 and max(days).month == 12 and len(days) > 200


def test_a_year_without_published_totals_is_refused(city):
    with pytest.raises(NoSuchSample):
        samples.fill(Year(111, 0.001), workers=1)
