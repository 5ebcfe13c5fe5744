"""What comes back: places with many reports, faults that recur, cases thrown from unit to unit."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, F, Max, Q
from django.db.models.functions import Floor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from yankao.kernel.cases.models import Case, CaseQuerySet, Category
from yankao.kernel.people.models import Person
from yankao.kernel.timeline.models import Entry
from yankao.kernel.ui.pages import page

from .access import official, room
from .programme import Programme
from .tabs import oversees, tabs

SPANS = (7, 30, 90)
CELL = 0.001  # degrees, about a hundred metres
METRES = 80
LEAST, SHOWN, WORST, CHASED = 3, 30, 15, 500


@dataclass(frozen=True)
class Spot:
    """A place or asset with several reports of one kind; `query` lists them."""

    category: str
    where: str
    reports: int
    incidents: int
    again: int
    last: datetime
    query: str
    lng: float | None = None
    lat: float | None = None


@dataclass(frozen=True)
class Hold:
    """A unit that had the case, and for how long; the last one still has it."""

    unit: str
    since: datetime
    until: datetime | None

    @property
    def length(self) -> timedelta | None:
        return self.until - self.since if self.until else None


@dataclass(frozen=True)
class Chain:
    """The units through whose hands a case went."""

    case: Case
    holds: list[Hold]


@dataclass(frozen=True)
class Way:
    """From one unit to another, how often; and how often straight back the other way."""

    giver: str
    taker: str
    times: int
    back: int


@room
def patterns(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Over the last days, as far as this overseer may see."""
    person, days = overseer(request, programme), span(request.GET.get("days", ""))
    context = {
        "programme": programme,
        "tabs": tabs(programme, person, "patterns"),
        "days": days,
        "spans": SPANS,
        "now": timezone.now(),
        **seen(programme, person, days),
    }
    return page(request, "programmes/patterns.html", context, part="rows")


def seen(programme: Programme, person: Person, days: int) -> dict[str, Any]:
    """What came back in so many days, for page and endpoint."""
    since = timezone.now() - timedelta(days=days)
    rows = received(programme, person, since)
    chains = chains_of(rows)
    return {
        "totals": totals(programme, rows),
        "spots": spots(programme, rows, since),
        "assets": assets(programme, rows),
        "recurring": recurring(programme, rows),
        "chains": chains[:WORST],
        "ways": ways(chains),
    }


