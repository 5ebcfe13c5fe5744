"""The published numbers, at addresses that stay; never a row, never a small count of people."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_GET

from yankao.kernel.exchange.tables import table_response
from yankao.kernel.figures import registry, sheet
from yankao.kernel.figures.kept import at_once
from yankao.kernel.programmes.access import public
from yankao.kernel.programmes.figures.doors import period_of, published, step_of
from yankao.kernel.programmes.figures.pages import by_room, drawn, owner, years
from yankao.kernel.programmes.menu import label
from yankao.kernel.ui.pages import page


@public
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """Every published number, by room."""
    period = period_of(request)
    shown = [figure for figure in registry.every() if figure.public]
    shelves = [(label(room), lines) for room, lines in by_room(shown, period, public=True)]
    context = {"shelves": shelves, "period": period, "years": years(period)}
    return page(request, "counter/numbers.html", context)


@public
@require_GET
@at_once()
def number(request: HttpRequest, figure_name: str) -> HttpResponse:
    """Value, trend, groups, districts, definition and owner."""
    figure = published(figure_name)
    one = sheet.sheet(figure, period_of(request), step=step_of(request), public=True)
    return page(request, "counter/number.html", {**drawn(request, one), "owner": owner(figure)})


@public
@require_GET
@at_once()
def data(request: HttpRequest, figure_name: str, kind: str) -> HttpResponseBase:
    """The page as CSV, ODS or JSON."""
    one = sheet.sheet(published(figure_name), period_of(request), public=True)
    name = f"{one.figure.full}-{one.period.slug}"
    return table_response(kind, name, sheet.headers(), list(sheet.table(one)))


urlpatterns = [
    path("numbers/", index, name="numbers"),
    path("numbers/<str:figure_name>/", number, name="number"),
    path("numbers/<str:figure_name>/data.<str:kind>", data, name="number_data"),
]
