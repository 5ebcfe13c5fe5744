"""Every declared figure equals its rows, under random filters, for every kind of reader."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yankao.chapters.service.dispatch.tests.opening import data as report
from yankao.chapters.service.dispatch.tests.test_story import fix, handling
from yankao.chapters.service.petitions.tests import stories
from yankao.kernel.figures import registry
from yankao.kernel.figures.figure import Period
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry as rooms
from yankao.kernel.testing import figures as contract
from yankao.kernel.testing.desk import Desk

FEW = settings(
    max_examples=2, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


@pytest.fixture
def life(city: None, frozen: object) -> Desk:
    """Some weeks of two rooms: done, open, merged, void, sent back, confidential."""
    desk = Desk("dispatch", frozen)  # type: ignore[arg-type]
    handling(desk, desk.open(report(), by="operator"))
    desk.wait(timedelta(hours=5))
    late = desk.open(report(code="lamp_out", address="鳳山區光遠路 5 號前"), by="operator")
    handling(desk, late)
    done = fix(desk, late)
    desk.do("rework", done, "operator", {"lack": "no_photo", "reason": "照片看不出修復情形"})
    twin, gone = (desk.open(report(), by="operator") for _ in range(2))
    desk.do("void", gone, "operator", {"reason": "測試來電"})
    desk.do("merge", twin, "operator", {"into": desk.open(report(), by="operator").number})
    letters = Desk("petitions", frozen)  # type: ignore[arg-type]
    desk.wait(timedelta(days=1))
    stories.whole(letters)
    desk.wait(timedelta(days=20))
    stories.in_progress(letters, stories.received(letters, confidentiality="secret"))
    stories.received(letters)
    desk.letters = letters  # type: ignore[attr-defined]
    return desk


@pytest.mark.parametrize("room", [room.name for room in rooms.every()])
def test_a_figure_says_what_it_is(room: str) -> None:
    contract.check_declared(rooms.get(room))


@FEW
@given(seed=st.integers(0, 10_000))
def test_every_figure_is_its_rows(life: Desk, seed: int) -> None:
    contract.check_figures(list(registry.every()), Random(seed))


def test_stranger_holder_and_controller_read_their_own_rows_and_the_same_value(life: Desk) -> None:
    letters: Desk = life.letters  # type: ignore[attr-defined]
    stranger = Person.objects.create_user("stranger", "x", name="無職務")
    readers = [stranger, life.person("duty"), life.person("controller"),
               letters.person("officer"), letters.person("controller", "RDEC-JSC")]  # fmt: skip
    year = Period.roc_year(115)
    for figure in registry.every():
        for person in readers:
            contract.check_rows(figure, year, person)
    registered = registry.get("petitions.registered")
    assert registered.withheld(stranger, year) == registered.value(year)
    assert registered.withheld(readers[3], year) > 0
    assert registered.withheld(readers[4], year) == 1, "the confidential one"
