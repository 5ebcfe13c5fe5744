"""A town that really commits, with people at their desks and cases on their way."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from yankao.chapters.service.dispatch.tests.opening import data
from yankao.chapters.service.petitions.tests.opening import data as letter
from yankao.kernel.cases.models import Case
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.policy.policy import book
from yankao.kernel.programmes import desk, founding, registry
from yankao.kernel.testing.desk import photo

MAINTENANCE = "B01000"


@pytest.fixture
def town(transactional_db: None, settings, tmp_path) -> "Town":
    """Tests that really commit leave an empty database behind them; it is filled again."""
    settings.MEDIA_ROOT = tmp_path
    book.forget()
    if not District.objects.exists():
        loading = import_module("yankao.kernel.geo.migrations.0002_load_districts_and_roads")
        loading.load(apps, None)
    founding.found()
    return Town()


class Town:
    """Its officials appear when they are first asked for."""

    def official(self, role: str, unit: str = MAINTENANCE, room: str = "dispatch") -> Person:
        name = f"{role}-{room}"
        found = Person.objects.filter(username=name).first()
        if found:
            return found
        home = Unit.objects.current().get(code=unit)
        person = Person.objects.create_user(
            name, "a long enough phrase", name=f"測試{role}", unit=home
        )
        today = timezone.localdate()
        Duty.objects.create(person=person, programme=room, role=role, unit=home, since=today)
        return person

    def colleague(self, role: str, unit: str, room: str) -> Person:
        """A second one with the same duty."""
        first = self.official(role, unit, room)
        person = Person.objects.create_user(
            f"{first.username}-2", "a long enough phrase", name="測試同事", unit=first.unit
        )
        today = timezone.localdate()
        Duty.objects.create(person=person, programme=room, role=role, unit=first.unit, since=today)
        return person

    def report(self, **more: object) -> Case:
        """A hole in the road, told to 1999."""
        return desk.open_case(registry.get("dispatch"), data(**more), by=self.official("operator"))

    def letter(self) -> Case:
        """A petition told at the counter of the centre, registered and waiting to be assigned."""
        clerk = self.official("intake", "RDEC-JSC", "petitions")
        case = desk.open_case(registry.get("petitions"), letter(), by=clerk)
        case.refresh_from_db()
        if case.state == "received":
            case = desk.act(case, "register", by=Person.objects.get(pk=clerk.pk))
        return case

    def edition(self) -> Case:
        """The annual report of this year, tried out once; its editor edits the texts too."""
        editor = self.official("editor", "397220000A", "editions")
        today = timezone.localdate()
        Duty.objects.create(
            person=editor, programme="manuscripts", role="editor", unit=editor.unit, since=today
        )
        told = {"kind": "annual", "edition": str(today.year - 1911), "word_limit": 3000,
                "collect_by": today.isoformat()}  # fmt: skip
        case = desk.open_case(registry.get("editions"), told, by=editor)
        return desk.act(case, "try_out", by=Person.objects.get(pk=editor.pk))

    def do(self, case: Case, action: str, by: str, files: tuple = (), **told: object) -> Case:
        uploads = MultiValueDict({"photos": list(files)})
        person = Person.objects.get(pk=self.official(by).pk)
        moved = desk.act(case, action, by=person, data=told, files=uploads)
        case.refresh_from_db()
        return moved

    def notified(self, **more: object) -> Case:
        """The hole is in the hands of the maintenance office."""
        case = self.report(**more)
        unit = Unit.objects.current().get(code=MAINTENANCE)
        return self.do(case, "notify", "operator", unit=unit.pk, phone_notice_to="李值勤")

    def handled(self, **more: object) -> Case:
        return self.do(self.notified(**more), "accept", "duty")

    def finished(self, **more: object) -> Case:
        case = self.handled(**more)
        self.do(case, "make_safe", "crew", safety_note="已擺放三角錐")
        return self.do(case, "finish", "crew", (photo(),), result="fixed", remedy="冷料修補完成")


@pytest.fixture
def enter(new_page, sign_in) -> Callable:
    """A page in the hands of an official; width, language and colours as asked."""

    def open_page(person: Person, width: int = 1280, locale: str = "zh-TW", scheme: str = "light"):
        page = new_page(width, locale, scheme)
        sign_in(page, person)
        return page

    return open_page


def upload(file: SimpleUploadedFile) -> dict[str, object]:
    """A file as a browser is given one."""
    return {"name": file.name, "mimeType": "image/jpeg", "buffer": file.read()}
