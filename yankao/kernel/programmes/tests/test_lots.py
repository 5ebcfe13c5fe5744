"""Many days at once: the same cases under the same numbers, whoever makes them and when."""

from datetime import date, timedelta

import pytest

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.history import History, Step
from yankao.kernel.programmes.lots import BEHIND, drawn, record
from yankao.kernel.timeline.timeline import broken
from yankao.kernel.values.taipei import midnight

FIRST = date(2023, 3, 1)


def make(lot):
    """One case an hour, each notified five minutes later."""
    room = registry.get("dispatch")
    category = Category.objects.get(programme="dispatch", code="pothole")
    moments = [midnight(lot.day) + timedelta(hours=place) for place in range(len(lot.numbers))]
    return [
        History(
            Case(category=category, opened_at=at),
            room.detail(description=f"坑洞 {lot.day}"),
            [Step(at + timedelta(minutes=5), "notified", "notify")],
            System("test"),
        )
        for at in moments
    ]  # fmt: skip


@pytest.fixture
def lots(city):
    counts = {FIRST + timedelta(days=n): 1 + n % 3 for n in range(BEHIND + 3)}
    return drawn(registry.get("dispatch"), counts)


def test_each_day_has_its_numbers_in_order_of_time(lots):
    told = []
    assert record(lots, make, workers=1, say=told.append) == told[-1] == Case.objects.count()
    days = Case.objects.filter(number__startswith="SD1120303-").order_by("opened_at")
    assert [case.number[-4:] for case in days] == ["0001", "0002", "0003"]
    keys = list(Case.objects.order_by("opened_at").values_list("pk", flat=True))
    assert keys == sorted(keys) and not any(map(broken, (f"case:{key}" for key in keys)))


def test_numbers_go_on_behind_those_that_were_drawn(lots):
    record(lots, make, workers=1)
    again = drawn(registry.get("dispatch"), {FIRST + timedelta(days=2): 1})
    assert again[0].numbers == ["SD1120303-0004"]
    assert record(again, make, workers=1) == 1
