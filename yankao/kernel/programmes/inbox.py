"""The inbox: mine, my unit's, my tasks and letters, by what is due next."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.known import named
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.known.known import hand
from yankao.kernel.notices.inbox import inbox_for, mark_read
from yankao.kernel.people.models import Person
from yankao.kernel.search.index import find
from yankao.kernel.tasks.models import Task
from yankao.kernel.timeline.models import Entry
from yankao.kernel.ui.pages import page

from . import registry, waiting
from .access import official
from .cells import waiting_row

SHOWN = 100
TABS = [
    ("unit", gettext_lazy("待辦")),
    ("mine", gettext_lazy("我承辦的")),
    ("tasks", gettext_lazy("交辦")),
    ("letters", gettext_lazy("通知")),
]


def rows_of(person: Person, tab: str) -> list[Case]:
    found = (
        waiting.for_person(person) if tab == "unit" else Case.objects.open().filter(handler=person)
    )
    rows = named(found.due_first()[:SHOWN])
    still = [row for row in rows if row.due_at is None]
    hand(still, "last_entry", Entry.objects.in_bulk([row.last_entry_id for row in still]).get)
    return rows


@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    person = official(request)
    tab = request.GET.get("tab", "unit")
    now = timezone.now()
    rows = rows_of(person, tab) if tab in ("unit", "mine") else []
    bulk = bulk_actions(rows, person)
    ticks, ahead = bool(bulk), steps(rows, person)
    context = {
        "tab": tab,
        "tabs": TABS,
        "rows": [
            waiting_row(row, ahead[row.programme, row.state], now, ticks=ticks) for row in rows
        ],
        "late": sum(row.overdue(now) for row in rows),
        "full": len(rows) == SHOWN,
        "tasks": list(Task.objects.open_for(person)[:SHOWN]) if tab == "tasks" else [],
        "letters": list(inbox_for(person)[:SHOWN]) if tab == "letters" else [],
        "bulk": bulk,
        "now": now,
    }
    answer = page(request, "programmes/inbox.html", context, part="rows")
    if tab == "letters":
        mark_read(person, at=now)
    return answer


def next_step(row: Case, roles: set[str]) -> Action | None:
    """What these roles are expected to do with the case, if it is one thing that leads on."""
    for action in row.workflow.leaving(row.state):
        if action.leads_on and {role.name for role in action.roles} & roles:
            return action
    return None


def steps(rows: list[Case], person: Person) -> dict[tuple[str, str], Action | None]:
    """The next step in each state in which there is a row, asked once."""
    first = {(row.programme, row.state): row for row in rows}
    return {key: next_step(row, person.roles_in(row.programme)) for key, row in first.items()}


def bulk_actions(rows: list[Case], person: Person) -> list[tuple[str, Action]]:
    """Actions that make sense on many of these rows at once."""
    found = {}
    for row in {(row.programme, row.state): row for row in rows}.values():
        roles = person.roles_in(row.programme)
        for action in row.workflow.leaving(row.state):
            if action.bulk and {role.name for role in action.roles} & roles:
                found[f"{row.programme}.{action.name}"] = action
    return sorted(found.items())


@login_required
def search(request: HttpRequest) -> HttpResponse:
    """One box over every room: number, text, address, and the reporter for those allowed."""
    query = request.GET.get("q", "").strip()[:100]
    cases = find(official(request), query) if query else []
    if len(cases) == 1 and cases[0].number.lower() == query.lower():
        return redirect(f"{registry.of(cases[0]).url}{cases[0].number}/")
    context = {"q": query, "rows": [(case, registry.of(case)) for case in cases]}
    return page(request, "programmes/search.html", context, part="rows")


@login_required
def case_by_number(request: HttpRequest, number: str) -> HttpResponse:
    """The case's page, whichever room it lies in."""
    case = get_object_or_404(Case.objects.visible_to(official(request)), number=number)
    return redirect(f"{registry.of(case).url}{case.number}/")
