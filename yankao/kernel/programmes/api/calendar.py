"""The office calendar for programs: years loaded, a look at a file, and loading it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema, Status

from yankao.kernel.cases.errors import Invalid

from ..calendar_pages import CalendarForm, standing
from ..programme import Programme
from ..schemas import body, files_of, form_data
from .door import PROBLEMS, managing, valid, who
from .given import described, takes

CalendarIn = body("CalendarIn", CalendarForm)


class YearOut(Schema):
    year: int
    days: int
    worked: int


class LoadingOut(Schema):
    at: datetime
    by: str
    source: str
    reason: str
    years: str
    added: int
    changed: int


class CalendarOut(Schema):
    """`missing` is this or next year when not loaded; `awaiting`, how many clocks wait."""

    years: list[YearOut]
    missing: int | None
    awaiting: int
    loadings: list[LoadingOut]


class PreviewOut(Schema):
    """What loading the file does; `turned` are days worked that become days off, or back."""

    years: list[int]
    added: int
    turned: list[str]
    unchanged: int


def add(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)
    told: dict[str, Any] = {"auth": guard, "openapi_extra": described(CalendarIn, CalendarForm)}

    @router.get("/calendar", response=CalendarOut, auth=guard, operation_id=f"{name}_calendar")
    def loaded(request: HttpRequest) -> Any:
        """Which years are loaded, by whom, and what waits."""
        return standing()

    def look(request: HttpRequest, payload: Schema) -> Any:
        """What the file would change; nothing is stored."""
        return seen(given(request, payload))

    def load(request: HttpRequest, payload: Schema) -> Any:
        """Loads the file; running deadlines it touches are recomputed."""
        form = given(request, payload)
        if not form.ready():
            raise Invalid(form)
        answer = seen(form)
        form.load(by=who(request))
        return Status(201, answer)

    router.post(
        "/calendar/preview", response={200: PreviewOut, **PROBLEMS},
        operation_id=f"{name}_preview_calendar", **told,
    )(takes(look, CalendarIn))  # fmt: skip
    router.post(
        "/calendar", response={201: PreviewOut, **PROBLEMS},
        operation_id=f"{name}_load_calendar", **told,
    )(takes(load, CalendarIn))  # fmt: skip


def given(request: HttpRequest, payload: Schema) -> CalendarForm:
    files = files_of(payload, CalendarForm, request)
    form: CalendarForm = valid(CalendarForm(form_data(payload, CalendarForm), files))
    return form


def seen(form: CalendarForm) -> dict[str, Any]:
    found = form.cleaned_data["preview"]
    return {"years": found.years, "added": found.added, "unchanged": found.unchanged,
            "turned": [str(one) for one in found.turned]}  # fmt: skip
