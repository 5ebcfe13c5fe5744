"""Endpoints beyond the generic ones: free times for everybody, the day sheet, what the officer
keeps. Notes of a consultation have none."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from yankao.kernel.programmes.access import client
from yankao.kernel.programmes.api.door import PROBLEMS, refused, through, valid, who
from yankao.kernel.programmes.schemas import body, form_data
from yankao.kernel.values.taipei import midnight

from . import closing, daysheet, doors, finding, offices
from .forms import WalkInForm
from .models import Lawyer, Session, Site, Slot, booking

router = Router()
looking, serving = through(doors.may_look), through(doors.may_serve)
keeping = through(doors.may_keep)
SiteIn, LawyerIn = body("LegalSiteIn", offices.SiteForm), body("LegalLawyerIn", offices.LawyerForm)
SessionIn = body("LegalSessionIn", offices.SessionForm)
CloseIn = body("LegalCloseIn", offices.CloseForm)
WalkInIn = body("LegalWalkInIn", WalkInForm)


class SlotOut(Schema):
    id: int
    starts_at: datetime
    site: str
    lawyer: str
    video: bool


class QueuedOut(Schema):
    """One line of a day sheet; `position` is 0 for whoever does not wait now."""

    number: str
    state: str
    starts_at: datetime | None
    position: int
    expected: datetime | None


class WallOut(Schema):
    code: str
    called: bool
    expected: datetime | None


class CodeIn(Schema):
    site: int
    code: str


class CodeOut(Schema):
    number: str
    state: str
    starts_at: datetime | None


class SiteOut(Schema):
    id: int
    name: str
    unit: str
    address: str
    room: str
    phone: str
    active: bool


class LawyerOut(Schema):
    """`conflicts` are masked names."""

    id: int
    name: str
    bar_number: str
    active: bool
    pledged_on: date | None
    conflicts: list[str]


class SessionOut(Schema):
    id: int
    site: str
    lawyer: str
    room: str
    starts_at: datetime
    ends_at: datetime
    video: bool
    closed_at: datetime | None
    places: int
    taken: int


class MovedOut(Schema):
    moved: int


@router.get("/slots", response=list[SlotOut], auth=None, operation_id="legal_advice_slots")
def free_slots(request: HttpRequest, site: int | None = None, day: date | None = None) -> Any:
    """Times that can be booked now, soonest first; `id` goes into the report's `slot`."""
    query = QueryDict(mutable=True)
    query.update({"site": str(site or ""), "day": str(day or "")})
    return [slot_out(slot) for slot in finding.FindForm(query).found()]


def slot_out(slot: Slot) -> dict[str, Any]:
    session = slot.session
    return {"id": slot.pk, "starts_at": slot.starts_at, "site": session.site.name,
            "lawyer": str(session.lawyer), "video": session.video}  # fmt: skip


@router.get("/wall/{pk}", response=list[WallOut], auth=None, operation_id="legal_advice_wall")
def wall(request: HttpRequest, pk: int) -> Any:
    """The line at a site: codes and times, nobody's name."""
    site = get_object_or_404(Site, pk=pk, active=True)
    return [
        {"code": place.detail.code, "called": place.being_served, "expected": place.expected}
        for _session, places in daysheet.wall_of(site, timezone.now()) for place in places
    ]  # fmt: skip


@router.get("/day", response={200: list[QueuedOut], **PROBLEMS}, auth=looking,
            operation_id="legal_advice_day")  # fmt: skip
def day(request: HttpRequest, site: str = "", on: date | None = None) -> Any:
    """Everybody who is expected or here at a site on a day."""
    person, now = who(request), timezone.now()
    found = doors.site_or_404(person, site)
    at = midnight(on) if on else now
    return [
        {"number": place.detail.case.number, "state": place.detail.case.state,
         "starts_at": place.detail.starts_at, "position": place.position,
         "expected": place.expected}
        for one in daysheet.sheets_for(person, found, at, now) for place in one.places
    ]  # fmt: skip


@router.post("/day/check-in", response={200: CodeOut, **PROBLEMS}, auth=serving,
             operation_id="legal_advice_check_in_by_code")  # fmt: skip
def check_in(request: HttpRequest, payload: CodeIn) -> Any:
    """Checks in whoever has this code at the site today."""
    person = who(request)
    site = doors.site_or_404(person, payload.site)
    form = valid(daysheet.CodeForm({"code": payload.code}))
    case = daysheet.arrived(person, site, form.cleaned_data["code"], client(request))
    if case is None:
        raise refused("code", daysheet.NOBODY)
    return case_out(case)


def case_out(case: Any) -> dict[str, Any]:
    case.refresh_from_db()
    detail = booking(case)
    detail.refresh_from_db()
    return {"number": case.number, "state": case.state, "starts_at": detail.starts_at}


@router.post("/day/walk-in", response={201: CodeOut, **PROBLEMS}, auth=serving,
             operation_id="legal_advice_add_walk_in")  # fmt: skip
