"""The contracts, run for every programme found, and seen to fail when broken."""

from dataclasses import replace

import pytest
from django.db.models import TextChoices

from yankao.kernel.cases.forms import CaseForm
from yankao.kernel.cases.workflow import Action, Role, Workflow
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.testing import contracts

ROOMS = list(registry.every())
CHECKS = [
    contracts.check_states,
    contracts.check_writing_moments,
    contracts.check_actions,
    contracts.check_folder,
    contracts.check_settings,
]


@pytest.mark.parametrize("room", ROOMS, ids=[room.name for room in ROOMS])
@pytest.mark.parametrize("check", CHECKS, ids=[check.__name__ for check in CHECKS])
def test_every_programme_keeps_the_contract(room: Programme, check: "contracts.Check") -> None:
    check(room)


class State(TextChoices):
    OPEN = "open", "開"
    LOST = "lost", "到不了"
    CLOSED = "closed", "結"


CLERK = Role("clerk", "承辦")


def broken_room(*actions: Action) -> Programme:
    workflow = Workflow(State, start=State.OPEN, final=[State.CLOSED], actions=actions)
    return replace(ROOMS[0], workflow=workflow)


def test_a_state_nobody_reaches_is_found() -> None:
    room = broken_room(Action("close", "結", State.OPEN, State.CLOSED, by=CLERK))
    with pytest.raises(AssertionError, match="lost"):
        contracts.check_states(room)


def test_a_state_nobody_leaves_is_found() -> None:
    lose = Action("lose", "失", State.OPEN, State.LOST, by=CLERK)
    close = Action("close", "結", State.OPEN, State.CLOSED, by=CLERK)
    assert broken_room(lose, close).workflow.stuck() == {"lost"}


def test_an_action_without_anybody_is_found() -> None:
    room = broken_room(Action("close", "結", State.OPEN, State.CLOSED))
    with pytest.raises(AssertionError, match="nobody"):
        contracts.check_actions(room)


def test_a_correction_without_a_reason_is_found() -> None:
    room = broken_room(Action("fix", "正", State.OPEN, by=CLERK, asks=CaseForm, corrects=True))
    with pytest.raises(AssertionError, match="without a reason"):
        contracts.check_actions(room)


def test_a_field_asked_at_two_moments_is_found() -> None:
    intake = ROOMS[0].intake
    again = Action("again", "再問", State.OPEN, by=CLERK, asks=intake)
    with pytest.raises(AssertionError, match="asked twice"):
        contracts.check_writing_moments(broken_room(again))
