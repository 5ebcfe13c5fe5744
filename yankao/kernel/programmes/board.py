"""The supervisors' board: by agency, what is open, due, overdue, returned and handed over."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from yankao.kernel.cases.known import named
from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.people.known import units
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page

from . import joint
from .access import official, room
from .programme import Programme
from .tabs import oversees, tabs


@room
def board(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Over all open cases of the room, confidential ones counted but never listed."""
    person = official(request)
    if not oversees(programme, person):
        raise Http404
    return page(request, "programmes/board.html", seen(programme, person), part="figures")


def seen(programme: Programme, person: Person) -> dict[str, Any]:
    """What the board shows this person."""
    now = timezone.now()
    rows = counted(Case.objects.ours().filter(programme=programme.name).open(), now)
    visible = Case.objects.visible_to(person).filter(programme=programme.name)
    moved = visible.open().filter(Q(hand_overs__gte=2) | Q(returns__gte=1))
    return {
        "programme": programme,
        "tabs": tabs(programme, person, "board"),
        "now": now,
        "units": by_unit(rows),
        "by_state": count_by_state(rows),
        "state_rows": by_state(programme, rows),
        "totals": totals(rows),
        "joint": joint.by_unit(programme, now),
        "worst": named(visible.overdue(now).due_first()[:15]),
        "moved": named(moved.order_by("-hand_overs", "-returns")[:10]),
    }


COUNTS = ("open", "overdue", "soon", "returned", "handed")


def counted(rows: CaseQuerySet, now: datetime) -> list[dict[str, Any]]:
    """The open cases once, by unit and state; all figures of the board are sums of these."""
    soon = now + timedelta(hours=1)
    figures: dict[str, Count | Sum] = {
        "open": Count("pk"),
        "overdue": Count("pk", filter=Q(due_at__lt=now)),
        "soon": Count("pk", filter=Q(due_at__gte=now, due_at__lt=soon)),
        "returned": Count("pk", filter=Q(returns__gt=0)),
        "handed": Sum("hand_overs"),
    }
    return [dict(row) for row in rows.values("holder", "state").annotate(**figures)]


def totals(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    found = dict.fromkeys(COUNTS, 0)
    for row in rows:
        for name in COUNTS:
            found[name] += row[name]
    return found


def by_unit(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each unit, the most overdue first."""
    held: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        held.setdefault(row["holder"], []).append(row)
    names = units.rows()
    found = [{"unit": names.get(key), **totals(own)} for key, own in held.items()]
    return sorted(found, key=lambda row: (-row["overdue"], -row["open"]))


def by_state(programme: Programme, rows: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    """Label, number and the list behind it, in the workflow's order."""
    found = count_by_state(rows)
    return [
        (str(state.label), found[str(state)], f"{programme.url}?open=true&state={state}")
        for state in programme.workflow.states
        if found[str(state)]
    ]


def count_by_state(rows: Iterable[dict[str, Any]]) -> Counter[str]:
    found = Counter[str]()
    for row in rows:
        found[row["state"]] += row["open"]
    return found
