"""Figures: the list, the page of one, its rows, its file."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yankao.kernel.exchange.tables import table_response
from yankao.kernel.figures import registry as figures
from yankao.kernel.figures import sheet as sheets
from yankao.kernel.figures.ahead import read_ahead
from yankao.kernel.figures.dimensions import groups
from yankao.kernel.figures.figure import Figure, Period
from yankao.kernel.figures.kept import at_once
from yankao.kernel.figures.reading import keys_into, population_of
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.ui.pages import page

from .. import registry as rooms
from ..access import official, room
from ..menu import CHAPTERS, label
from ..programme import Programme
from ..tabs import tabs
from .doors import figure_or_404, figures_for, of_figure, period_of, step_of, where_of
from .rows import INSIDE, SIZE, page_of

FRONT = ("agency", "category", "group", "kind", "channel", "age", "state")


@at_once()
def brief(chosen: list[Figure], period: Period, *, public: bool = False) -> list[dict[str, Any]]:
    """Name, value and light of each, for a list."""
    read_ahead(chosen, period)
    found = []
    for figure in chosen:
        value = sheets.told(figure, period, public=public)
        light = figure.light(value)
        shown = figure.shown(value, unit=False)
        found.append(
            {"figure": figure, "value": shown, "light": light, "words": sheets.words_of(light)}
        )
    return found


def by_room(
    chosen: list[Figure], period: Period, *, public: bool = False
) -> list[tuple[Programme, list[dict[str, Any]]]]:
    """The rooms that have any of them, each with its own."""
    lines = brief(chosen, period, public=public)
    found = [
        (one, [x for x in lines if x["figure"].programme == one.name]) for one in rooms.every()
    ]
    return [shelf for shelf in found if shelf[1]]


@login_required
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Figures by chapter and room."""
    period, mine = period_of(request), figures_for(official(request))
    shown = [(_(CHAPTERS[one.chapter]), label(one), lines) for one, lines in by_room(mine, period)]
    context = {"shelves": shown, "period": period, "years": years(period)}
    return page(request, "programmes/figures.html", context)


