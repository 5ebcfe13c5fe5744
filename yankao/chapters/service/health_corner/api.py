"""Endpoints beyond the generic ones: what the days came to, and the hours nobody is there.

A visit is entered like every case, by POST to `cases`.
"""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from yankao.kernel.programmes.api.door import PROBLEMS, through, valid, who
from yankao.kernel.programmes.schemas import body, form_data

from . import hours, views
from .doors import may_look
from .forms import AbsenceForm
from .models import Absence, Service

router = Router()
looking = through(may_look)
AbsenceIn = body("HealthAbsenceIn", AbsenceForm)


class HealthDayOut(Schema):
    """Visits of a day by service; null when the corner was closed and nobody was helped."""

    day: date
    closed: bool
    why: list[str]
    counts: dict[str, int | None]


class HealthAbsenceOut(Schema):
    id: int
    since: datetime
    until: datetime
    reason: str


@router.get("/day", response=list[HealthDayOut], auth=looking, operation_id="health_corner_days")
def days(request: HttpRequest) -> Any:
    """The last fourteen days, newest first."""
    found = hours.days(timezone.localdate(), views.DAYS)
    return [
        {"day": one.day, "closed": one.shut, "why": one.why,
         "counts": dict(zip(Service.values, one.numbers, strict=True))}
        for one in found
    ]  # fmt: skip


@router.post("/absences", response={201: HealthAbsenceOut, **PROBLEMS}, auth=looking,
             operation_id="health_corner_add_absence")  # fmt: skip
def add_absence(request: HttpRequest, payload: AbsenceIn) -> Any:  # type: ignore[valid-type]
    """Hours in which the corner is closed."""
    form = valid(AbsenceForm(form_data(payload, AbsenceForm)))
    return Status(201, views.registered(form, who(request)))


@router.post("/absences/{pk}/end", response={204: None, **PROBLEMS}, auth=looking,
             operation_id="health_corner_end_absence")  # fmt: skip
def end_absence(request: HttpRequest, pk: int) -> Any:
    """Open again from now on."""
    views.ended(get_object_or_404(Absence, pk=pk, until__gt=timezone.now()))
    return Status(204, None)
