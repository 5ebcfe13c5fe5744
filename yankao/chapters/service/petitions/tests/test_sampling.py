"""The monthly sample of replies that are read again."""

from datetime import timedelta

import pytest

from yankao.kernel.cases.models import Case
from yankao.kernel.tasks.models import Task
from yankao.kernel.testing.desk import Desk

from .. import jobs
from ..sampling import draw, shares, size
from .stories import CENTRE, at, whole


@pytest.mark.parametrize(("closed", "read"), [(0, 0), (3, 3), (5, 5), (99, 5), (100, 5), (101, 6)])
def test_five_in_a_hundred_at_least_five_or_all(db: None, closed: int, read: int) -> None:
    assert size(closed) == read


def test_channels_are_read_in_proportion() -> None:
    assert shares({"phone": 60, "web": 30, "paper": 10}, 10) == {"phone": 6, "web": 3, "paper": 1}
    assert sum(shares({"phone": 7, "web": 5, "fax": 1}, 5).values()) == 5


def test_the_same_month_draws_the_same_cases(db: None) -> None:
    cases = [Case(number=f"P{n:03}", channel="phone" if n % 3 else "web") for n in range(200)]
    first = draw(cases, "B01000:202606")
    assert len(first) == 10 and first == draw(cases[::-1], "B01000:202606")
    assert first != draw(cases, "B01000:202607")


def test_the_controller_is_asked_to_read_last_months_replies_once(desk: Desk) -> None:
    case = whole(desk)
    controller = at(desk, "controller", CENTRE)
    desk.wait(timedelta(days=17))
    jobs.read_again(0)
    jobs.read_again(0)
    task = Task.objects.get(kind="quality")
    assert (task.case, task.asked_of) == (case, controller)
