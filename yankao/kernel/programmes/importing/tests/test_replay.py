"""A typhoon day comes in again by the front door; nobody acts beyond their duty."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.exchange.mapping import load
from yankao.kernel.programmes.history import Step
from yankao.kernel.programmes.importing.replay import Replay, Scene
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline.timeline import broken, entries

DAY = date(2016, 9, 27)
SOURCES = Path(__file__).parents[4] / "chapters" / "service" / "dispatch" / "data" / "sources"


@pytest.fixture
def desk(city, frozen):
    return Desk("dispatch", frozen)


def test_the_sample_day_is_played_through_the_desk(desk, capsys):
    for role, unit in [("operator", "B01000"), ("duty", "B01000"), ("duty", "E01005")]:
        desk.person(role, unit)
    call_command("replay", str(DAY), "--speed", "1e9", "--limit", "12")
    said = capsys.readouterr().out
    assert "open 12" in said and "notify" in said and "close" in said
    assert Case.objects.filter(programme="dispatch").count() == 12
    closed = Case.objects.filter(state="closed").first()
    by = {entry.actor for entry in entries(closed.subject)}
    assert by == {"測試operator", "測試duty"} and broken(closed.subject) == []
    assert closed.attachments.count() == 1 and closed.contact.phone == "1999-0000"


def test_without_people_on_duty_nothing_is_played(desk):
    with pytest.raises(CommandError, match="值勤"):
        call_command("replay", str(DAY))
    with pytest.raises(CommandError, match="沒有 2020-01-01"):
        call_command("replay", "2020-01-01")


def test_the_time_between_is_divided_by_the_speed(desk, frozen):
    said = []
    replay = Replay(load(SOURCES / "kaohsiung.toml"), None)
    empty = Step(timezone.now(), "created")
    later = Step(timezone.now() + timedelta(minutes=10), "created")
    script = [Scene(step.at, "nobody", None, step) for step in (empty, later)]
    replay.play(script, 600, said.append)
    assert said == [0, 1]


def test_a_skipped_state_is_reached_by_its_moves(desk):
    replay = Replay(load(SOURCES / "kaohsiung.toml"), None)
    assert replay.way("created", "done") == ["notify", "accept", "finish"]
    assert replay.way("done", "handling") == ["rework"] and replay.way("closed", "created") == []