def walk_in(request: HttpRequest, payload: WalkInIn, site: str = "") -> Any:  # type: ignore[valid-type]
    """Somebody without a booking: the next place, or the list of those who wait."""
    person = who(request)
    found = doors.site_or_404(person, site)
    form = daysheet.walk_in_form(person, found, form_data(payload, WalkInForm))
    return Status(201, case_out(daysheet.taken_in(person, form, client(request))))


@router.get("/sessions", response=list[SessionOut], auth=keeping,
            operation_id="legal_advice_sessions")  # fmt: skip
def sessions(request: HttpRequest) -> Any:
    """Today's and coming sessions with how many of their slots are taken."""
    return [session_out(row) for row in offices.coming(midnight(timezone.localdate()))]


def session_out(row: Session) -> dict[str, Any]:
    names = ("room", "starts_at", "ends_at", "video", "closed_at")
    told = {name: getattr(row, name) for name in names}
    counts = {name: getattr(row, name, 0) for name in ("places", "taken")}
    return {"id": row.pk, "site": row.site.name, "lawyer": str(row.lawyer), **told, **counts}


@router.post("/sessions", response={201: list[SessionOut], **PROBLEMS}, auth=keeping,
             operation_id="legal_advice_add_session")  # fmt: skip
def add_session(request: HttpRequest, payload: SessionIn) -> Any:  # type: ignore[valid-type]
    """One session, or the same for some weeks."""
    form = valid(offices.SessionForm(form_data(payload, offices.SessionForm)))
    return Status(201, [session_out(row) for row in form.store()])


@router.post("/sessions/{pk}/close", response={200: MovedOut, **PROBLEMS}, auth=keeping,
             operation_id="legal_advice_close_session")  # fmt: skip
def close_session(request: HttpRequest, pk: int, payload: CloseIn) -> Any:  # type: ignore[valid-type]
    """Calls it off; everybody in it gets another time or the first place in line."""
    found = get_object_or_404(Session, pk=pk, closed_at=None)
    form = valid(offices.CloseForm(form_data(payload, offices.CloseForm)))
    reason = form.cleaned_data["reason"]
    return {"moved": closing.close(found, reason, by=who(request), at=timezone.now())}


@router.get("/lawyers", response=list[LawyerOut], auth=keeping,
            operation_id="legal_advice_lawyers")  # fmt: skip
def lawyers(request: HttpRequest) -> Any:
    return [lawyer_out(row) for row in offices.lawyers(timezone.now())]


def lawyer_out(row: Lawyer) -> dict[str, Any]:
    names = ("name", "bar_number", "active", "pledged_on")
    told = {name: getattr(row, name) for name in names}
    return {"id": row.pk, **told, "conflicts": [one.shown for one in row.conflicts.all()]}


@router.post("/lawyers", response={201: LawyerOut, **PROBLEMS}, auth=keeping,
             operation_id="legal_advice_add_lawyer")  # fmt: skip
def add_lawyer(request: HttpRequest, payload: LawyerIn) -> Any:  # type: ignore[valid-type]
    form = offices.LawyerForm(form_data(payload, offices.LawyerForm))
    return Status(201, lawyer_out(valid(form).save()))


@router.post("/lawyers/{pk}", response={200: LawyerOut, **PROBLEMS}, auth=keeping,
             operation_id="legal_advice_change_lawyer")  # fmt: skip
def change_lawyer(request: HttpRequest, pk: int, payload: LawyerIn) -> Any:  # type: ignore[valid-type]
    row = get_object_or_404(Lawyer, pk=pk)
    form = offices.LawyerForm(form_data(payload, offices.LawyerForm), instance=row)
    return lawyer_out(valid(form).save())


@router.get("/sites", response=list[SiteOut], auth=keeping, operation_id="legal_advice_sites")
def sites(request: HttpRequest) -> Any:
    return [site_out(row) for row in Site.objects.select_related("unit")]


def site_out(row: Site) -> dict[str, Any]:
    names = ("name", "address", "room", "phone", "active")
    return {"id": row.pk, "unit": row.unit.code} | {name: getattr(row, name) for name in names}


@router.post("/sites", response={201: SiteOut, **PROBLEMS}, auth=keeping,
             operation_id="legal_advice_add_site")  # fmt: skip
def add_site(request: HttpRequest, payload: SiteIn) -> Any:  # type: ignore[valid-type]
    form = offices.SiteForm(form_data(payload, offices.SiteForm))
    return Status(201, site_out(valid(form).save()))


@router.post("/sites/{pk}", response={200: SiteOut, **PROBLEMS}, auth=keeping,
             operation_id="legal_advice_change_site")  # fmt: skip
def change_site(request: HttpRequest, pk: int, payload: SiteIn) -> Any:  # type: ignore[valid-type]
    row = get_object_or_404(Site, pk=pk)
    return site_out(
        valid(offices.SiteForm(form_data(payload, offices.SiteForm), instance=row)).save()
    )
