"""Erlang C against the vectors it must give, Erlang A against a chain of states."""

import pytest

from yankao.chapters.service.contact_centre.erlang import (
    Aims,
    Unstable,
    Work,
    erlang_a,
    erlang_c,
    staffing,
)

AIMS = Aims(within=20, service_level=0.8, occupancy=0.85, shrinkage=0.3, seats=33)


@pytest.mark.parametrize(
    ("per_hour", "agents", "level"),
    [(98.25, 10, 0.8801), (98.25, 9, 0.7634), (250, 21, 0.8384), (300, 25, 0.8622),
     (360, 33, 0.9737)],
)  # fmt: skip
def test_the_service_level_is_the_published_one(per_hour: float, agents: int, level: float) -> None:
    found = erlang_c(Work(per_hour, 240), agents, 20)
    assert found.service_level == pytest.approx(level, abs=0.00005)


@pytest.mark.parametrize(("per_hour", "needed"), [(98.25, 10), (250, 21), (300, 25)])
def test_the_fewest_agents_that_do_are_found(per_hour: float, needed: int) -> None:
    assert staffing(Work(per_hour, 240), AIMS).needed == needed


def test_the_load_of_the_mean_hour() -> None:
    assert Work(98.25, 240).load == pytest.approx(6.55)
    assert Work(360, 240).load == 24


def test_people_on_leave_and_at_meals_are_added() -> None:
    assert staffing(Work(98.25, 240), AIMS).scheduled == 15  # 10 ÷ 0.7 = 14.29
    assert staffing(Work(250, 240), AIMS).scheduled == 30  # 21 ÷ 0.7 is 30 and no more


def test_what_the_seats_lack_is_told_and_not_cut() -> None:
    found = staffing(Work(600, 240), AIMS)
    assert (found.needed, found.shortage) == (48, 15)  # 40 erlangs, at most 85 % busy
    assert staffing(Work(360, 240), AIMS).shortage == 0


def test_nobody_is_needed_when_nobody_calls() -> None:
    assert staffing(Work(0, 240), AIMS).needed == 0
    assert erlang_a(Work(0, 240), 1, 20, patience=180).service_level == 1


def test_a_queue_that_grows_for_ever_is_refused() -> None:
    with pytest.raises(Unstable):
        erlang_c(Work(360, 240), 24, 20)
    full = Aims(within=20, service_level=0, occupancy=1, shrinkage=0, seats=33)
    assert staffing(Work(360, 240), full).needed == 25


@pytest.mark.parametrize("work", [(-1, 240), (10, 0), (float("nan"), 240), (10, float("inf"))])
def test_work_that_cannot_be_is_refused(work: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="no such work"):
        Work(*work)


def test_the_unendingly_patient_meet_erlang_c() -> None:
    work = Work(250, 240)
    patient, plain = erlang_a(work, 21, 20, patience=1e7), erlang_c(work, 21, 20)
    assert patient.service_level == pytest.approx(plain.service_level, abs=1e-4)
    assert patient.mean_wait == pytest.approx(plain.mean_wait, rel=1e-3)


@pytest.mark.parametrize(("per_hour", "agents"), [(98.25, 7), (360, 25), (360, 20), (3600, 200)])
def test_who_leaves_is_what_the_chain_of_states_says(per_hour: float, agents: int) -> None:
    """States 0, 1, 2 … callers; each who waits leaves at 1/180 a second."""
    arrivals, weights = per_hour / 3600, [1.0]
    for n in range(1, 3000):
        weights.append(weights[-1] * arrivals / (min(n, agents) / 240 + max(n - agents, 0) / 180))
    waiting = sum(max(n - agents, 0) * w for n, w in enumerate(weights)) / sum(weights)
    found = erlang_a(Work(per_hour, 240), agents, 20, patience=180)
    assert found.abandoned == pytest.approx(waiting / 180 / arrivals, rel=1e-6)
    assert found.mean_wait == pytest.approx(waiting / arrivals, rel=1e-6)
    assert found.service_level + found.abandoned <= 1
    assert erlang_a(Work(per_hour, 240), agents, 100_000, patience=180).service_level == (
        pytest.approx(1 - found.abandoned, rel=1e-6)
    )
