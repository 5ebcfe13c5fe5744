"""Crews and their rounds: who drives out, and in which order to drive."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from yankao.kernel.people.models import Crew

from ..crews_pages import CrewEdit, outdoor_people, units_of
from ..programme import Programme
from ..round import pins_of, position, visits_of
from ..schemas import body, form_data
from ..tabs import drives_out, sends_crews
from .door import PROBLEMS, through, valid, who

CrewIn = body("CrewIn", CrewEdit)


class CrewOut(Schema):
    id: int
    unit: str
    name: str
    firm: str
    phone: str
    hour_from: int | None
    hour_to: int | None
    capacity: int | None
    members: list[int]
    active: bool


class VisitOut(Schema):
    """One case of the round in its place; `late` when driving in this order misses its time."""

    number: str
    title: str
    address: str
    late: bool
    metres: float | None


def add(router: Router, programme: Programme) -> None:
    crews(router, programme)
    rounds(router, programme)


def crews(router: Router, programme: Programme) -> None:
    name = programme.name
    guard = through(lambda person: sends_crews(programme, person))

    @router.get("/crews", response=list[CrewOut], auth=guard, operation_id=f"{name}_crews")
    def listed(request: HttpRequest) -> Any:
        """The crews of the units for which this caller sends crews."""
        rows = Crew.objects.filter(unit__in=units_of(programme, who(request)))
        return [crew_out(row) for row in rows.select_related("unit")]

    @router.post(
        "/crews", response={201: CrewOut, **PROBLEMS}, auth=guard, operation_id=f"{name}_add_crew"
    )
    def new(request: HttpRequest, payload: CrewIn) -> Any:  # type: ignore[valid-type]
        return Status(201, saved(request, payload, None))

    @router.post(
        "/crews/{pk}", response={200: CrewOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_change_crew",
    )  # fmt: skip
    def change(request: HttpRequest, pk: int, payload: CrewIn) -> Any:  # type: ignore[valid-type]
        """One that is not used any more is switched off, never deleted."""
        units = units_of(programme, who(request))
        return saved(request, payload, get_object_or_404(Crew, pk=pk, unit__in=units))

    def saved(request: HttpRequest, payload: Any, found: Crew | None) -> dict[str, Any]:
        units = units_of(programme, who(request))
        people = outdoor_people(programme, units)
        form = CrewEdit(units, people, form_data(payload, CrewEdit), instance=found)
        return crew_out(valid(form).save())


def crew_out(crew: Crew) -> dict[str, Any]:
    names = ("name", "firm", "phone", "hour_from", "hour_to", "capacity", "active")
    members = list(crew.members.values_list("pk", flat=True))
    told = {name: getattr(crew, name) for name in names}
    return told | {"id": crew.pk, "unit": crew.unit.code, "members": members}


def rounds(router: Router, programme: Programme) -> None:
    name = programme.name
    guard = through(lambda person: drives_out(programme, person))

    @router.get("/round", response=list[VisitOut], auth=guard, operation_id=f"{name}_round")
    def order(request: HttpRequest, start: str = "") -> Any:
        """What waits outdoors, in driving order from `start` (lng,lat)."""
        return [
            {"number": visit.case.number, "title": visit.case.title, "late": visit.late,
             "address": visit.case.address, "metres": visit.leg.metres}
            for visit in visits_of(programme, who(request), position(start), timezone.now())
        ]  # fmt: skip

    @router.get(
        "/round/pins", response=dict[str, Any], auth=guard, operation_id=f"{name}_round_pins"
    )
    def pins(request: HttpRequest, start: str = "") -> Any:
        """The same as GeoJSON, numbered in driving order."""
        return pins_of(programme, who(request), position(start))