@room
def of_room(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The figures of one room, in its row of tabs."""
    person, period = official(request), period_of(request)
    mine = [f for f in figures_for(person) if f.programme == programme.name]
    context = {
        "programme": programme, "tabs": tabs(programme, person, "figures"),
        "rows": brief(mine, period), "period": period, "years": years(period),
    }  # fmt: skip
    return page(request, "programmes/room_figures.html", context)


def years(period: Period) -> list[tuple[str, str, bool]]:
    """Slug, words, chosen; the period on screen is among them even when it is no year."""
    this = Period.holding(timezone.localdate(), "year")
    ten = Period(this.shifted(-9).first, this.after)
    choices = [this.shifted(-back) for back in range(10)] + [ten]
    if period not in choices:
        choices.insert(0, period)
    return [(one.slug, str(one), one == period) for one in choices]


@of_figure
@require_GET
@at_once()
def figure_page(request: HttpRequest, figure_name: str) -> HttpResponse:
    """Value, trend, groups, districts, rows, definition, owner."""
    figure, period = figure_or_404(official(request), figure_name), period_of(request)
    one = sheets.sheet(figure, period, step=step_of(request))
    context = {
        **drawn(request, one), "owner": owner(figure), "room": rooms.get(figure.programme),
        "parts": brief([figures.get(part) for part in figure.measure.names], period),
    }  # fmt: skip
    return page(request, "programmes/figure.html", context)


def drawn(request: HttpRequest, one: sheets.Sheet) -> dict[str, Any]:
    """What every page of a figure shows, whoever reads it."""
    figure, period = one.figure, one.period
    names = [name for name in one.dimensions if name != "district"]
    asked = request.GET.get("by", "")
    front = [] if sheets.reads_rows(figure) else [name for name in FRONT if name in names][:2]
    chosen = [asked] if asked in names else front
    chosen = chosen if sheets.splits(figure, period) and not one.silent else []

    def link(dimension: str, key: str) -> str:
        if one.public or figure.rows is None:
            return ""
        return f"{figure.url}rows/" + sheets.query(period, **{f"by.{dimension}": key})

    return {
        "sheet": one, "figure": figure, "period": period, "years": years(period),
        "trend": sheets.trend(one), "district": sheets.by_district(one, link),
        "splits": [sheets.groups(one, name, link) for name in chosen],
        "by": [(name, figure.dimensions[name].label, name in chosen) for name in names],
        "notes": list(sheets.notes(one)), "query": sheets.query(period),
        "steps": steps(one), "now": timezone.now(),
    }  # fmt: skip


def steps(one: sheets.Sheet) -> list[tuple[str, str, bool]]:
    """Years, months, weeks or days, as far as the chart can hold them."""
    words = {"year": _("逐年"), "month": _("逐月"), "week": _("逐週"), "day": _("逐日")}
    return [
        (step, words[step], step == one.step)
        for step in words
        if not (one.figure.live or one.careful)
        and len(list(one.period.split(step))) <= sheets.MOST_POINTS
    ]


def owner(figure: Figure) -> dict[str, object]:
    """The unit and role that answer for it; the unit that follows when it has ended."""
    if figure.owner is None:
        return {}
    unit = Unit.objects.filter(code=figure.owner.unit).order_by("-valid_from").first()
    role = rooms.get(figure.programme).workflow.roles.get(figure.owner.role)
    return {
        "unit": unit.today().name if unit else figure.owner.unit,
        "role": role.label if role else "",
    }


@of_figure
@require_GET
def row_page(request: HttpRequest, figure_name: str) -> HttpResponse:
    """The rows this person may see, and how many are withheld."""
    person = official(request)
    figure, period = figure_or_404(person, figure_name), period_of(request)
    if figure.rows is None:
        raise Http404
    where = where_of(request, figure)
    size = INSIDE if getattr(request, "htmx", False) else SIZE
    try:
        shown = page_of(figure, person, period, where, request.GET.get("after", ""), size)
    except ValueError as error:
        raise Http404 from error
    told = counts(figure, person, period, where) if shown.first else {}
    more = {"period": period.slug, **{f"by.{key}": value for key, value in where.items()}}
    context = {
        "figure": figure, "period": period, "page": shown, **told,
        "where": named(figure, where),
        "next": "?" + urlencode({**more, "after": shown.after}) if shown.after else "",
        "start": "?" + urlencode(more), "base": rooms.get(figure.programme).url,
    }  # fmt: skip
    return page(request, "programmes/figure_rows.html", context, part="rows")


def counts(figure: Figure, person: Person, period: Period, where: dict[str, str]) -> dict[str, int]:
    """All rows, and those of them this person may not see."""
    total = figure.counted(period, **where)
    return {"total": total, "withheld": figure.withheld(person, period, **where)}


def named(figure: Figure, where: dict[str, str]) -> list[tuple[str, str]]:
    """The groups on screen, in words."""
    found = []
    for name, key in where.items():
        one = figure.dimensions[name]
        if one.bands:
            word = next((str(word) for band, word, _test in one.bands if band == key), key)
        else:
            labels = {n.key: n.label for n in groups(one, kept_keys(figure, name, key)).values()}
            word = labels.get(key, key)
        found.append((str(one.label), word))
    return found


def kept_keys(figure: Figure, name: str, key: str) -> list[str]:
    one = figure.dimensions[name]
    return keys_into(population_of(figure), one, key) if one.into else [key]


@of_figure
@require_GET
@at_once()
def download(request: HttpRequest, figure_name: str, kind: str) -> HttpResponseBase:
    """Everything on the page as CSV, ODS or JSON."""
    figure = figure_or_404(official(request), figure_name)
    one = sheets.sheet(figure, period_of(request), step=step_of(request))
    return table_response(
        kind, f"{figure.full}-{one.period.slug}", sheets.headers(), list(sheets.table(one))
    )


urlpatterns = [
    path("", index, name="index"),
    path("<str:figure_name>/", figure_page, name="figure"),
    path("<str:figure_name>/rows/", row_page, name="rows"),
    path("<str:figure_name>/data.<str:kind>", download, name="data"),
]
