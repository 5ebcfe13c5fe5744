"""Makes an empty database a city: units, catalogues, rules, and the first official."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.programmes import dutylog, founding, registry
from yankao.kernel.programmes.officials import accounts

COMMISSION = "397220000A"


class Command(BaseCommand):
    help = (
        "Loads units, catalogues and rules, and enters the first official, who manages every room."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--login", required=True, help="user name of the first official")
        parser.add_argument("--name", required=True, help="as it stands on letters")
        parser.add_argument("--unit", default=COMMISSION, help="code of the unit")

    def handle(self, *args: Any, login: str, name: str, unit: str, **options: Any) -> None:
        with transaction.atomic():
            founding.found()
            at = Unit.objects.current().filter(code=unit).first()
            if at is None:
                raise CommandError(_("沒有代碼為 {code} 的單位。").format(code=unit))
            person = Person.objects.filter(username=login).first() or entered(login, name, at)
            manage_everything(person, at)
            link = accounts.link(person, by=None)
        self.stdout.write(
            _("城市已就緒。請 {who} 在三日內開啟以下連結設定密碼：").format(who=person)
        )
        self.stdout.write(link)


def entered(login: str, name: str, unit: Unit) -> Person:
    person = Person(username=login, name=name, unit=unit)
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError as error:
        raise CommandError("; ".join(error.messages)) from error
    return accounts.enter(person, by=None)


def manage_everything(person: Person, unit: Unit) -> None:
    """A duty in each room's first managing role, where this person has none yet."""
    today = timezone.localdate()
    for programme in registry.every():
        for role in list(programme.managers)[:1]:
            told = {"person": person, "programme": programme.name, "role": role.name, "unit": unit}
            if not Duty.objects.in_force(timezone.now()).filter(**told).exists():
                duty = Duty.objects.create(**told, since=today)
                dutylog.record(duty, dutylog.GIVEN, by=None)
