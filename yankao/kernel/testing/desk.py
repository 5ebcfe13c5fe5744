"""The desk fixture: a city in which tests open, move, wait and look, all by the front door."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils.datastructures import MultiValueDict

from yankao.kernel.cases.actors import Actor, Citizen
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.policy.policy import book
from yankao.kernel.programmes import desk as front
from yankao.kernel.programmes import founding, registry

TAIPEI = ZoneInfo("Asia/Taipei")
MONDAY = datetime(2026, 6, 15, 10, 0, tzinfo=TAIPEI)
PASSWORD = "only-for-tests-1999"


class Desk:
    """What a test may do. People appear when their role is first named."""

    def __init__(self, programme: str, clock: "time_machine.Traveller") -> None:
        self.programme = registry.get(programme)
        self.clock = clock
        self.people: dict[str, Person] = {}

    def unit(self, code: str) -> Unit:
        """A unit by its code, or the unit of a role that was named before."""
        if code in self.people:
            unit = self.people[code].unit
            assert unit is not None
            return unit
        return Unit.objects.current().get(code=code)

    def person(self, role: str, unit: str = "B01000", programme: str = "") -> Person:
        """Whoever has this role; a new one is given the duty at the unit."""
        key = f"{role}@{unit}" if unit != "B01000" else role
        if key not in self.people:
            home = self.unit(unit)
            name = f"{role}-{Person.objects.count()}"
            person = Person.objects.create_user(name, PASSWORD, name=f"測試{role}", unit=home)
            name = programme or self.programme.name
            Duty.objects.create(
                person=person, programme=name, role=role, unit=home, since=MONDAY.date()
            )
            self.people[key] = person
        found = self.people[key]
        found.__dict__.pop("_duties", None)
        return found

    def actor(self, by: "str | Actor") -> Actor:
        return self.person(by) if isinstance(by, str) else by

    def open(self, data: Mapping[str, Any], by: "str | Actor", **more: Any) -> Case:
        return front.open_case(self.programme, data, by=self.actor(by), **more)

    def do(
        self, action: str, case: Case, by: "str | Actor", data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
    ) -> Case:  # fmt: skip
        """One move; raises what the page would say."""
        uploads = MultiValueDict({name: list(many) for name, many in (files or {}).items()})
        moved = front.act(case, action, by=self.actor(by), data=data, files=uploads)
        case.refresh_from_db()
        return moved

    def refuses(
        self, action: str, case: Case, by: "str | Actor", data: Mapping[str, Any] | None = None,
        **more: Any,
    ) -> str:  # fmt: skip
        """The move is refused; answers with the words. The case stays as it was."""
        before = case.state
        with pytest.raises(CaseError) as caught:
            self.do(action, case, by, data, **more)
        case.refresh_from_db()
        assert case.state == before
        return str(caught.value)

    def offers(self, case: Case, by: "str | Actor") -> set[str]:
        """The actions this actor may press now."""
        case.refresh_from_db()
        return {action.name for action in front.available(case, self.actor(by))}

    def wait(self, time: timedelta) -> None:
        self.clock.shift(time)

    def as_citizen(self, case: Case) -> Citizen:
        return Citizen(case.pk)

    def client(self, by: str = "") -> Client:
        client = Client()
        if by:
            client.force_login(self.person(by), "django.contrib.auth.backends.ModelBackend")
        return client

    def get(self, url: str, by: str = "", **query: Any) -> HttpResponse:
        return self.client(by).get(url, query)  # type: ignore[return-value]

    def post(self, url: str, by: str = "", data: Mapping[str, Any] | None = None) -> HttpResponse:
        """JSON to the API, a form to a page."""
        client = self.client(by)
        if url.startswith("/api/"):
            return client.post(url, data or {}, content_type="application/json")  # type: ignore[return-value]
        return client.post(url, data or {})  # type: ignore[return-value]


def photo(name: str = "photo.jpg", colour: str = "gray") -> SimpleUploadedFile:
    """A small real JPEG."""
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


@pytest.fixture
def frozen() -> Iterator["time_machine.Traveller"]:
    """A Monday morning in June 2026; time stands still until a test moves it."""
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def city(db: None, frozen: "time_machine.Traveller") -> None:
    """Units, districts, categories, rules."""
    book.forget()
    founding.found()


@pytest.fixture
def desk(request: pytest.FixtureRequest, city: None, frozen: "time_machine.Traveller") -> Desk:
    """The desk of the programme in whose folder the test lies."""
    return Desk(request.path.parent.parent.name, frozen)
