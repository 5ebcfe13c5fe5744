"""Standard replies: which fit a case, and what one says there."""

from collections.abc import Iterable

from django.db.models import Q

from yankao.kernel.cases.actors import Actor, person
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Unit

from .models import StandardReply
from .variables import facts, render

OFFERED = 50


def fitting(case: Case, by: Actor, find: str = "") -> list[StandardReply]:
    """For this room, category and state, of the whole city or of an agency at work here."""
    rows = StandardReply.objects.filter(programme=case.programme, active=True)
    rows = rows.filter(Q(category=None) | Q(category=case.category_id))
    rows = rows.filter(state__in=["", case.state])
    rows = rows.filter(Q(unit=None) | Q(unit__in=agencies(case, by)))
    for word in find.split():
        rows = rows.filter(Q(name__icontains=word) | Q(text__icontains=word))
    return list(rows.select_related("unit", "category")[:OFFERED])


def agencies(case: Case, by: Actor) -> set[int]:
    """The holder and the official's own unit, with everything above them."""
    who = person(by)
    units: Iterable[Unit | None] = (case.holder, who.unit if who else None)
    return {int(pk) for unit in units if unit for pk in unit.path.strip("/").split("/") if pk}


def said(reply: StandardReply, case: Case, by: Actor) -> str:
    return render(reply.text, facts(case, by))
