"""A report from another system: key, service, place, answers – then the counter's own form."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict

from yankao.kernel.cases.errors import Invalid, NotYours
from yankao.kernel.cases.intake import Channel
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.cases.questions import BEFORE
from yankao.kernel.geo.places import district_of
from yankao.kernel.people.models import Person
from yankao.kernel.policy.policy import Setting
from yankao.kernel.programmes import desk
from yankao.kernel.programmes.access import client
from yankao.kernel.programmes.models import ApiKey

from .. import limits
from ..budgets import Budget
from .catalogue import attributes, category_of
from .door import Open311
from .formats import Problem

PER_HOUR = Setting(
    "counter.open311_per_hour", 600, "每一介接金鑰每小時可送出之通報件數", limits.SOURCE,
    "assumed", 1, 100_000,
)  # fmt: skip
SENT = Budget("open311", PER_HOUR)
MEDIA = ("media", "media[]", "photo", "photos")


def receive(door: Open311, request: HttpRequest) -> Case:
    """Opens the case, or raises a Problem that names what is missing."""
    person = caller(request)
    code = request.POST.get("service_code", "").strip()
    if not code:
        raise Problem(400, "service_code was not provided")
    category = category_of(door, code)
    if not SENT.spend(str(person.pk)):
        raise Problem(429, "too many requests with this api_key; try again later")
    return opened(door, request, person, form_data(door, request, category))


def opened(door: Open311, request: HttpRequest, person: Person, data: Mapping[str, Any]) -> Case:
    files = media(request)
    try:
        with transaction.atomic():
            return desk.open_case(
                door.programme, data, by=person, files=files, intake=door.intake,
                client=client(request),
            )  # fmt: skip
    except NotYours as error:
        raise Problem(403, str(error)) from error
    except Invalid as error:
        raise Problem(400, *faults(error.form)) from error


def caller(request: HttpRequest) -> Person:
    """The person for whom the key was made."""
    key = request.POST.get("api_key") or request.GET.get("api_key", "")
    person = ApiKey.person_of(key) if key else None
    if person is None:
        raise Problem(403, "api_key is missing or invalid")
    return person


def form_data(door: Open311, request: HttpRequest, category: Category) -> dict[str, Any]:
    """The standard arguments under the names that the counter's form uses."""
    said = request.POST
    data: dict[str, Any] = {
        "category": category.pk,
        "channel": Channel.WEB,
        "sub_channel": "open311",
        "contact_name": name_of(request),
        "contact_phone": said.get("phone", ""),
        "contact_email": said.get("email", ""),
        **place(request),
    }
    told = answered(door, request, category)
    link = said.get("media_url", "").strip()
    lines = [said.get("description", "").strip(), f"media_url: {link}" if link else ""]
    return {**data, **told, "description": "\n".join(filter(None, lines))}


def name_of(request: HttpRequest) -> str:
    """Family name first, as the city writes it, when both are Chinese."""
    first, last = (request.POST.get(name, "").strip() for name in ("first_name", "last_name"))
    western = (first + last).isascii()
    return f"{first} {last}".strip() if western else f"{last}{first}"


def place(request: HttpRequest) -> dict[str, Any]:
    """A point, a described place, or both; a point alone is described by its district."""
    said = request.POST
    address = said.get("address_string", "").strip() or said.get("address_id", "").strip()
    point = [coordinate(said, name) for name in ("long", "lat")]
    if not address and None in point:
        raise Problem(400, "lat and long, or address_string, were not provided")
    if None in point:
        return {"address": address}
    lng, lat = point
    if not address:
        district = district_of(lng, lat) if lng is not None and lat is not None else None
        address = f"{district or ''} {lat:.5f}, {lng:.5f}".strip()
    return {"address": address, "lng": lng, "lat": lat}


def coordinate(said: Mapping[str, str], name: str) -> float | None:
    told = said.get(name, "").strip()
    if not told:
        return None
    try:
        return float(told)
    except ValueError as error:
        raise Problem(400, f"{name} must be a number") from error


def answered(door: Open311, request: HttpRequest, category: Category) -> dict[str, Any]:
    """Answers that are fields of the form, and those to the category's own questions."""
    fields: dict[str, Any] = {}
    missing = []
    for asked in attributes(category, door):
        code = asked["code"]
        told = values_of(request, code)
        if asked["required"] and not told:
            missing.append(f"attribute[{code}] was not provided")
        strange = set(told) - {value["key"] for value in asked["values"]}
        if asked["values"] and strange:
            raise Problem(400, f"attribute[{code}] cannot be {', '.join(sorted(strange))}")
        if code in door.attributes:
            fields[code] = told[0] if told else ""
        elif told:
            many = asked["datatype"] == "multivaluelist"
            fields[f"{BEFORE}{code}"] = told if many else told[0]
    if missing:
        raise Problem(400, *missing)
    return fields


def values_of(request: HttpRequest, code: str) -> list[str]:
    """attribute[code], or attribute[code][] with several values."""
    names = (f"attribute[{code}]", f"attribute[{code}][]")
    told = [value for name in names for value in request.POST.getlist(name)]
    return [value.strip() for value in told if value.strip()]


def media(request: HttpRequest) -> "MultiValueDict[str, UploadedFile[bytes]]":
    """Photos sent along; an address in media_url is kept as text and never fetched."""
    sent = [file for name in MEDIA for file in request.FILES.getlist(name)]
    return MultiValueDict({"photos": sent})


def faults(form: forms.BaseForm) -> list[str]:
    return [f"{name}: {said}" for name, errors in form.errors.items() for said in errors]
