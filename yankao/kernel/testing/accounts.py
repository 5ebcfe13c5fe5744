"""The demo's officials: one sign-in for each role of each programme, at a plausible unit."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.hashers import make_password
from django.http import HttpRequest
from django.utils import timezone

from yankao.kernel.people.models import Crew, Duty, Person, Unit
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.programme import Post
from yankao.kernel.ui.menu import DemoAccount, demo_contributors

PASSWORD = "yankao-demo-1999"
SINCE = date(2023, 1, 1)


@dataclass(frozen=True)
class Line:
    username: str
    words: str
    width: int

    def __str__(self) -> str:
        return f"  {self.username:<{self.width}}  {PASSWORD}   {self.words}"


def posts() -> list[tuple[str, Post]]:
    """Every post of every programme, in the order declared."""
    return [(p.name, post) for p in registry.every() for post in p.demo_posts]


def enter() -> dict[str, Person]:
    """Adds the demo's people and duties; known ones stay as they are."""
    units = {unit.code: unit for unit in Unit.objects.current()}
    hashed = make_password(PASSWORD)
    people = {}
    for programme, post in posts():
        person, _new = Person.objects.get_or_create(
            username=post.username,
            defaults={"name": post.name, "unit": units[post.unit], "password": hashed,
                      "email": f"{post.username}@example.gov.tw"},
        )  # fmt: skip
        Duty.objects.get_or_create(
            person=person, programme=programme, role=post.role, unit=units[post.unit],
            defaults={"since": SINCE, "decides": post.decides},
        )  # fmt: skip
        people[post.username] = person
        if post.crew:
            given = {"unit": units[post.unit], "name": post.crew}
            crew, _new = Crew.objects.get_or_create(**given, defaults={"firm": post.firm})
            crew.members.add(person)
    return people


def on_duty(programme: str) -> dict[tuple[str, str], Person]:
    """By role and unit, who works in the demo now; a sample year's officials have left."""
    rows = Duty.objects.filter(programme=programme, person__is_active=True)
    found = rows.in_force(timezone.now()).select_related("person", "unit").order_by("-pk")
    return {(duty.role, duty.unit.code): duty.person for duty in found}


def listed() -> list[DemoAccount]:
    """The sign-ins worth showing: one per role, the first declared."""
    units = {unit.code: unit.short_name for unit in Unit.objects.current()}
    shown, seen = [], set()
    for programme, post in posts():
        if (programme, post.role) in seen:
            continue
        seen.add((programme, post.role))
        room = registry.get(programme)
        role = str(room.workflow.roles[post.role].label)
        shown.append(DemoAccount(post.username, PASSWORD, post.name, str(room.label), role,
                                 units.get(post.unit, "")))  # fmt: skip
    return shown


def demo_accounts() -> list[Line]:
    every = listed()
    width = max((len(one.username) for one in every), default=0)
    return [Line(one.username, f"{one.room}·{one.role}（{one.name}）", width) for one in every]


def offer() -> None:
    """Shows them on the demo's sign-in page."""
    if not demo_contributors:
        demo_contributors.append(offered)


def offered(request: HttpRequest) -> list[DemoAccount]:
    return listed()
