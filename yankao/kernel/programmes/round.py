"""A crew's round on a telephone: what to drive to next, and reporting it without a signal."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django import forms
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.crews import load
from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.cases.workflow import Action
from yankao.kernel.geo.metres import Place
from yankao.kernel.geo.places import district_of
from yankao.kernel.geo.route import Leg, Pace, Stop, drive
from yankao.kernel.people.models import Crew, Person
from yankao.kernel.policy.policy import Setting
from yankao.kernel.ui.pages import page

from . import desk, waiting
from .access import official, public, room
from .lists import pin
from .programme import Programme
from .tabs import drives_out, tabs

WORKER = Path(__file__).resolve().parents[1] / "ui" / "static" / "built" / "sw.js"
SHOWN = 40
KMH = Setting(
    "field.kmh",
    25,
    gettext_lazy("外勤平均車速（公里／小時）"),
    "本會設定，用於排定路線",
    "assumed",
    1,
)
MINUTES = Setting(
    "field.minutes_per_case", 20, gettext_lazy("每件現場作業時間（分鐘）"),
    "本會設定，用於排定路線", "assumed", 1,
)  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """One case of the round, in its place in the order."""

    leg: Leg
    case: Case
    actions: list[Action]
    at: datetime

    @property
    def late(self) -> bool:
        """Whether driving in this order reaches it after its time."""
        return self.leg.stop.left is not None and self.leg.done_in > self.leg.stop.left

    @property
    def kilometres(self) -> str:
        return "" if self.leg.metres is None else f"{self.leg.metres / 1000:.1f}"


@room
def round_page(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The crew's cases in driving order; by due time until the position is known."""
    person = official(request)
    if not drives_out(programme, person):
        raise Http404
    now, start = timezone.now(), position(request.GET.get("from", ""))
    crews = list(Crew.objects.of(person))
    chosen = [crew for crew in crews if str(crew.pk) == request.GET.get("crew")] or crews
    visits = ordered(programme, person, rows(programme, person, chosen), start, now)
    context = {
        "programme": programme,
        "tabs": tabs(programme, person, "round"),
        "visits": visits,
        "more": len(visits) == SHOWN,
        "crews": crews,
        "loads": [load(crew, now) for crew in chosen],
        "dialogs": dialogs(visits, person),
        "start": start,
        "now": now,
    }
    return page(request, "programmes/round.html", context, part="rows")


def rows(programme: Programme, person: Person, crews: list[Crew]) -> CaseQuerySet:
    """What waits for this person outdoors: their crews' cases, and the unit's that no crew has."""
    found = waiting.for_person(person).filter(programme=programme.name)
    if crews:
        found = found.filter(Q(crew__in=crews) | Q(crew=None))
    return found.select_related("category", "district", "holder", "crew", "last_entry")


def ordered(
    programme: Programme, person: Person, found: CaseQuerySet, start: Place | None, now: datetime
) -> list[Visit]:
    """The most urgent cases, in the order in which to drive."""
    cases = {case.pk: case for case in found.due_first()[:SHOWN]}
    stops = [stop(case, now) for case in cases.values()]
    pace = Pace(KMH.value() * 1000 / 60, MINUTES.value())
    return [
        Visit(leg, cases[leg.stop.key], outdoors(cases[leg.stop.key], person), now)
        for leg in drive(start, stops, pace)
    ]


def stop(case: Case, now: datetime) -> Stop:
    place = None if case.lng is None or case.lat is None else Place(case.lng, case.lat)
    left = (case.due_at - now).total_seconds() / 60 if case.due_at else None
    return Stop(case.pk, place, left)


def outdoors(case: Case, person: Person) -> list[Action]:
    """What may be reported on the spot, and accepting it before."""
    return [a for a in desk.available(case, person) if a.outdoors or a.leads_on]


def position(told: str) -> Place | None:
    """ "lng,lat" as the telephone knows it; anything else, or outside the city, is nowhere."""
    try:
        lng, lat = map(float, told.split(","))
    except ValueError:
        return None
    return Place(lng, lat) if district_of(lng, lat) else None


def dialogs(visits: list[Visit], person: Person) -> list[tuple[Action, forms.BaseForm | None]]:
    """One form for each thing that may be reported; scripts point it at the case it is for."""
    found: dict[str, tuple[Action, forms.BaseForm | None]] = {}
    for visit in visits:
        for action in visit.actions:
            if action.name not in found:
                found[action.name] = action, desk.form_for(visit.case, action, by=person)
    return list(found.values())


@room
def pins(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The round's stops as GeoJSON, numbered in driving order."""
    person = official(request)
    if not drives_out(programme, person):
        raise Http404
    return JsonResponse(pins_of(programme, person, position(request.GET.get("from", ""))))


def visits_of(
    programme: Programme, person: Person, start: Place | None, now: datetime
) -> list[Visit]:
    """The round of all the person's crews."""
    crews = list(Crew.objects.of(person))
    return ordered(programme, person, rows(programme, person, crews), start, now)


def pins_of(programme: Programme, person: Person, start: Place | None) -> dict[str, Any]:
    features = [
        numbered(place, visit.case, programme)
        for place, visit in enumerate(visits_of(programme, person, start, timezone.now()), 1)
        if visit.case.lng is not None
    ]
    return {"type": "FeatureCollection", "features": features}


def numbered(place: int, case: Case, programme: Programme) -> dict[str, Any]:
    feature: dict[str, Any] = pin(case, programme)
    feature["properties"]["title"] = f"{place}. {case.title}"
    return feature


@public
def worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps round and forms readable without a signal; it must lie at the root."""
    return HttpResponse(
        WORKER.read_bytes(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )
