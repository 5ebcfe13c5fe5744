"""Addresses of the rooms; each is /<chapter>/<programme>/ as its folder is."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from yankao.kernel.ui import trouble

from . import (
    board,
    calendar_pages,
    casepage,
    checklists_pages,
    crews_pages,
    duty_roster,
    health,
    inbox,
    letters_pages,
    lists,
    masking_pages,
    outbox,
    patterns,
    people_pages,
    publishing,
    registry,
    replies_pages,
    round,
    savedviews_pages,
    settings_pages,
    suggesting,
    surge,
)
from .api.rooms import api
from .bulk import pages as bulk_pages
from .dashboards import pages as dashboard_pages
from .figures import pages as figure_pages
from .holds import pages as hold_pages
from .officials import pages as official_pages
from .outside import pages as outside_pages
from .quality import pages as quality
from .sameperson import pages as same_person
from .shift import pages as shift_pages

desk = [
    path("", inbox.inbox, name="inbox"),
    path("bulk/", bulk_pages.start, name="bulk"),
    path("batches/", bulk_pages.listing, name="batches"),
    path("batches/<int:pk>/", bulk_pages.batch, name="batch"),
    path("search/", inbox.search, name="search"),
    path("me/", people_pages.mine, name="mine"),
    path("outbox/", outbox.outbox, name="outbox"),
    *same_person.urlpatterns,
    *official_pages.urlpatterns,
    path("case/<str:number>/", inbox.case_by_number, name="case_by_number"),
]

room = [
    path("", lists.case_list, name="list"),
    path("new/", casepage.intake, name="intake"),
    path("similar/", casepage.similar, name="similar"),
    path("suggest/", suggesting.suggestions, name="suggest"),
    path("views/", savedviews_pages.views, name="views"),
    path("pins.json", lists.pins, name="pins"),
    path("export.<str:kind>", lists.export, name="export"),
    path("board/", board.board, name="board"),
    path("figures/", figure_pages.of_room, name="figures"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("patterns/pins.json", patterns.pins, name="patterns_pins"),
    path("quality/", quality.sample, name="quality"),
    path("quality/<int:pk>/", quality.review, name="review"),
    path("surge/", surge.surge, name="surge"),
    path("holds/", hold_pages.holds, name="holds"),
    path("holds/<int:pk>/", hold_pages.hold, name="hold"),
    path("shift/", shift_pages.shift, name="shift"),
    path("round/", round.round_page, name="round"),
    path("round/pins.json", round.pins, name="round_pins"),
    path("crews/", crews_pages.crews, name="crews"),
    path("crews/<int:pk>/", crews_pages.crew, name="crew"),
    path("crews/new/", crews_pages.crew, name="crew_new"),
    path("settings/", settings_pages.overview, name="settings"),
    path("settings/value/<str:setting>/", settings_pages.value, name="setting"),
    path("settings/category/", settings_pages.category, name="category_new"),
    path("settings/category/<int:pk>/", settings_pages.category, name="category"),
    path("settings/rule/", settings_pages.rule, name="rule_new"),
    path("settings/rule/<int:pk>/", settings_pages.rule, name="rule"),
    path("settings/try/", settings_pages.try_rules, name="try_rules"),
    path("settings/duties/", people_pages.duties, name="duties"),
    path("settings/duties/roster/", duty_roster.duty_roster, name="duty_roster"),
    path("settings/checklists/", checklists_pages.checklists, name="checklists"),
    path("settings/checklists/new/", checklists_pages.checklist, name="checklist_new"),
    path("settings/checklists/<int:pk>/", checklists_pages.checklist, name="checklist"),
    path("settings/replies/", replies_pages.standard_replies, name="standard_replies"),
    path("settings/replies/new/", replies_pages.standard_reply, name="standard_reply_new"),
    path("settings/replies/<int:pk>/", replies_pages.standard_reply, name="standard_reply"),
    path("settings/letters/", letters_pages.letters, name="letters"),
    path(
        "settings/letters/<str:letter_name>/<slug:channel>/<slug:language>/",
        letters_pages.letter,
        name="letter",
    ),
    path("settings/closures/", settings_pages.closures, name="closures"),
    path("settings/calendar/", calendar_pages.calendar, name="calendar"),
    path("<str:number>/", casepage.case_page, name="case"),
    path("<str:number>/do/<slug:action_name>/", casepage.action, name="action"),
    path("<str:number>/ticks/", checklists_pages.ticks, name="ticks"),
    path("<str:number>/hold/", hold_pages.put, name="put_hold"),
    path("<str:number>/outside/", outside_pages.outside, name="outside"),
    path("<str:number>/reply/", replies_pages.versions, name="reply"),
    path("<str:number>/identity/", casepage.identity, name="identity"),
    path("<str:number>/files/<int:pk>/", casepage.attachment, name="file"),
    path("<str:number>/files/<int:pk>/public/", publishing.photo, name="publish_photo"),
    path("<str:number>/files/<int:pk>/mask/", masking_pages.masking, name="mask"),
    path("<str:number>/pins.json", casepage.pins, name="case_pins"),
    path("<str:number>/chain/", casepage.chain, name="chain"),
]


def own_pages() -> list[URLPattern | URLResolver]:
    """Pages that a programme draws itself, before the generic ones of its room."""
    found: list[URLPattern | URLResolver] = []
    for programme in registry.every():
        module = f"yankao.chapters.{programme.chapter}.{programme.name}.views"
        if find_spec(module):
            patterns = import_module(module).urlpatterns
            found.append(path(programme.url.lstrip("/"), include((patterns, programme.name))))
    return found


def mounted() -> list[URLPattern | URLResolver]:
    """Interfaces with addresses fixed by others, such as Open311; a programme names its modules."""
    return [
        path(address, include(f"yankao.chapters.{room.chapter}.{room.name}.{module}"))
        for room in registry.every()
        for address, module in room.mounts.items()
    ]


urlpatterns: list[URLPattern | URLResolver] = [
    *health.urlpatterns,
    path("sw.js", round.worker, name="worker"),
    path("desk/", include((desk, "desk"))),
    path("dashboards/", include((dashboard_pages.urlpatterns, "dashboards"))),
    path("figures/", include((figure_pages.urlpatterns, "figures"))),
    path("api/v1/", api.urls),
    path("api/v1/", trouble.nowhere),
    path("api/v1/<path:lost>", trouble.nowhere),
    *mounted(),
    *own_pages(),
    path("<slug:chapter>/<slug:name>/", include((room, "room"))),
]
