"""Who holds a role of petitions now."""

from django.utils import timezone

from yankao.kernel.people.models import Duty, Person


def holders(role: str) -> list[Person]:
    duties = Duty.objects.in_force(timezone.now()).filter(programme="petitions", role=role)
    return list(Person.objects.filter(is_active=True, pk__in=duties.values("person")))
