"""What is due for erasure; erases it with --now. Holds a case back, or lets it go, with a why."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry, retention


class Command(BaseCommand):
    help = (
        "Lists what is due for erasure; --now erases, --hold and --release NUMBER keep or let go."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--now", action="store_true")
        parser.add_argument("--hold", metavar="NUMBER")
        parser.add_argument("--release", metavar="NUMBER")
        parser.add_argument("--by", default="", help="username of who decided")
        parser.add_argument("--reason", default="")

    def handle(self, *args: Any, **asked: Any) -> None:
        if number := asked["hold"] or asked["release"]:
            decide = retention.hold if asked["hold"] else retention.release
            decide(self.case(number), by=self.person(asked["by"]), reason=self.why(asked["reason"]))
            return
        for room in registry.every():
            due = retention.due(room, timezone.now()).count()
            self.stdout.write(f"{room.label}（{room.keep_years} 年）: {due}")
        if asked["now"]:
            self.stdout.write(str(retention.erase_due(timezone.now())))

    def case(self, number: str) -> Case:
        found = Case.objects.filter(number=number).first()
        if found is None:
            raise CommandError(f"no case {number}")
        return found

    def person(self, username: str) -> Person:
        found = Person.objects.filter(username=username, is_active=True).first()
        if found is None:
            raise CommandError("--by names who decided")
        return found

    def why(self, reason: str) -> str:
        if len(reason) < 4:
            raise CommandError("--reason says why")
        return reason
