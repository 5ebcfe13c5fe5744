"""The agents whom the simulator plays: they sit on the floor but cannot sign in."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from yankao.kernel.people.models import Person, Unit
from yankao.kernel.testing.cast import Cast

from . import limits
from .effects import NAME
from .models import Presence, Seat
from .states import AGENT


def agents_of(many: int) -> Sequence[Person]:
    """So many of this year's agents of the sample."""
    today = timezone.localdate()
    unit = Unit.objects.current().get(code=limits.UNIT.value())
    first, last = today.replace(month=1, day=1), today.replace(month=12, day=31)
    cast = Cast.of(NAME, [(AGENT.name, unit, many)], first, last)
    return cast.people[AGENT.name, unit.pk][:many]


def seat(people: Sequence[Person]) -> None:
    """They sit down where nobody sits, the first seats left free for whoever comes."""
    now = timezone.now()
    with transaction.atomic():
        Presence.objects.filter(person__is_active=False).delete()
        free = Seat.objects.filter(active=True, presence=None).order_by("-number")
        Presence.objects.bulk_create(
            Presence(person=person, seat=seat, state=Presence.State.READY, since=now)
            for person, seat in zip(people, free, strict=False)
        )
