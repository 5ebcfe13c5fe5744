"""The timeline of a case as people read it: newest first, fields by their names."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.intake import Channel
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.questions import BEFORE, Question, asked_by
from yankao.kernel.people.models import Person
from yankao.kernel.timeline.models import Entry
from yankao.kernel.timeline.timeline import told

from . import registry
from .holds.holding import VERBS, may_know
from .relatives import hidden, without

QUIET = {"view_contact", "view_file", "print_case", "compare_people"}
HIDDEN = {"lng", "lat", "read_back"}
UNNAMED = {"reason", "notes"}  # they have places of their own in a line
GONE = gettext_lazy("已依保存期限清除")
WHO = {"reporter": gettext_lazy("民眾"), "outsider": gettext_lazy("外部單位")}


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

    def words(self) -> Iterator[str]:
        """All that was written freely."""
        yield from (self.who, self.reason, *self.notes)
        for _label, before, after in self.changes:
            yield from (before, after)

    def without(self, numbers: re.Pattern[str]) -> "Line":
        """The same line with these case numbers taken out."""
        return replace(
            self,
            who=without(self.who, numbers),
            reason=without(self.reason, numbers),
            notes=[without(note, numbers) for note in self.notes],
            changes=[
                (label, without(before, numbers), without(after, numbers))
                for label, before, after in self.changes
            ],
        )


def story(case: Case, person: Person) -> list[Line]:
    """Without what this person may not know of: holds, and the numbers of other cases."""
    newest = list(lines(case, set() if may_know(person, case) else VERBS))[::-1]
    numbers = hidden(person, case, (text for line in newest for text in line.words()))
    return [line.without(numbers) for line in newest] if numbers else newest


def lines(case: Case, unsaid: Collection[str] = ()) -> Iterator[Line]:
    """Every entry but those of the verbs that stay unsaid, oldest first."""
    states = dict(case.workflow.states.choices)
    roles = {name: role.label for name, role in case.workflow.roles.items()}
    verbs = {name: action.label for name, action in case.workflow.actions.items()}
    for entry in told(case.subject):
        if entry.verb in unsaid:
            continue
        moved = entry.before != entry.after
        yield Line(
            entry.at,
            str(verbs.get(entry.verb, entry.label)),
            entry.actor or str(WHO.get(entry.role, "")),
            str(roles.get(entry.role, entry.role)) if entry.actor else "",
            str(states.get(entry.before, "")) if moved else "",
            str(states.get(entry.after, "")) if moved else "",
            reason(entry),
            changes(case, entry),
            notes(entry),
            entry.verb in QUIET,
            entry.seq,
        )


def changes(case: Case, entry: Entry) -> list[tuple[str, str, str]]:
    """What changed, by label, from and to."""
    fields = entry.data.get("changes", {}) | beside(entry)
    found = [
        (name, *(text(value, words_of(case, name)) for value in v)) for name, v in fields.items()
    ]
    return [
        (label_of(case, name), before, after)
        for name, before, after in found
        if name not in HIDDEN and before != after
    ]


def beside(entry: Entry) -> dict[str, list[object]]:
    """What stands apart from the chain; of what was forgotten only that it was there."""
    kept: dict[str, list[object]] = getattr(entry, "changed", None) or {}
    gone: list[object] = [None, str(GONE)]
    return {n: kept.get(n, gone) for n in entry.data.get("apart", ()) if n not in UNNAMED}


def reason(entry: Entry) -> str:
    why = entry.reason or getattr(entry, "why", None)
    return why or (str(GONE) if "reason" in entry.data.get("apart", ()) else "")


def notes(entry: Entry) -> list[str]:
    apart = getattr(entry, "notes", None) or [GONE] * ("notes" in entry.data.get("apart", ()))
    return [str(note) for note in (*entry.data.get("notes", ()), *apart)]


def text(value: object, words: Mapping[object, object]) -> str:
    """A stored value as people read it; a choice by its words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    many = value if isinstance(value, list) else [value]
    return _("、").join(str(words.get(one, one)) for one in many)


def words_of(case: Case, name: str) -> Mapping[object, object]:
    """The choices of a field, when it has them."""
    if question := question_of(case, name):
        return dict(question.values)
    field = field_of(case, name)
    listed = asked_of(case, name) if field is None else None
    choices = getattr(field if field is not None else listed, "choices", None)
    if name == "channel":
        choices = Channel.choices
    plain = choices if isinstance(choices, list | tuple) else None
    return dict(plain) if plain and not isinstance(plain[0][1], list | tuple) else {}


def question_of(case: Case, name: str) -> Question | None:
    asked = asked_by(case.category) if case.category and name.startswith(BEFORE) else []
    return next((one for one in asked if one.name == name), None)


def field_of(case: Case, name: str) -> object:
    """The column of that name, in the detail or the case."""
    for model in (registry.of(case).detail, Case):
        field = {f.name: f for f in model._meta.get_fields()}.get(name)
        if field is not None and hasattr(field, "verbose_name"):
            return field
    return None


def asked_of(case: Case, name: str) -> forms.Field | None:
    """The field of an action's form."""
    for action in registry.of(case).workflow.actions.values():
        asked = action.asks.base_fields.get(name) if action.asks else None  # type: ignore[attr-defined]
        if asked is not None:
            return asked  # type: ignore[no-any-return]
    return None


def label_of(case: Case, name: str) -> str:
    """The field's label, from the detail, the case, an action's form or the category's question."""
    if question := question_of(case, name):
        return question.label
    field, asked = field_of(case, name), asked_of(case, name)
    if field is not None:
        return str(getattr(field, "verbose_name", name))
    return str(asked.label) if asked is not None and asked.label else name
