"""Which endpoint does what a page does; a page without one says why."""

from collections.abc import Iterator, Mapping
from importlib import import_module

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from .. import registry
from ..programme import Programme
from .rooms import api

ROOM = "<slug:chapter>/<slug:name>/"
PREFIXES = (
    "accounts/",
    "api/v1/",
    "static/",
    "i18n/",
)  # signing in is for people, keys for systems


class Without(str):
    """Why a page has no endpoint."""


Row = str | Without
BROWSER = Without("helps a browser remember; a program remembers by itself")

COUNTER: Mapping[str, Row] = {
    "": "counter_doors",
    ".well-known/security.txt": Without("is for programs already"),
    "app.webmanifest": Without("is for programs already"),
    "offline/": BROWSER,
    "app/notices/": Without("chooses for the addresses of a browser's own cases"),
    "app/push/": BROWSER,
    "app/push/off/": BROWSER,
    "language/": Without("a program asks in a language with Accept-Language"),
    "report/<slug:name>/": "counter_report_{room}",
    "report/<slug:name>/similar/": "counter_similar",
    "report/<slug:name>/suggest/": "counter_suggest",
    "photos/": Without("photos come with the report itself"),
    "photos/<str:token>/": Without("photos come with the report itself"),
    "receipt/<str:token>/": "counter_report_{room}",
    "progress/": "counter_progress",
    "progress/lost/": "counter_lost",
    "progress/<str:number>/": "counter_progress",
    "progress/<str:number>/do/<slug:name>/": "{citizen}",
    "progress/<str:number>/rating/": "counter_rate",
    "progress/<str:number>/files/<int:pk>/": "counter_file",
    "progress/<str:number>/leave/": BROWSER,
    "link/<str:token>/": Without("a link in a letter is pressed by its reader"),
    "outside/<str:token>/": Without("is opened by whoever was given the link"),
    "outside/<str:token>/photos/<int:pk>/": Without("is opened by whoever was given the link"),
    "map/": "counter_map",
    "numbers/": "numbers",
    "numbers/<str:figure_name>/": "number",
    "numbers/<str:figure_name>/data.<str:kind>": "number",
    "map/pins.json": "counter_pins",
    "map/<str:number>/": "counter_public_case",
    "map/<str:number>/files/<int:pk>/": "counter_public_file",
    "map/<str:number>/affected/": "counter_affected",
    "follow/": "counter_follow",
    "follow/yes/<str:token>/": Without("a link in a letter is pressed by its reader"),
    "follow/list/<str:token>/": Without("a link in a letter is pressed by its reader"),
    "progress/mine/": "counter_mine",
    "progress/mine/<str:token>/": Without("a link in a letter is pressed by its reader"),
    "places/complete/": "counter_places",
    "health": Without("is for programs already"),
    "sw.js": BROWSER,
    "metrics": Without("is for programs already"),
}
REPORT = "reports/<slug:kind>/<slug:edition>/<slug:slug>/"
REPORTS: Mapping[str, Row] = {
    "reports/": "reports_list",
    REPORT: "reports_issue",
    f"{REPORT}figures/<int:index>/": "reports_figure",
    f"{REPORT}against/<slug:other>/": "reports_against",
    f"{REPORT}file.<slug:form>": "reports_file",
    f"{REPORT}render/": "reports_render",
}
DESK: Mapping[str, Row] = {
    "desk/": "desk_inbox desk_tasks desk_notices desk_read_notices",
    "desk/bulk/": "desk_bulk",
    "desk/batches/": "desk_batches",
    "desk/batches/<int:pk>/": "desk_batch desk_decide_batch",
    "desk/search/": "desk_search",
    "numbers/boards/": "public_city_dashboard",
    "numbers/boards/<int:pk>/": "public_dashboard",
    "dashboards/": "dashboards add_dashboard",
    "dashboards/city/": "city_dashboard",
    "dashboards/city/copy/": "add_dashboard",
    "dashboards/<int:pk>/": "dashboard",
    "dashboards/<int:pk>/copy/": "add_dashboard",
    "dashboards/<int:pk>/edit/": "change_dashboard drop_dashboard",
    "figures/": "figures",
    "figures/<str:figure_name>/": "figure",
    "figures/<str:figure_name>/rows/": "figure_rows",
    "figures/<str:figure_name>/data.<str:kind>": "figure",
    "desk/me/": "desk_me desk_take_leave desk_cancel_leave desk_name_deputy",
    "desk/outbox/": "desk_outbox desk_resend",
    "desk/me/keys/": Without("a key is made by somebody who has just shown who they are"),
    "desk/officials/": "desk_officials",
    "desk/officials/new/": "desk_enter_official",
    "desk/officials/roster/": "desk_take_roster",
    "desk/officials/links.csv": "desk_official_link",
    "desk/officials/<int:pk>/": "desk_change_official",
    "desk/people/": "desk_people",
    "desk/people/pair/": "desk_propose_person",
    "desk/people/<int:pk>/": "desk_joining desk_decide_person",
    "desk/health/": "desk_health",
    "desk/case/<str:number>/": "desk_case",
}
ROOMS: Mapping[str, Row] = {
    "": "{room}_list",
    "new/": "{room}_open",
    "similar/": "{room}_similar",
    "suggest/": "{room}_suggest",
    "views/": "{room}_views {room}_keep_view {room}_drop_view {room}_change_view",
    "pins.json": "{room}_pins",
    "export.<str:kind>": "{room}_export",
    "board/": "{room}_board",
    "figures/": "figures",
    "patterns/": "{room}_patterns",
    "patterns/pins.json": "{room}_pattern_pins",
    "surge/": "{room}_surge",
    "shift/": "{room}_shift {room}_shift_rows {room}_add_shift_remark {room}_read_shift",
    "shift/paper/": "{room}_shift_paper",
    "holds/": "{room}_room_holds {room}_erasure_runs",
    "holds/<int:pk>/": "{room}_hold {room}_let_go",
    "quality/": "{room}_quality",
    "quality/<int:pk>/": "{room}_review {room}_score",
    "round/": "{room}_round",
    "round/pins.json": "{room}_round_pins",
    "crews/": "{room}_crews",
    "crews/new/": "{room}_add_crew",
    "crews/<int:pk>/": "{room}_change_crew",
    "settings/": "{room}_settings {room}_all_categories {room}_rules",
    "settings/value/<str:setting>/": "{room}_setting {room}_change_setting",
    "settings/category/": "{room}_add_category",
    "settings/category/<int:pk>/": "{room}_all_categories {room}_change_category",
    "settings/rule/": "{room}_add_rule",
    "settings/rule/<int:pk>/": "{room}_rules {room}_change_rule",
    "settings/try/": "{room}_try_rules",
    "settings/duties/roster/": "{room}_take_duties",
    "settings/duties/": "{room}_duties {room}_give_duty {room}_end_duty "
                        "{room}_stranded_duties {room}_move_duties {room}_duty_log",
    "settings/letters/": "{room}_letters",
    "settings/letters/<str:letter_name>/<slug:channel>/<slug:language>/":
        "{room}_letter {room}_write_letter",
    "settings/checklists/": "{room}_checklists",
    "settings/checklists/new/": "{room}_add_checklist",
    "settings/checklists/<int:pk>/": "{room}_change_checklist",
    "settings/replies/": "{room}_standard_replies",
    "settings/replies/new/": "{room}_add_standard_reply",
    "settings/replies/<int:pk>/": "{room}_change_standard_reply",
    "settings/calendar/": "{room}_calendar {room}_preview_calendar {room}_load_calendar",
    "settings/closures/": "{room}_closures {room}_declare_closure {room}_revoke_closure",
    "<str:number>/": "{room}_case {room}_timeline {room}_actions {room}_explain {room}_clocks "
                     "{room}_related {room}_files {room}_masked_contact {room}_case_checklists",
    "<str:number>/do/<slug:action_name>/": "{room}_asked {action}",
    "<str:number>/reply/": "{room}_reply",
    "<str:number>/ticks/": "{room}_tick",
    "<str:number>/outside/": "{room}_outside_links {room}_make_outside_link "
                             "{room}_revoke_outside_link",
    "<str:number>/hold/": "{room}_case_holds {room}_put_hold",
    "<str:number>/identity/": "{room}_contact",
    "<str:number>/files/<int:pk>/": "{room}_file",
    "<str:number>/files/<int:pk>/public/": "{room}_publish_file",
    "<str:number>/files/<int:pk>/mask/": "{room}_files {room}_mask_file",
    "<str:number>/pins.json": "{room}_case_pins",
    "<str:number>/chain/": "{room}_chain",
    "<str:number>/paper/": "{room}_paper",
}  # fmt: skip


