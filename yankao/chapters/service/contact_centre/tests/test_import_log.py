"""What an exchange's own log brings in: the missing calls, once, and every line accounted for."""

import csv
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from yankao.kernel.people.models import Person
from yankao.kernel.testing.desk import Desk

from ..intake import take
from ..models import CallRecord, LiveCall
from .opening import call_of


def log(folder: Path, agent: str, at: int) -> Path:
    lines = [
        f"{at}|taken|1999|NONE|ENTERQUEUE||0912345678|1",
        f"{at + 9}|taken|1999|{agent}|CONNECT|9|x|2",
        f"{at + 99}|taken|1999|{agent}|COMPLETECALLER|9|90|1",
        f"{at + 5}|lost|1999|NONE|ENTERQUEUE||0911111111|1",
        f"{at + 95}|lost|1999|NONE|ABANDON|1|1|90",
        f"{at + 200}|goes on|1999|NONE|ENTERQUEUE||0922222222|1",
        f"{at + 5}|lost|1999|NONE|ENTERQUEUE||0911111111|1",
        "what is this",
    ]
    path = folder / "queue_log"
    path.write_text("\n".join(lines))
    return path


@pytest.fixture
def agent(desk: Desk) -> Person:
    return desk.person("agent", "RDEC-JSC")


def test_missing_calls_come_in_once_and_every_line_is_accounted_for(
    desk: Desk, agent: Person, tmp_path: Path
) -> None:
    at = int((timezone.now() - timedelta(hours=3)).timestamp())
    path, rejects = log(tmp_path, agent.username, at), tmp_path / "rejects.csv"
    for stored, waiting in ((1, 1), (0, 0)):
        out = StringIO()
        call_command("import_queue_log", path, rejects=rejects, stdout=out)
        assert f"3 calls: {stored} stored, {waiting} to be classified, 1 without" in out.getvalue()
    assert [row.disposition for row in CallRecord.objects.all()] == ["abandoned_queue"]
    live = LiveCall.objects.get()
    assert (live.exchange_id, live.agent, live.over) == ("taken", agent, True)
    with rejects.open(encoding="utf-8-sig") as file:
        told = list(csv.DictReader(file))
    assert [(row["line"], row["reason"]) for row in told] == [
        ("7", "duplicate"), ("8", "unreadable"),
    ]  # fmt: skip


def test_a_call_we_have_is_left_alone(desk: Desk, agent: Person, tmp_path: Path) -> None:
    at = timezone.now() - timedelta(minutes=30)
    take(call_of("taken", at, agent.username))
    take(call_of("lost", at))
    call_command("import_queue_log", log(tmp_path, agent.username, int(at.timestamp())),
                 stdout=StringIO())  # fmt: skip
    assert LiveCall.objects.get().score == 5, "as the events told it"
    assert CallRecord.objects.filter(exchange_id="lost").count() == 1
