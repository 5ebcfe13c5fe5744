"""The counter for programs: report, follow, add, rate, and the public map; no account needed."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError
from django.http import Http404, HttpRequest, QueryDict
from ninja import Router, Schema, Status
from ninja.errors import HttpError
from ninja.security import HttpBasicAuth
from pydantic import Field

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.cases.workflow import Action
from yankao.kernel.files.serving import serve
from yankao.kernel.programmes import desk, suggesting
from yankao.kernel.programmes.access import client
from yankao.kernel.programmes.api.door import PROBLEMS, api, refused, valid
from yankao.kernel.programmes.api.given import described, takes
from yankao.kernel.programmes.paging import page_of
from yankao.kernel.programmes.schemas import (
    FileOut,
    Problem,
    body,
    file_told,
    files_of,
    form_data,
)

from . import doors, passwords, places, progress, publicmap, receipts, sheets, similar, surveys
from .api_following import router as watching
from .budgets import PHOTOS, REPORTS, network
from .lost import TOO_OFTEN, LostForm, ask
from .models import Receipt
from .report import Sending, open_case

router = Router(tags=["Counter"], auth=None)
LostIn = body("LostIn", LostForm)
TOO_MANY = {429: Problem}
FILES = "/api/v1/counter/case/files/"


class Holder(HttpBasicAuth):
    """Case number and password, as user name and password."""

    def authenticate(self, request: HttpRequest, username: str, password: str) -> Case | None:
        try:
            return receipts.check(username, password, client=client(request))
        except receipts.TooOften as error:
            raise HttpError(429, str(progress.TOO_OFTEN)) from error


class DoorOut(Schema):
    programme: str
    title: str
    invitation: str


class QuestionsOut(Schema):
    """A category one may choose, with the questions it asks."""

    code: str
    name: str
    group: str
    hint: str
    questions: list[dict[str, Any]]


class ReceiptOut(Schema):
    """Shown once; keep both."""

    number: str
    password: str


class SimilarOut(Schema):
    number: str
    title: str
    place: str
    state: str
    metres: int | None


class FactOut(Schema):
    label: str
    value: str


class ProgressLineOut(Schema):
    at: datetime
    label: str
    mine: bool


class StopOut(Schema):
    """`kind` is done, here or ahead."""

    label: str
    kind: str


class ProgressOut(Schema):
    number: str
    state: str
    says: str
    due_at: datetime | None
    way: list[StopOut]
    lines: list[ProgressLineOut]
    done: list[FactOut]
    actions: list[str]
    files: list[FileOut]
    rate_until: datetime | None


class RatingIn(Schema):
    score: int = Field(ge=1, le=5)
    comment: str = ""


class PublicOut(Schema):
    number: str
    title: str
    place: str
    state: str
    opened_at: datetime


class MapOut(Schema):
    rows: list[PublicOut]
    after: str


class PlaceOut(Schema):
    address: str
    label: str
    lng: float | None
    lat: float | None
    district: str


class SameAs(Schema):
    """`same_as` is the number of an open case that this report is about too."""

    same_as: str = ""


@router.get("/doors", response=list[DoorOut], operation_id="counter_doors")
def listed(request: HttpRequest) -> Any:
    """What citizens may report or ask."""
    return [
        {"programme": door.programme.name, "title": str(door.public.title),
         "invitation": str(door.public.invitation)}
        for door in doors.every()
    ]  # fmt: skip


@router.get("/doors/{name}/categories", response={200: list[QuestionsOut], 404: Problem},
            operation_id="counter_categories")  # fmt: skip
def categories(request: HttpRequest, name: str) -> Any:
    """What a report may be about, and what each category asks."""
    rows = Category.objects.filter(programme=doors.door_or_404(name).programme.name, active=True)
    return [
        {"code": row.code, "name": str(row), "group": row.group, "hint": row.hint,
         "questions": row.data.get("questions", [])}
        for row in rows
    ]  # fmt: skip


@router.get("/doors/{name}/similar", response={200: list[SimilarOut], 404: Problem},
            operation_id="counter_similar")  # fmt: skip
def alike(request: HttpRequest, name: str, category: str, address: str = "", lng: str = "",
          lat: str = "") -> Any:  # fmt: skip
    """Open cases that may be the same one, as everybody may see them."""
    door = doors.door_or_404(name)
    row = Category.objects.filter(programme=name, code=category, active=True).first()
    data = query({"category": row.pk if row else "", "address": address, "lng": lng, "lat": lat})
    return similar.found(door, data)


class SuggestedOut(Schema):
    """A likely category, how likely in percent, and who would be competent."""

    category: str
    name: str
    percent: int
    unit: str
    why: str


class SuggestIn(Schema):
    words: str
    district: str = ""


@router.post("/doors/{name}/suggest", response={200: list[SuggestedOut], 404: Problem},
             operation_id="counter_suggest")  # fmt: skip
def suggest(request: HttpRequest, name: str, payload: SuggestIn) -> Any:
    """Categories that these words may belong to, likeliest first; a guess, never a decision."""
    room = doors.door_or_404(name).programme
    return [suggesting.plain(one) for one in suggesting.suggest_in(room, **payload.dict())]


def query(values: dict[str, Any]) -> QueryDict:
    """What a page would have sent."""
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    return sheets.typed(data)


def reporting(door: doors.Door) -> None:
    """Number and password for a report; the header Idempotency-Key makes a repeated one safe."""
    name, form = door.programme.name, door.public.intake
    schema = body(f"{name.title()}Report", form, SameAs)

    def report(request: HttpRequest, payload: Schema) -> Any:
        """Reports without an account; photos as parts or as base64."""
        sending = sending_of(request, getattr(payload, "same_as", ""))
        if earlier := Receipt.objects.filter(sending=sending.digest).first():
            return Status(201, receipt(earlier.case, sending))
        files = files_of(payload, form, request)
        held = valid(form(query(form_data(payload, form)), files))
        spend(request, sum(len(many) for _name, many in files.lists()))
        return Status(201, receipt(stored(door, held, sending), sending))

    router.post(
        f"/report/{name}", response={201: ReceiptOut, **PROBLEMS, **TOO_MANY},
        operation_id=f"counter_report_{name}", openapi_extra=described(schema, form),
    )(takes(report, schema))  # fmt: skip


def sending_of(request: HttpRequest, same_as: str) -> Sending:
    key = request.headers.get("Idempotency-Key", "")[:200] or secrets.token_hex(16)
    kept = hashlib.sha256(f"api key {key}".encode()).hexdigest()
    digest = hashlib.sha256(f"api sending {key}".encode()).hexdigest()
    return Sending(kept, digest, client(request), same_as)


def spend(request: HttpRequest, photos: int) -> None:
    """The same allowance as the page's: so many reports and photos an hour from one connection."""
    who = network(client(request))
    if not REPORTS.spend(who) or not all(PHOTOS.spend(who) for _photo in range(photos)):
        raise HttpError(429, str(progress.TOO_MANY_SENT))


