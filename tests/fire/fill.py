"""Tables, units, catalogues and officials of the city under fire; prints what its people need."""

import json
import sys
from datetime import timedelta

import django


def main() -> None:
    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from yankao.kernel.cases.models import Category
    from yankao.kernel.people.models import Person, Unit
    from yankao.kernel.programmes import founding
    from yankao.kernel.programmes.models import ApiKey
    from yankao.kernel.testing import accounts

    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)
    founding.found()
    accounts.enter()
    unit = Unit.objects.current().get(code="B01000")
    Unit.objects.filter(pk=unit.pk).update(email="duty@roads.example")
    until = timezone.localdate() + timedelta(days=2)
    operator = Person.objects.filter(duties__role="operator").order_by("pk")[0]
    told = {
        "key": ApiKey.make(operator, "fire", until),
        "unit": unit.pk,
        "category": Category.objects.get(programme="dispatch", code="pothole").pk,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
