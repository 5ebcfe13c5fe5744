"""What is due for erasure; erases it with --now. Holds a case back, or lets it go, with a why."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry, retention
from yankao.kernel.programmes.holds import holding
from yankao.kernel.programmes.models import Hold


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
        parser.add_argument("--reference", default="", help="number of the court's or audit's file")

    def handle(self, *args: Any, **asked: Any) -> None:
        if number := asked["hold"] or asked["release"]:
            case, by = self.case(number), self.person(asked["by"])
            self.decide(case, by, self.why(asked["reason"]), asked)
            return
        for room in registry.every():
            due = retention.due(room, timezone.now()).count()
            kept = retention.over(room, timezone.now()).count() - due
            self.stdout.write(f"{room.label}（{room.keep_years} 年）: {due}，保全中 {kept}")
        if asked["now"]:
            self.stdout.write(str(retention.erase_due(timezone.now())))

    def decide(self, case: Case, by: Person, reason: str, asked: dict[str, Any]) -> None:
        """Sets a hold, or lets go of every hold that was set on the case."""
        if asked["hold"]:
            holding.put(case, by=by, reason=reason, reference=asked["reference"])
            return
        for hold in Hold.objects.standing().filter(case=case):
            holding.let_go(hold, by=by, reason=reason)

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
