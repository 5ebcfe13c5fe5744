"""A reorganisation: open dispatches, tasks and rules follow the unit that answers now."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from yankao.kernel.cases.jurisdiction import decide
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes import jobs
from yankao.kernel.tasks import asking
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.timeline import timeline

from .opening import data as report
from .test_story import fix, handling

TODAY = date(2026, 6, 15)


@pytest.fixture
def pothole(desk: Desk) -> Case:
    return desk.open(report(), by="operator")


def ended(desk: Desk, successor: str | None) -> Unit:
    """The office of new works is abolished today; answers with who follows it."""
    followed_by = desk.unit(successor) if successor else None
    old = Unit.objects.get(pk=desk.unit("B01000").pk)
    old.valid_to, old.successor = TODAY, followed_by
    old.save(update_fields=["valid_to", "successor"])
    return followed_by or old


def test_an_open_case_follows_without_a_new_clock_and_is_finished_there(
    desk: Desk, pothole: Case
) -> None:
    handling(desk, pothole)
    before = list(pothole.clocks.values_list("name", "started_at", "due_at"))
    new = ended(desk, "A01000-01")
    jobs.follow_successors(0)
    jobs.follow_successors(0)
    pothole.refresh_from_db()
    assert (pothole.holder, pothole.handler, pothole.crew, pothole.hand_overs) == (
        new, None, None, 0
    )  # fmt: skip
    assert list(pothole.clocks.values_list("name", "started_at", "due_at")) == before
    verbs = [entry.verb for entry in timeline.entries(pothole.subject)]
    assert verbs.count("succeed") == 1 and timeline.broken(pothole.subject) == []
    said = {"result": "fixed", "remedy": "冷料修補完成"}
    there = desk.person("crew", "A01000-01")
    assert desk.do("finish", pothole, there, said, {"photos": [photo()]}).state == "done"


def test_a_closed_case_keeps_the_name_that_was_true_then(desk: Desk, pothole: Case) -> None:
    handling(desk, pothole)
    fix(desk, pothole)
    desk.do("close", pothole, "operator", {"told_by": "notice"})
    old = pothole.holder
    ended(desk, "A01000-01")
    jobs.follow_successors(0)
    pothole.refresh_from_db()
    assert pothole.holder == old


def test_an_open_task_follows_and_a_finished_one_stays(desk: Desk, pothole: Case) -> None:
    old, now = desk.unit("B01000"), timezone.now()
    due = now + timedelta(days=3)
    both = [
        asking.ask(title, of=old, by=None, at=now, due_at=due, case=pothole)
        for title in ("會勘", "回電")
    ]
    asking.finish(both[1], by=None, at=now)
    new = ended(desk, "A01000-01")
    jobs.follow_successors(0)
    for task in both:
        task.refresh_from_db()
    assert [task.unit for task in both] == [new, old]
    last = list(timeline.entries(pothole.subject))[-1]
    assert (last.verb, last.data["of"]) == ("move_task", str(new))


def test_a_rule_for_a_unit_that_nobody_followed_proposes_nobody(desk: Desk) -> None:
    case = desk.open(report(road_width=8), by="operator")
    desk.person("controller")
    old = ended(desk, None)
    found = decide(case)
    assert found.unit is None and "已裁撤" in found.why
    rules = desk.get("/service/dispatch/settings/", by="controller").content.decode()
    assert "已裁撤" in rules
    old.successor = desk.unit("A01000-01")
    old.save(update_fields=["successor"])
    assert decide(case).unit == old.successor
    Unit.objects.filter(pk=old.successor.pk).update(valid_from=TODAY)
    assert decide(case, at=timezone.now() - timedelta(days=30)).unit == old.successor
