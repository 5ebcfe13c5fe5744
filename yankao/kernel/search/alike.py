"""Cases in nearly the same words, proposed to whoever reads one of them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.text.likeness import percent

from .models import IndexRow

LOOKED_AT, RECENT_DAYS = 50, 90


@dataclass(frozen=True)
class Alike:
    """A case that says nearly the same, and how nearly."""

    case: Case
    percent: int


def alike(person: Person, case: Case, least: int) -> list[Alike]:
    """Recent cases of the room, of the same place or reporter, in nearly the same words.

    The index finds at most `LOOKED_AT`, however many cases there are; a person decides.
    """
    mine = IndexRow.objects.filter(case=case).first()
    if mine is None or not mine.bands:
        return []
    since = case.opened_at - timedelta(days=RECENT_DAYS)
    rows = Case.objects.visible_to(person).filter(programme=case.programme, opened_at__gte=since)
    rows = rows.filter(beside(case), indexed__bands__overlap=mine.bands).exclude(pk=case.pk)
    near = rows.select_related("indexed", "category", "district").order_by("-opened_at")
    found = [Alike(one, percent(mine.said, one.indexed.said)) for one in near[:LOOKED_AT]]
    return sorted((one for one in found if one.percent >= least), key=lambda one: -one.percent)[:5]


def beside(case: Case) -> Q:
    """The same district, telephone or e-mail."""
    rows, contact = Q(pk__in=[]), case.contact
    if case.district_id:
        rows |= Q(district=case.district_id)
    if contact and contact.phone:
        rows |= Q(contact__phone=contact.phone)
    if contact and contact.email:
        rows |= Q(contact__email=contact.email)
    return rows
