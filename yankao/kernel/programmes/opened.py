"""What an official opened while somebody was on the line, in whatever room."""

from datetime import datetime, timedelta

from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.timeline.models import Entry

from .desk import OPEN

AFTERWARDS = timedelta(minutes=30)  # what is typed when the caller is gone is still of the call


def opened_by(person: Person, since: datetime, until: datetime | None) -> list[Case]:
    """From the first word until half an hour after the last; as far as they may see it."""
    told = Entry.objects.filter(
        verb=OPEN,
        subject__startswith="case:",
        at__gte=since,
        at__lte=until + AFTERWARDS if until else timezone.now(),
        actor_id=person.pk,
    )
    keys = [int(key.removeprefix("case:")) for key in told.values_list("subject", flat=True)]
    return list(Case.objects.visible_to(person).filter(pk__in=keys))
