"""The clock of dispatch: reminders, force majeure, reopening, what waits for whom."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from yankao.kernel.calendar.closures import declare_closure, revoke_closure
from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.notices.models import Notice
from yankao.kernel.programmes.jobs import ring_some
from yankao.kernel.programmes.waiting import for_person
from yankao.kernel.testing.desk import TAIPEI, Desk, photo
from yankao.kernel.timeline.models import Entry

from .opening import data


@pytest.fixture
def pothole(desk: Desk) -> Case:
    case = desk.open(data(), by="operator")
    unit = desk.unit("B01000")
    desk.do("notify", case, "operator", {"unit": unit.pk, "phone_notice_to": "李值勤"})
    return case


def letters(case: Case) -> list[str]:
    return list(Notice.objects.filter(case=case).values_list("letter", flat=True).order_by("pk"))


def finish(desk: Desk, case: Case) -> Case:
    desk.do("accept", case, "duty")
    done = {"result": "fixed", "remedy": "冷料修補完成"}
    return desk.do("finish", case, "crew", done, {"photos": [photo()]})


def test_reminders_ring_once_at_30_120_180_and_240_minutes(desk: Desk, pothole: Case) -> None:
    desk.person("controller")
    told = []
    for minutes in (31, 90, 60, 60):
        desk.wait(timedelta(minutes=minutes))
        before = len(letters(pothole))
        ring_some()
        ring_some()
        told.append(letters(pothole)[before:])
    assert [len(some) for some in told] == [1, 1, 1, 2]
    assert told[3] == ["overdue", "overdue"]


def test_a_finished_case_rings_no_more(desk: Desk, pothole: Case) -> None:
    finish(desk, pothole)
    before = letters(pothole)
    desk.wait(timedelta(hours=5))
    ring_some()
    assert letters(pothole) == before


def test_force_majeure_is_seen_on_the_timeline_and_taken_back(desk: Desk, pothole: Case) -> None:
    pothole.refresh_from_db()
    due, now = pothole.due_at, timezone.now()
    assert due is not None
    closure = declare_closure(
        kind="force_majeure",
        since=now,
        until=now + timedelta(hours=2),
        reason="災害應變中心一級開設",
        by="周管考",
    )
    pothole.refresh_from_db()
    assert pothole.due_at == due + timedelta(hours=2)
    run = ClockRun.objects.get(case=pothole, name="make_safe")
    assert run.raw_due_at == due
    entry = Entry.objects.get(subject=pothole.subject, verb="recompute")
    assert "12:" in entry.data["notes"][0] or "14:" in entry.data["notes"][0]
    revoke_closure(closure, by="周管考")
    pothole.refresh_from_db()
    assert pothole.due_at == due


def test_a_typhoon_day_does_not_stop_the_four_hours(desk: Desk, pothole: Case) -> None:
    pothole.refresh_from_db()
    due, now = pothole.due_at, timezone.now()
    declare_closure(since=now, until=now + timedelta(hours=8), reason="停止上班", by="周管考")
    pothole.refresh_from_db()
    assert pothole.due_at == due


def test_hours_excused_while_a_clock_stood_are_not_taken_from_what_was_left(
    desk: Desk, pothole: Case
) -> None:
    desk.wait(timedelta(hours=1))
    finish(desk, pothole)
    desk.wait(timedelta(hours=5))
    now = timezone.now()
    since, until = now - timedelta(hours=4), now - timedelta(hours=2)
    declare_closure(
        kind="force_majeure", since=since, until=until, reason="災害應變中心", by="周管考"
    )
    back = desk.do("rework", pothole, "operator", {"lack": "not_fixed", "reason": "坑洞還在"})
    assert back.due_at == now + timedelta(hours=3)


def test_reopening_starts_a_new_round_and_keeps_the_first(desk: Desk, pothole: Case) -> None:
    finish(desk, pothole)
    desk.do("close", pothole, "operator", {"told_by": "notice"})
    desk.wait(timedelta(days=2))
    desk.do("reopen", pothole, "controller", {"reason": "民眾反映坑洞又出現"})
    rounds = list(ClockRun.objects.filter(case=pothole, name="make_safe").order_by("round"))
    assert [(run.round, run.late, run.running) for run in rounds] == [
        (1, False, False),
        (2, False, True),
    ]
    pothole.refresh_from_db()
    assert (pothole.returns, pothole.closed_at) == (1, None)
    assert pothole.due_at == timezone.now() + timedelta(hours=4)


def test_the_clock_starts_when_the_call_ended(desk: Desk) -> None:
    ended = datetime(2026, 6, 15, 9, 40, tzinfo=TAIPEI)
    case = desk.open(data(call_ended_at="2026-06-15 09:40"), by="operator")
    assert case.due_at == ended + timedelta(hours=4)


def test_whose_move_it_is_follows_from_the_state(desk: Desk, pothole: Case) -> None:
    def waiting(role: str) -> bool:
        return for_person(desk.person(role)).filter(pk=pothole.pk).exists()

    assert (waiting("operator"), waiting("duty")) == (False, True)
    finish(desk, pothole)
    assert (waiting("operator"), waiting("duty")) == (True, False)
