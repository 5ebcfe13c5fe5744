"""The list of a programme: filters, columns, saved views, map beside it, export."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.errors import Refused
from yankao.kernel.cases.known import detailed
from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.exchange.tables import table_response
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page, problem

from .access import official, room
from .bulk.choosing import offered
from .bulk.limits import MOST
from .cells import ListRows
from .columns import Column, columns, every
from .desk import may_open
from .filters import ORDERS, CaseFilter, case_filter
from .filters import offered as what_it_offers
from .paging import page_of, sorted_by
from .programme import Programme
from .savedviews import saved_views
from .tabs import tabs

MAP_ROWS = 500
EXPORT_ROWS = 50_000

Facet = tuple[str, str, list[tuple[str, str]]]


def visible(programme: Programme, person: Person) -> CaseQuerySet:
    return Case.objects.visible_to(person).ours().filter(programme=programme.name)


def chosen(request: HttpRequest, programme: Programme) -> Any:
    return case_filter(programme, visible(programme, official(request)), request.GET)


def query_without(request: HttpRequest, *names: str) -> str:
    kept = [(k, v) for k, values in request.GET.lists() for v in values if k not in names and v]
    return urlencode(kept)


def facets(programme: Programme, found: CaseFilter) -> dict[str, list[Facet]]:
    """What the list can be narrowed by: many to tick, or one to choose."""
    shown: dict[str, list[Facet]] = {"ticked": [], "listed": []}
    for name in programme.facets:
        field = found.form.fields.get(name)
        if field is not None:
            many = getattr(field.widget, "allow_multiple_selected", False)
            options = what_it_offers(programme, found, name)
            shown["ticked" if many else "listed"].append((name, str(field.label), options))
    return shown


@room
def case_list(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Rows this person may see, filtered, fifty at a time."""
    person = official(request)
    views = saved_views(programme, person)
    if not request.GET and (first := next((v for v in views if v.chosen and v.query), None)):
        return redirect(f"{programme.url}?{first.query}")
    found = chosen(request, programme)
    order = request.GET.get("order", "new")
    try:
        shown = page_of(found.qs, order=order, after=request.GET.get("after", ""))
    except ValueError:
        return redirect(f"{programme.url}?all")
    shown_columns = columns(programme, request.GET.getlist("col"))
    now, bulk = timezone.now(), offered(programme, person)
    if any(column.own for column in shown_columns):
        detailed(shown.rows, programme.name)
    drawn = ListRows(programme, shown_columns, now, ticks=bool(bulk))
    context = {
        "programme": programme,
        "everything": f"{programme.url}?all",
        "filter": found,
        "orders": ORDERS,
        **facets(programme, found),
        "order": order,
        "page": shown,
        "rows": [drawn.row(case) for case in shown.rows],
        "columns": shown_columns,
        "every_column": [(column.name, column.label) for column in every(programme)],
        "chosen": {column.name for column in shown_columns},
        "query": query_without(request, "after"),
        "next": f"?{query_without(request, 'after')}&after={shown.after.replace('+', '%2B')}",
        "may_open": may_open(programme, person),
        "views": views,
        "tabs": tabs(programme, person, "list"),
        "most": MOST.value(),
        "bulk": bulk,
        "now": now,
        "filtered": bool(query_without(request, "after", "order", "col", "all")),
    }
    return page(request, "programmes/list.html", context, part="rows")


@room
def pins(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The newest rows of the list on screen that have a place, as GeoJSON."""
    return JsonResponse(as_geojson(request, programme))


def as_geojson(request: HttpRequest, programme: Programme) -> dict[str, object]:
    rows = chosen(request, programme).qs.on_the_map().order_by("-opened_at")[:MAP_ROWS]
    return {"type": "FeatureCollection", "features": [pin(c, programme) for c in rows]}


def pin(case: Case, programme: Programme) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [case.lng, case.lat]},
        "properties": {
            "number": case.number,
            "title": case.title,
            "state": case.state_label,
            "tone": "red" if case.overdue() else case.tone,
            "url": f"{programme.url}{case.number}/",
        },
    }


@room
def export(request: HttpRequest, programme: Programme, kind: str) -> HttpResponseBase:
    """Exactly what is filtered on screen, all pages, as CSV, ODS or JSON.

    With `public`, what may be given away: the fields of the public door, personal data masked.
    """
    try:
        return exported(request, programme, kind)
    except Refused as error:
        return problem(request, 413, reason=str(error))


def exported(request: HttpRequest, programme: Programme, kind: str) -> HttpResponseBase:
    rows = sorted_by(chosen(request, programme).qs, request.GET.get("order", "new"))
    rows = rows.select_related("holder", "handler", "category", "district", programme.name)
    shown, name = columns(programme, request.GET.getlist("col")), programme.name
    said = Column.text
    if "public" in request.GET and programme.public is not None:
        rows, name = rows.filter(confidential=False), f"{name}-public"
        shown, said = columns(programme, programme.public.fields), Column.public_text
    if rows.order_by()[EXPORT_ROWS : EXPORT_ROWS + 1].exists():
        words = _("篩選結果超過 {n} 件，無法一次匯出；請縮小範圍後再匯出。")
        raise Refused(words.format(n=f"{EXPORT_ROWS:,}"))
    return table_response(
        kind,
        name,
        [str(column.label) for column in shown],
        ([said(column, case) for column in shown] for case in rows.iterator(2000)),
    )