def own(programme: Programme) -> Mapping[str, Row]:
    """A room's own pages: `in_api` in its views.py, from the route to `reply` or a Without."""
    try:
        views = import_module(f"yankao.chapters.{programme.chapter}.{programme.name}.views")
    except ModuleNotFoundError:
        return {}
    told: Mapping[str, Row] = getattr(views, "in_api", {})
    place = programme.url.lstrip("/")
    return {
        f"{place}{route}": row if isinstance(row, Without) else f"{programme.name}_{row}"
        for route, row in told.items()
    }


def table() -> dict[str, Row]:
    """Every page's route and its endpoints, by operation, or why there is none."""
    rooms = {f"{ROOM}{route}": row for route, row in ROOMS.items()}
    found = {**COUNTER, **DESK, **REPORTS, **rooms}
    for programme in registry.every():
        found |= own(programme)
    return found


def lacking() -> Iterator[str]:
    """Pages that the table forgets, and rows of it that lead nowhere."""
    rows, pages = table(), list(routes())
    yield from (
        f"the page {page} has no endpoint: name one in programmes/api/counterparts.py or in the "
        "room's views.in_api, or say why it needs none"
        for page in pages
        if page not in rows
    )
    yield from (f"{page} is in the table but is no page" for page in rows if page not in pages)
    known = operations()
    for page, row in rows.items():
        yield from (f"{page}: no operation {name}" for name in named(row) if name not in known)


def routes() -> Iterator[str]:
    """Addresses of pages: neither the API's own, nor interfaces that others' specifications fix."""
    fixed = tuple(address for room in registry.every() for address in room.mounts)
    for route in leaves(get_resolver().url_patterns):
        if not route.startswith((*PREFIXES, *fixed)):
            yield route


def leaves(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from leaves(pattern.url_patterns, route)
        else:
            yield route


def operations() -> set[str]:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return {told["operationId"] for path in paths.values() for told in path.values()}


def named(row: Row) -> set[str]:
    """The operations of a row, one per room and per action where it says so."""
    if isinstance(row, Without):
        return set()
    return {
        one for word in row.split() for room in registry.every() for one in for_room(word, room)
    }


def for_room(word: str, room: Programme) -> list[str]:
    if word == "{action}":
        every = room.workflow.actions.values()
        pressed = [a for a in every if any(role.held for role in a.roles)]
        return [f"{room.name}_{action.name}" for action in pressed]
    if word == "{citizen}":
        return (
            [f"counter_{room.name}_{name}" for name in room.public.actions] if room.public else []
        )
    if word == "counter_report_{room}" and room.public is None:
        return []
    return [word.format(room=room.name)]