@room
def pins(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The places with many reports, as GeoJSON."""
    person = overseer(request, programme)
    return JsonResponse(pins_of(programme, person, span(request.GET.get("days", ""))))


def pins_of(programme: Programme, person: Person, days: int) -> dict[str, Any]:
    since = timezone.now() - timedelta(days=days)
    found = spots(programme, received(programme, person, since), since)
    features = [feature(programme, spot) for spot in found]
    return {"type": "FeatureCollection", "features": features}


def overseer(request: HttpRequest, programme: Programme) -> Person:
    person = official(request)
    if not oversees(programme, person):
        raise Http404
    return person


def span(asked: str) -> int:
    return int(asked) if asked in map(str, SPANS) else SPANS[1]


def received(programme: Programme, person: Person, since: datetime) -> CaseQuerySet:
    rows = Case.objects.visible_to(person).ours()
    return rows.filter(programme=programme.name, opened_at__gte=since)


def counts(programme: Programme) -> dict[str, Any]:
    """Reports, distinct incidents beside them, and how many of these came back."""
    again = Q(**{f"{programme.name}__{programme.recurs}": True}) if programme.recurs else Q(pk=None)
    return {
        "reports": Count("pk"),
        "incidents": Count("pk", filter=Q(parent=None)),
        "again": Count("pk", filter=again),
    }


def totals(programme: Programme, rows: CaseQuerySet) -> dict[str, int]:
    return rows.aggregate(**counts(programme))


def spots(programme: Programme, rows: CaseQuerySet, since: datetime) -> list[Spot]:
    """Cells of a hundred metres with several reports of one category, most incidents first."""
    cells = rows.on_the_map().annotate(x=Floor(F("lng") / CELL), y=Floor(F("lat") / CELL))
    places: Any = cells.values("category", "x", "y")
    grouped = places.annotate(
        **counts(programme), last=Max("opened_at"), where=Max("address"),
        middle_lng=Avg("lng"), middle_lat=Avg("lat"),
    )  # fmt: skip
    many = grouped.filter(reports__gte=LEAST).order_by("-incidents", "-reports", "-last")
    names = categories(programme)
    return [
        Spot(
            names[row["category"]].name, row["where"], row["reports"], row["incidents"],
            row["again"], row["last"],
            f"near={row['middle_lng']:.5f},{row['middle_lat']:.5f},{METRES}"
            f"&category={names[row['category']].code}&since={timezone.localdate(since)}",
            row["middle_lng"], row["middle_lat"],
        )
        for row in many[:SHOWN]
        if row["category"] in names
    ]  # fmt: skip


def assets(programme: Programme, rows: CaseQuerySet) -> list[Spot]:
    """The same lamp, pole or cover, by its number."""
    if not programme.asset:
        return []
    name = f"{programme.name}__{programme.asset}"
    named: Any = rows.exclude(**{name: ""}).values("category", asset=F(name))
    grouped = named.annotate(
        **counts(programme), last=Max("opened_at"), where=Max("address")
    ).filter(reports__gte=2)
    names = categories(programme)
    return [
        Spot(
            names[row["category"]].name, f"{row['asset']} {row['where']}", row["reports"],
            row["incidents"], row["again"], row["last"], f"q={row['asset']}",
        )
        for row in grouped.order_by("-incidents", "-last")[:SHOWN]
        if row["category"] in names
    ]  # fmt: skip


def categories(programme: Programme) -> dict[int, Category]:
    return {row.pk: row for row in Category.objects.filter(programme=programme.name)}


def recurring(programme: Programme, rows: CaseQuerySet) -> list[Case]:
    """Repaired, and broken again within the days that the room calls a recurrence."""
    if not programme.recurs:
        return []
    again = rows.filter(**{f"{programme.name}__{programme.recurs}": True})
    return list(again.select_related("category", "holder").order_by("-opened_at")[:SHOWN])


def chains_of(rows: CaseQuerySet) -> list[Chain]:
    """Cases handed over at least once, the most travelled first, each with its way."""
    travelled = rows.filter(hand_overs__gte=1).order_by("-hand_overs", "-pk")[:CHASED]
    cases = {case.subject: case for case in travelled}
    told = Entry.objects.filter(subject__in=cases, data__has_key="holder")
    moves: dict[str, list[tuple[str, datetime]]] = {subject: [] for subject in cases}
    for subject, holder, at in told.order_by("subject", "seq").values_list(
        "subject", "data__holder", "at"
    ):
        if not moves[subject] or moves[subject][-1][0] != holder:
            moves[subject].append((holder, at))
    return [Chain(case, holds(case, moves[subject])) for subject, case in cases.items()]


def holds(case: Case, moves: list[tuple[str, datetime]]) -> list[Hold]:
    ends = [at for _unit, at in moves[1:]] + [case.closed_at]
    return [Hold(unit, at, end) for (unit, at), end in zip(moves, ends, strict=True)]


def ways(chains: list[Chain]) -> list[Way]:
    """Who hands to whom; two units that throw at each other stand out."""
    steps = Counter(
        (giver.unit, taker.unit)
        for chain in chains
        for giver, taker in zip(chain.holds, chain.holds[1:], strict=False)
    )
    found = [Way(a, b, times, steps[b, a]) for (a, b), times in steps.items()]
    return sorted(found, key=lambda way: (-way.times - way.back, -way.times, way.giver))[:SHOWN]


def feature(programme: Programme, spot: Spot) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [spot.lng, spot.lat]},
        "properties": {
            "number": f"{spot.incidents}／{spot.reports}",
            "title": f"{spot.category} {spot.where}",
            "state": "",
            "tone": "late" if spot.again else "warn",
            "url": f"{programme.url}?{spot.query}",
        },
    }
