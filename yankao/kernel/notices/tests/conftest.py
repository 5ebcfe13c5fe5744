"""A small house: a unit, its official, a citizen, a case between them, and people who listen."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
import time_machine
from django.db import connection
from django.db.models import TextChoices

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import REPORTER, Action, Move, Role, Workflow, workflows
from yankao.kernel.people.models import Contact, Duty, Person, Unit

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CREW = Role("crew", "外勤班", at_holder=True)


class Stage(TextChoices):
    OPEN = "open", "辦理中"
    CLOSED = "closed", "結案"


CLOSE = Action("close", "結案", Stage.OPEN, Stage.CLOSED, by=[CREW, REPORTER])


@pytest.fixture(autouse=True)
def clock():
    """Noon, until a test moves it."""
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _letterbox_programme():
    workflows["letterbox"] = Workflow(
        Stage, start=Stage.OPEN, actions=[CLOSE], final=[Stage.CLOSED]
    )
    yield
    del workflows["letterbox"]


@pytest.fixture
def empty_queue(db):
    """Jobs of tests that really committed stay behind; nobody wants them here."""
    with connection.cursor() as cursor:
        for table in ("periodic_defers", "events", "jobs", "workers"):
            cursor.execute(f"DELETE FROM procrastinate_{table}")


@pytest.fixture
def unit(empty_queue):
    row = Unit.objects.create(
        code="X1",
        name="養護工程處",
        short_name="養工處",
        level="second",
        email="duty@roads.example",
    )
    row.place_under(None)
    return row


@pytest.fixture
def official(unit):
    person = Person.objects.create_user(
        "official", name="林承辦", email="lin@roads.example", unit=unit
    )
    Duty.objects.create(
        person=person, programme="letterbox", role="crew", unit=unit, since=NOON.date()
    )
    return person


@pytest.fixture
def citizen(db):
    return Contact.objects.create(
        name="王小明", phone="0912-345-678", email="ming@example.org", address="三民區某路1號"
    )


@pytest.fixture
def case(unit, official, citizen):
    return Case.objects.create(
        number="LB1151123-0001",
        programme="letterbox",
        state="open",
        title="王小明說路面破洞",
        address="三民區某路1號",
        holder=unit,
        handler=official,
        contact=citizen,
        opened_at=NOON,
        due_at=NOON + timedelta(hours=4),
    )


@pytest.fixture
def move(official):
    return Move(CLOSE, official, NOON, {"reason": "已修復"}, before="open")


@dataclass
class Listener:
    """An HTTP server that remembers what it was sent and answers as it is told."""

    answers: list[int | None]
    heard: list[tuple[str, dict[str, str], dict[str, object]]] = field(default_factory=list)

    def __post_init__(self):
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                secret = self.headers["Content-Encoding"] == "aes128gcm"
                content = {"body": body} if secret else json.loads(body)
                listener.heard.append((self.path, dict(self.headers), content))
                answer = listener.answers.pop(0) if listener.answers else 200
                if answer is None:
                    self.close_connection = True
                    return
                self.send_response(answer)
                self.end_headers()
                self.wfile.write(b"said")

            def log_message(self, *words):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def gateway(settings):
    started = []

    def start(*answers: int | None) -> Listener:
        listener = Listener(list(answers))
        started.append(listener)
        settings.SMS_GATEWAY_URL = f"{listener.address}/sms"
        settings.SMS_GATEWAY_TOKEN = "gateway-token"
        settings.LINE_ADDRESS = listener.address
        settings.LINE_CHANNEL_TOKEN = "line-token"
        return listener

    yield start
    for listener in started:
        listener.stop()
