"""The board for a disaster: what pours in, where, what nobody has yet, who can still be sent."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q
from django.db.models.functions import TruncHour
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from yankao.kernel.calendar.models import Closure
from yankao.kernel.cases.crews import Load, load
from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Crew, Person
from yankao.kernel.ui.pages import page

from .access import is_manager, official, room
from .bulk.choosing import offered
from .programme import Programme
from .tabs import oversees, tabs

HOURS, TRIAGED, CREWS = 24, 100, 30


@room
def surge(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Refreshed every half minute; raw times are never touched, only deadlines pause."""
    person = official(request)
    if not has_surge(programme, person):
        raise Http404
    context = {
        "programme": programme,
        "tabs": tabs(programme, person, "surge"),
        "may_declare": is_manager(person, programme),
        "bulk": [a for a in offered(programme, person) if programme.workflow.start in a.froms],
        **seen(programme, person),
    }
    return page(request, "programmes/surge.html", context, part="figures")


def has_surge(programme: Programme, person: Person) -> bool:
    return programme.urgent is not None and oversees(programme, person)


def seen(programme: Programme, person: Person) -> dict[str, Any]:
    """How things stand now, for page and endpoint."""
    now = timezone.now()
    rows = Case.objects.visible_to(person).ours().filter(programme=programme.name)
    waiting, hours = triage(programme, rows), by_hour(rows, now)
    return {
        "now": now,
        "declared": declared(now),
        "districts": by_district(programme, rows, now),
        "hours": hours,
        "most": max(came for _hour, came, _went in hours) or 1,
        "waiting": waiting,
        "full": len(waiting) == TRIAGED,
        "crews": free_crews(rows, now),
    }


def declared(now: datetime) -> list[tuple[Closure, District | None]]:
    """What stands now; without a district it is for the whole city."""
    districts = {row.code: row for row in District.objects.all()}
    standing = Closure.objects.standing().within(now, now + timedelta(seconds=1))
    return [(closure, districts.get(closure.area)) for closure in standing]


def by_district(
    programme: Programme, rows: CaseQuerySet, now: datetime
) -> list[tuple[District, dict[str, int]]]:
    """Where it is worst; only districts with anything open."""
    grouped: Any = rows.open().values("district")
    counted = grouped.annotate(
        open=Count("pk"),
        untold=Count("pk", filter=Q(state=programme.workflow.start)),
        overdue=Count("pk", filter=Q(due_at__lt=now)),
        urgent=Count("pk", filter=programme.urgent),
        hour=Count("pk", filter=Q(opened_at__gte=now - timedelta(hours=1))),
    )
    districts = {row.pk: row for row in District.objects.all()}
    found = [(districts[row["district"]], row) for row in counted if row["district"] in districts]
    return sorted(found, key=lambda pair: (-pair[1]["urgent"], -pair[1]["open"]))


def by_hour(rows: CaseQuerySet, now: datetime) -> list[tuple[datetime, int, int]]:
    """Received and ended in each of the last hours, the latest last."""
    first = timezone.localtime(now).replace(minute=0, second=0, microsecond=0)
    hours = [first - timedelta(hours=back) for back in range(HOURS - 1, -1, -1)]
    came = per_hour(rows.filter(opened_at__gte=hours[0]), "opened_at")
    went = per_hour(rows.filter(closed_at__gte=hours[0]), "closed_at")
    return [(hour, came.get(hour, 0), went.get(hour, 0)) for hour in hours]


def per_hour(rows: CaseQuerySet, field: str) -> dict[datetime, int]:
    grouped = rows.values(hour=TruncHour(field)).annotate(n=Count("pk"))
    return {row["hour"]: row["n"] for row in grouped}


def triage(programme: Programme, rows: CaseQuerySet) -> list[Case]:
    """What no unit has been told of: danger first, then the oldest."""
    urgent = ExpressionWrapper(programme.urgent or Q(pk=None), output_field=BooleanField())
    found = rows.open().filter(state=programme.workflow.start).annotate(urgent=urgent)
    related = ("category", "district", "holder")
    return list(found.select_related(*related).order_by("-urgent", "opened_at", "pk")[:TRIAGED])


def free_crews(rows: CaseQuerySet, now: datetime) -> list[Load]:
    """Crews on shift of units that have open cases, those with most room first."""
    units = rows.open().exclude(holder=None).values("holder")
    crews = Crew.objects.filter(active=True, unit__in=units).select_related("unit")[:CREWS]
    loads = [load(crew, now) for crew in crews if crew.shift(now)[0] <= now]
    return sorted(loads, key=lambda one: -one.left)
