"""The list's other faces: export, map, saved views; and the supervisors' board."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema, Status

from yankao.kernel.people.models import Person

from .. import board
from ..lists import as_geojson, exported
from ..models import SavedView
from ..programme import Programme
from ..savedviews import drop as drop_view
from ..savedviews import saved_views
from ..savedviews_pages import ViewForm, change, seen, unit_of
from ..schemas import Problem, body, form_data
from .door import PROBLEMS, overseeing, refused, valid, who

ViewIn = body("ViewIn", ViewForm)


class ViewOut(Schema):
    """`query` is what stands behind the question mark of list, map and export."""

    id: int
    name: str
    query: str
    mine: bool
    shared: bool
    shared_by: str
    shared_with: str | None
    default: bool


class ViewChange(Schema):
    """`do` is rename, share (`unit` its code, none to share no more), up, down, delete, default,
    no_default, or take: to go on with the view of somebody who left."""

    do: str = ""
    name: str = ""
    unit: str = ""


class UnitCounts(Schema):
    unit: str | None
    name: str | None
    open: int
    overdue: int
    soon: int
    returned: int
    handed: int


class BoardOut(Schema):
    """Counts are over all open cases; cases are named as far as this caller may see them."""

    totals: dict[str, int]
    units: list[UnitCounts]
    states: dict[str, int]
    worst: list[str]
    moved: list[str]


def add(router: Router, programme: Programme) -> None:
    out(router, programme)
    views(router, programme)
    boards(router, programme)


def out(router: Router, programme: Programme) -> None:
    """All rows of a filter, and those with a place."""
    name = programme.name

    @router.get("/export.{kind}", operation_id=f"{name}_export", openapi_extra=FILE)
    def export(request: HttpRequest, kind: str) -> Any:
        """The list as csv, ods or json; takes the list's own filters, and `col` for columns."""
        return exported(request, programme, kind)

    @router.get("/pins", response=dict[str, Any], operation_id=f"{name}_pins")
    def pins(request: HttpRequest) -> Any:
        """The newest rows that have a place, as GeoJSON; takes the list's own filters."""
        return as_geojson(request, programme)


FILE: dict[str, Any] = {"responses": {200: {"content": {"text/csv": {}}}}}


def views(router: Router, programme: Programme) -> None:
    name = programme.name

    @router.get("/views", response=list[ViewOut], operation_id=f"{name}_views")
    def kept(request: HttpRequest) -> Any:
        """One's own saved views and those shared with one's unit."""
        person = who(request)
        return [view_out(view, person) for view in saved_views(programme, person)]

    @router.post("/views", response={201: ViewOut, **PROBLEMS}, operation_id=f"{name}_keep_view")
    def keep(request: HttpRequest, payload: ViewIn) -> Any:  # type: ignore[valid-type]
        """Keeps a filter under a name; the same name replaces the filter."""
        form = valid(ViewForm(form_data(payload, ViewForm)))
        made = form.keep(who(request), programme)
        return Status(201, view_out(listed(programme, who(request), made.pk), who(request)))

    @router.post(
        "/views/{view}", response={200: list[ViewOut], **PROBLEMS},
        operation_id=f"{name}_change_view",
    )  # fmt: skip
    def changed(request: HttpRequest, view: str, payload: ViewChange) -> Any:
        """One change of the view of that `id`; answers with all, in their order."""
        person = who(request)
        found = seen(programme, person, view)
        trouble = change(found, payload.do, person, payload.name, unit_of(person, payload.unit))
        if trouble:
            raise refused("do", trouble)
        return [view_out(one, person) for one in saved_views(programme, person)]

    @router.delete(
        "/views/{view}", response={204: None, 404: Problem}, operation_id=f"{name}_drop_view"
    )
    def drop(request: HttpRequest, view: str) -> Any:
        """Forgets one's own view of that name."""
        if not drop_view(programme, who(request), view):
            raise Http404
        return Status(204, None)


def listed(programme: Programme, person: Person, pk: int) -> SavedView:
    return next(view for view in saved_views(programme, person) if view.pk == pk)


def view_out(view: SavedView, person: Person) -> dict[str, object]:
    return {
        "id": view.pk, "name": view.name, "query": view.query, "mine": view.owner_id == person.pk,
        "shared": view.shared_with_id is not None, "shared_by": view.owner.name,
        "shared_with": view.shared_with.code if view.shared_with else None,
        "default": view.chosen,
    }  # fmt: skip


def boards(router: Router, programme: Programme) -> None:
    @router.get(
        "/board", response={200: BoardOut, 404: Problem}, auth=overseeing(programme),
        operation_id=f"{programme.name}_board",
    )  # fmt: skip
    def shown(request: HttpRequest) -> Any:
        """By agency and state: open, due, overdue, returned, handed over."""
        told = board.seen(programme, who(request))
        return {
            "totals": told["totals"],
            "units": [
                {**row, "unit": unit.code if unit else None, "name": str(unit) if unit else None}
                for row in told["units"] for unit in [row["unit"]]
            ],
            "states": told["by_state"],
            "worst": [case.number for case in told["worst"]],
            "moved": [case.number for case in told["moved"]],
        }  # fmt: skip
