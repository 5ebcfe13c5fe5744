"""Completion of addresses while they are typed, for the counter and the desk alike."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yankao.kernel.geo.completion import Suggestion, complete
from yankao.kernel.geo.places import check_place, parse_coordinates
from yankao.kernel.programmes.access import public

LONGEST = 100


@dataclass(frozen=True)
class Choice:
    """One line below the address field."""

    address: str
    label: str
    lng: float | None = None
    lat: float | None = None
    district: str = ""


@public
@require_GET
def completion(request: HttpRequest) -> HttpResponse:
    """Roads that begin as typed, or the point when coordinates were pasted."""
    field = request.GET.get("field", "q")
    text = (request.GET.get(field) or request.GET.get("q", ""))[:LONGEST].replace("\0", "").strip()
    places = choices(text) if len(text) > 1 else []
    response = render(request, "ui/components/places.html", {"places": places})
    response.headers["Cache-Control"] = "private, max-age=300"
    return response


def choices(text: str) -> list[Choice]:
    point = parse_coordinates(text)
    if point is not None:
        found = check_place(point.lng, point.lat)
        if found.place is None or found.district is None:
            return []
        where = _("座標位置（%(name)s）") % {"name": found.district.label()}
        return [Choice(where, where, found.place.lng, found.place.lat, found.district.code)]
    return [choice(one) for one in complete(text)]


def choice(found: Suggestion) -> Choice:
    label = found.text
    if get_language() == "en" and found.road_en:
        label = f"{found.road_en}, {found.district_en} {found.text}"
    return Choice(found.text, label, district=found.district_code)