def stored(door: doors.Door, form: Any, sending: Sending) -> Case:
    """Two sendings of one report that arrive together end in one case."""
    try:
        return open_case(door, form, sending)
    except IntegrityError:
        twin = Receipt.objects.filter(sending=sending.digest).first()
        if twin is None:
            raise
        return twin.case


def receipt(case: Case, sending: Sending) -> dict[str, str]:
    password = passwords.derived(case.number, sending.key)
    return {"number": case.number, "password": passwords.grouped(password)}


def held(request: HttpRequest) -> Case:
    case: Case = request.auth  # type: ignore[attr-defined]
    return case


@router.get("/case", response={200: ProgressOut, **TOO_MANY}, auth=Holder(),
            operation_id="counter_progress")  # fmt: skip
def follow(request: HttpRequest) -> Any:
    """Where one's case is, until when, and what one may do."""
    return progress_out(held(request))


def progress_out(case: Case) -> dict[str, Any]:
    told = progress.whereabouts(case)
    return {
        "number": case.number, "state": told["main"].state_label, "says": str(told["says"]),
        "due_at": told["main"].due_at, "way": told["way"], "lines": told["lines"],
        "done": [{"label": label, "value": value} for label, value in told["done"]],
        "actions": [action.name for action in progress.actions(case)],
        "files": [file_told(row, FILES) for row in progress.files(case)],
        "rate_until": surveys.closes_at(case) if surveys.may_rate(case) else None,
    }  # fmt: skip


