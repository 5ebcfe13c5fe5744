"""The supervisors' board: by agency, what is open, due, overdue, returned and handed over."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page

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
    rows = Case.objects.ours().filter(programme=programme.name).open()
    visible = Case.objects.visible_to(person).filter(programme=programme.name)
    worst = visible.overdue(now).select_related("holder", "category", "district").due_first()[:15]
    return {
        "programme": programme,
        "tabs": tabs(programme, person, "board"),
        "now": now,
        "units": by_unit(rows, now),
        "state_rows": by_state(programme, rows),
        "totals": totals(rows, now),
        "worst": list(worst),
        "moved": list(
            visible.open().filter(Q(hand_overs__gte=2) | Q(returns__gte=1))
            .select_related("holder").order_by("-hand_overs", "-returns")[:10]
        ),
    }  # fmt: skip


def counts(now: datetime) -> dict[str, Count | Sum]:
    soon = now + timedelta(hours=1)
    return {
        "open": Count("pk"),
        "overdue": Count("pk", filter=Q(due_at__lt=now)),
        "soon": Count("pk", filter=Q(due_at__gte=now, due_at__lt=soon)),
        "returned": Count("pk", filter=Q(returns__gt=0)),
        "handed": Sum("hand_overs"),
    }


def by_unit(rows: CaseQuerySet, now: datetime) -> list[dict[str, Any]]:
    grouped = rows.values("holder__short_name", "holder__code").annotate(**counts(now))
    found: list[dict[str, Any]] = [dict(row) for row in grouped]
    return sorted(found, key=lambda row: (-row["overdue"], -row["open"]))


def by_state(programme: Programme, rows: CaseQuerySet) -> list[tuple[str, int, str]]:
    """Label, number and the list behind it, in the workflow's order."""
    found = count_by_state(rows)
    return [
        (str(state.label), found[str(state)], f"{programme.url}?open=true&state={state}")
        for state in programme.workflow.states
        if found.get(str(state))
    ]


def count_by_state(rows: CaseQuerySet) -> dict[str, int]:
    return dict(rows.values_list("state").annotate(Count("pk")))


def totals(rows: CaseQuerySet, now: datetime) -> dict[str, int]:
    found = rows.aggregate(**counts(now))
    return {name: value or 0 for name, value in found.items()}
