"""A case in public words: where it stands on its way, and the moves so far, without names."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Workflow
from yankao.kernel.timeline.models import Entry
from yankao.kernel.timeline.timeline import entries
from yankao.kernel.ui.moments import deadline_text
from yankao.kernel.values.durations import said

OPEN = "open"
CITIZEN = "reporter"


@dataclass(frozen=True)
class Stop:
    """A station on the way: `kind` is done, here or ahead."""

    label: str
    kind: str


@dataclass(frozen=True)
class Line:
    at: datetime
    label: str
    mine: bool


def lines(case: Case, told: list[Entry]) -> list[Line]:
    """Newest first: the states entered, and what the citizen did; no reasons, no officials."""
    found = [line for entry in told if (line := line_of(case, entry))]
    return found[::-1]


def line_of(case: Case, entry: Entry) -> Line | None:
    mine = entry.role == CITIZEN
    if entry.verb == OPEN:
        return Line(entry.at, _("收件"), mine)
    if entry.before != entry.after:
        return Line(entry.at, label(case, entry.after), mine)
    action = case.workflow.actions.get(entry.verb)
    return Line(entry.at, str(action.label), mine) if mine and action else None


def label(case: Case, state: str) -> str:
    return str(dict(case.workflow.states.choices).get(state, state))


def way(case: Case, told: list[Entry]) -> list[Stop]:
    """Stations passed, where the case is, and the shortest way from here to its usual end."""
    ahead = [] if case.closed_at else ahead_of(case.workflow, case.state)
    passed = list(dict.fromkeys(entry.after for entry in told if entry.after))
    done = [state for state in passed if state != case.state and state not in ahead]
    stops = [(state, "done") for state in done] + [(case.state, "here")]
    return [
        Stop(label(case, state), kind)
        for state, kind in [*stops, *((state, "ahead") for state in ahead)]
    ]


def ahead_of(workflow: Workflow, state: str) -> list[str]:
    """States between here and the first of the workflow's ends that can be reached."""
    came: dict[str, str] = {state: ""}
    todo = deque([state])
    while todo:
        here = todo.popleft()
        moves = [action for action in workflow.leaving(here) if action.to is not None]
        fresh = [t for action in moves for t in workflow.targets(action) if t not in came]
        came.update(dict.fromkeys(fresh, here))
        todo.extend(dict.fromkeys(fresh))
    end = next((final for final in workflow.final if final in came and final != state), "")
    path: list[str] = []
    while end and end != state:
        path.append(end)
        end = came[end]
    return path[::-1]


def promise(case: Case, now: datetime | None = None) -> str:
    """Until when it should be done, and by how much that is past: nothing when no date runs."""
    if case.closed_at or case.censored_at or case.due_at is None:
        return ""
    left, due = case.due_at - (now or timezone.now()), deadline_text(case.due_at)
    if left > timedelta():
        return _("應於 %(due)s 前完成，還有 %(length)s。") % {"due": due, "length": said(left)}
    return _("應於 %(due)s 前完成，已逾 %(length)s。") % {"due": due, "length": said(left)}


def told_of(case: Case) -> list[Entry]:
    return list(entries(case.subject))