@router.get("/case/files/{pk}", auth=Holder(), operation_id="counter_file")
def file(request: HttpRequest, pk: int, small: bool = False) -> Any:
    """The bytes of one's own photo, or of one that shows the result."""
    found = progress.files(held(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return serve(request, found, thumbnail=small)


@router.post("/case/rating", response={201: RatingIn, **PROBLEMS, **TOO_MANY}, auth=Holder(),
             operation_id="counter_rate")  # fmt: skip
def rate(request: HttpRequest, payload: RatingIn) -> Any:
    """One to five, once, while the survey is open."""
    case, form = held(request), valid(surveys.RatingForm(payload.dict()))
    values = form.cleaned_data
    if not surveys.may_rate(case) or not surveys.rate(case, values["score"], values["comment"]):
        raise refused("score", progress.NOT_NOW)
    return Status(201, payload)


def adding(door: doors.Door, action: Action) -> None:
    """One of the moves that a programme lets its reporters make."""
    programme = door.programme.name
    schema = body(f"{programme.title()}Citizen{action.name.title()}", action.asks)

    def move(request: HttpRequest, payload: Schema) -> Any:
        case = held(request)
        if case.programme != programme:
            raise Http404
        files = files_of(payload, action.asks, request)
        if not all(PHOTOS.spend(network(client(request))) for _file in files):
            raise HttpError(429, str(progress.TOO_MANY_SENT))
        data = query(form_data(payload, action.asks, case.programme))
        desk.act(case, action.name, by=Citizen(case.pk), data=data, files=files,
                 client=client(request))  # fmt: skip
        case.refresh_from_db()
        return progress_out(case)

    router.post(
        f"/case/{programme}/{action.name}", response={200: ProgressOut, **PROBLEMS, **TOO_MANY},
        auth=Holder(), operation_id=f"counter_{programme}_{action.name}",
        summary=str(action.label), openapi_extra=described(schema, action.asks),
    )(takes(move, schema))  # fmt: skip


@router.post("/lost", response={202: None, **PROBLEMS, **TOO_MANY}, operation_id="counter_lost")
def lost(request: HttpRequest, payload: LostIn) -> Any:  # type: ignore[valid-type]
    """A new password, sent to the contact given then and nowhere else; says the same whatever."""
    if ask(request, valid(LostForm(form_data(payload, LostForm))), {}) == 429:
        raise HttpError(429, str(TOO_OFTEN))
    return Status(202, None)


@router.get("/map", response={200: MapOut, 422: Problem}, operation_id="counter_map")
def open_cases(
    request: HttpRequest, category: str = "", district: str = "", after: str = ""
) -> Any:
    """What is open in the city, newest first; never who reported it."""
    form = publicmap.MapFilter(publicmap.asked(request))
    try:
        page = page_of(form.rows(), order="new", after=after, size=publicmap.ROWS)
    except (ValueError, OverflowError) as error:
        raise HttpError(422, "after") from error
    return {"rows": [public_out(case) for case in page.rows], "after": page.after}


def public_out(case: Case) -> dict[str, Any]:
    return {"number": case.number, "title": str(case.category), "place": doors.place(case),
            "state": case.state_label, "opened_at": case.opened_at}  # fmt: skip


@router.get("/map/pins", response=dict[str, Any], operation_id="counter_pins")
def pins(request: HttpRequest, category: str = "", district: str = "", bbox: str = "") -> Any:
    """The same as GeoJSON, at most a thousand; `bbox` is west,south,east,north."""
    return publicmap.pins(request)


@router.get("/map/{number}", response={200: list[FactOut], 404: Problem},
            operation_id="counter_public_case")  # fmt: skip
def public_case(request: HttpRequest, number: str) -> Any:
    """One case as everybody may see it: open, or closed not long ago."""
    case = doors.seen_cases().filter(number=receipts.number_of(number)).first()
    if case is None:
        raise Http404
    return [{"label": label, "value": value} for label, value in publicmap.told(case)]


@router.get("/map/{number}/files/{pk}", operation_id="counter_public_file")
def public_file(request: HttpRequest, number: str, pk: int) -> Any:
    """The bytes of a photo that an officer opened to everybody."""
    return publicmap.public_photo(request, number, pk)


@router.get("/places", response=list[PlaceOut], operation_id="counter_places")
def complete(request: HttpRequest, q: str) -> Any:
    """Roads that begin as typed, or the point when coordinates were given."""
    text = q[: places.LONGEST].replace("\0", "").strip()
    return places.choices(text) if len(text) > 1 else []


for one in doors.every():
    reporting(one)
    for named in one.public.actions:
        adding(one, one.programme.workflow.actions[named])
router.add_router("", watching)
api.add_router("/counter", router)
