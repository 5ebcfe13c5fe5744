"""What is open in the city, on a map and in a list beside it; never who reported it."""

import hashlib
import json
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yankao.kernel.cases.known import categories, named
from yankao.kernel.cases.models import Case, CaseQuerySet, Category
from yankao.kernel.files.models import Attachment, Kind
from yankao.kernel.files.serving import serve
from yankao.kernel.geo.known import districts
from yankao.kernel.geo.models import District
from yankao.kernel.geo.places import closest, district_of
from yankao.kernel.known.known import look
from yankao.kernel.programmes.access import public
from yankao.kernel.programmes.paging import page_of
from yankao.kernel.ui.moments import moment_text
from yankao.kernel.ui.pages import page

from . import doors, story
from .reach import ReachForm
from .receipts import number_of

PINS = 1000
ROWS = 20
FRESH_SECONDS = 60
KEPT = 20_000
WALK = 1000  # metres

_written: dict[tuple[object, ...], str] = {}


class MapFilter(forms.Form):
    """By what and where; addresses of the filtered map can be shared."""

    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("類別"), required=False, empty_label=_("所有類別")
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label=_("行政區"), required=False, to_field_name="code",
        empty_label=_("所有行政區"),
    )  # fmt: skip

    def __init__(self, data: "dict[str, str]") -> None:
        super().__init__(data)
        names = [door.programme.name for door in doors.mapped()]
        rows = Category.objects.filter(programme__in=names, active=True)
        self.fields["category"].queryset = rows  # type: ignore[attr-defined]
        self.offer(set(names))

    def offer(self, rooms: set[str]) -> None:
        """From memory; the database is asked only about what was chosen."""
        every = [row for row in categories.rows().values() if row.programme in rooms and row.active]
        kinds, areas = self.fields["category"], self.fields["district"]
        kinds.choices = [("", kinds.empty_label), *((row.pk, str(row)) for row in every)]  # type: ignore[attr-defined]
        areas.choices = [  # type: ignore[attr-defined]
            ("", areas.empty_label),  # type: ignore[attr-defined]
            *((row.code, row.label()) for row in districts.rows().values()),
        ]

    def rows(self) -> CaseQuerySet:
        """The open public cases that fit; a filter that says nonsense fits nothing."""
        if not self.is_valid():
            return doors.public_cases().none()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return doors.public_cases().filter(**chosen)


def asked(request: HttpRequest) -> dict[str, str]:
    names = ("category", "district")
    return {n: v.replace("\0", "") for n in names if (v := request.GET.get(n, ""))}


@public
@require_GET
def public_map(request: HttpRequest) -> HttpResponse:
    if not doors.mapped():
        raise Http404
    query = asked(request)
    form = MapFilter(query)
    if here := point_in(request.GET.get("near", "")):
        return around(request, form, here)
    try:
        shown = page_of(
            form.rows().select_related(None),
            order="new",
            after=request.GET.get("after", ""),
            size=ROWS,
        )
    except ValueError:
        return redirect("/map/")
    context = {
        "form": form,
        "page": shown,
        "rows": [(case, doors.place(case)) for case in shown.rows],
        "pins": f"/map/pins.json?{urlencode({**query, 'lang': get_language() or ''})}",
        "next": f"?{urlencode({**query, 'after': shown.after})}" if shown.after else "",
        "first": f"?{urlencode(query)}" if not shown.first else "",
        "legend": {"info": _("處理中")},
        "filtered": bool(query),
    }
    return page(request, "counter/map.html", context)


def point_in(text: str) -> tuple[float, float] | None:
    """A place in the city as longitude and latitude; None for anything else."""
    try:
        lng, lat = (float(number) for number in text.split(","))
    except ValueError:
        return None
    return (lng, lat) if district_of(lng, lat) else None


def around(request: HttpRequest, form: MapFilter, here: tuple[float, float]) -> HttpResponse:
    """What is going on within a short walk, nearest first; without what is shown only roughly:
    a distance asked for from several corners would tell the door.
    """
    rows = closest(form.rows().select_related(None), *here, metres=WALK, count=ROWS)
    exact = [case for case in named(rows) if not doors.rough(case)]
    found = [(case, f"{doors.place(case)} · {far(case)}") for case in exact]
    context = {"form": form, "rows": found, "pins": f"/map/pins.json?lang={get_language() or ''}",
               "legend": {"info": _("處理中")}, "walk": WALK, "filtered": True}  # fmt: skip
    return page(request, "counter/map.html", context)


