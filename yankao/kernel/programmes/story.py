"""The timeline of a case as people read it: newest first, fields by their names."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from yankao.kernel.cases.models import Case
from yankao.kernel.timeline.models import Entry
from yankao.kernel.timeline.timeline import entries

from . import registry

QUIET = {"view_contact", "view_file"}
HIDDEN = {"lng", "lat", "read_back"}
WHO = {"reporter": "民眾"}


@dataclass(frozen=True)
class Line:
    at: datetime
    label: str
    who: str
    role: str
    before: str
    after: str
    reason: str
    changes: list[tuple[str, str, str]]
    notes: list[str]
    quiet: bool
    seq: int


def story(case: Case) -> list[Line]:
    return list(lines(case))[::-1]


def lines(case: Case) -> Iterator[Line]:
    states = dict(case.workflow.states.choices)
    roles = {name: role.label for name, role in case.workflow.roles.items()}
    for entry in entries(case.subject):
        moved = entry.before != entry.after
        yield Line(
            entry.at,
            entry.label,
            entry.actor or WHO.get(entry.role, ""),
            str(roles.get(entry.role, entry.role)) if entry.actor else "",
            str(states.get(entry.before, "")) if moved else "",
            str(states.get(entry.after, "")) if moved else "",
            entry.reason,
            changes(case, entry),
            [str(note) for note in entry.data.get("notes", [])],
            entry.verb in QUIET,
            entry.seq,
        )


def changes(case: Case, entry: Entry) -> list[tuple[str, str, str]]:
    """What changed, by label, from and to."""
    told = entry.data.get("changes", {})
    return [
        (label_of(case, name), text(values[0]), text(values[1]))
        for name, values in told.items()
        if name not in HIDDEN and text(values[0]) != text(values[1])
    ]


def text(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def label_of(case: Case, name: str) -> str:
    """The field's label, from the detail, the case, or an action's form."""
    programme = registry.of(case)
    for model in (programme.detail, Case):
        field = {f.name: f for f in model._meta.get_fields()}.get(name)
        if field is not None and hasattr(field, "verbose_name"):
            return str(field.verbose_name)
    for action in programme.workflow.actions.values():
        asked = action.asks.base_fields.get(name) if action.asks else None  # type: ignore[attr-defined]
        if asked is not None and asked.label:
            return str(asked.label)
    return name