def far(case: Case) -> str:
    metres = round(getattr(case, "metres", 0), -2)
    return str(_("約 {n} 公尺")).format(n=max(100, int(metres)))


@public
@require_GET
def pins(request: HttpRequest) -> HttpResponseBase:
    """The newest open cases as GeoJSON, at most a thousand; `bbox` is west,south,east,north."""
    rows = MapFilter(asked(request)).rows().select_related(None).on_the_map()
    try:
        rows = within(rows, request.GET.get("bbox", ""))
    except ValueError:
        return HttpResponseBadRequest("bbox: west,south,east,north", content_type="text/plain")
    found = features(rows.order_by("-opened_at", "-pk"), get_language() or "")
    body = f'{{"type": "FeatureCollection", "features": [{", ".join(found)}]}}'
    etag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    whole = HttpResponse(body, content_type="application/geo+json")
    response = get_conditional_response(request, etag=etag, response=whole) or whole
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"private, max-age={FRESH_SECONDS}"
    return response


def within(rows: CaseQuerySet, bbox: str) -> CaseQuerySet:
    """ValueError when the box is not four numbers."""
    if not bbox:
        return rows
    west, south, east, north = (float(number) for number in bbox.split(","))
    return rows.filter(lng__range=(west, east), lat__range=(south, north))


def features(rows: CaseQuerySet, language: str) -> list[str]:
    """The newest rows as GeoJSON; of each only what has changed since is written anew.

    A case changes by an entry of its timeline, its words by a category or district renamed.
    """
    stamps = look()
    version = (language, stamps.get("cases_category"), stamps.get("geo_district"))
    keys = [(*row, *version) for row in rows.values_list("pk", "last_entry")[:PINS]]
    missing = [key[0] for key in keys if key not in _written]
    if missing:
        if len(_written) > KEPT:
            _written.clear()
        for case in named(Case.objects.filter(pk__in=missing)):
            told = of(case)
            said = json.dumps(told, ensure_ascii=False) if told else ""
            _written[(case.pk, case.last_entry_id, *version)] = said
    return [kept for key in keys if (kept := _written.get(key))]


def of(case: Case) -> dict[str, object] | None:
    seen = doors.pin(case)
    if seen is None:
        return None
    said = f"{doors.place(case)} · {case.state_label} · {moment_text(case.opened_at)}"
    told = {"title": str(case.category), "text": said, "tone": "info", "number": case.number}
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": list(seen)},
        "properties": {**told, "url": f"/map/{case.number}/"},
    }


@public
@require_GET
def public_case(request: HttpRequest, number: str) -> HttpResponse:
    """One case as everybody may see it: open, or closed not long ago."""
    case = doors.seen_cases().filter(number=number_of(number)).first()
    if case is None:
        return page(request, "counter/map_gone.html", {"number": number}, status=404)
    return show(request, case)


def show(request: HttpRequest, case: Case, *, status: int = 200, **more: object) -> HttpResponse:
    photos = list(doors.photos(case))
    context = {
        "case": case,
        "door": doors.door_of(case),
        "facts": doors.facts(case),
        "promise": story.promise(case),
        "reach": ReachForm(),
        "ending": doors.ending_of(case),
        "before": [shown(case, one) for one in photos if one.kind != Kind.PHOTO_AFTER],
        "after": [shown(case, one) for one in photos if one.kind == Kind.PHOTO_AFTER],
        **more,
    }
    return page(request, "counter/map_case.html", context, status=status)


def told(case: Case) -> list[tuple[str, str]]:
    """The facts, until when it should be done, or what became of it."""
    ending, promise = doors.ending_of(case), story.promise(case)
    more = [(_("結果"), ending.words if ending else ""), (_("期限"), promise)]
    return doors.facts(case) + [(str(label), str(words)) for label, words in more if words]


def shown(case: Case, photo: Attachment) -> dict[str, str]:
    url = f"/map/{case.number}/files/{photo.pk}/"
    return {"url": url, "thumb": f"{url}?small", "alt": photo.get_kind_display()}


@public
@require_GET
def public_photo(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    """A photo an officer found free of persons and opened."""
    case = get_object_or_404(doors.seen_cases(), number=number_of(number))
    return serve(request, get_object_or_404(doors.photos(case), pk=pk), "small" in request.GET)
