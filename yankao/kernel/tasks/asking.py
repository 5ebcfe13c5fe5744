"""Asking somebody for something, and finishing what was asked; both are on the timeline."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.cases.entries import enter
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.timeline import timeline

from .models import Task

LABELS = {
    "ask": gettext_noop("交辦"),
    "finish_task": gettext_noop("完成交辦"),
    "move_task": gettext_noop("機關改組承接"),
}
Note = dict[str, object] | None


class TaskError(Exception):
    """Why a task cannot be finished; the text is for the person who pressed."""


class NotYourTask(TaskError):
    """It was asked of somebody else (403)."""


class AlreadyDone(TaskError):
    """Somebody finished it first (409)."""


def ask(
    title: str,
    *,
    of: Person | Unit,
    by: Person | None,
    at: datetime,
    case: Case | None = None,
    due_at: datetime | None = None,
    kind: str = "",
    role: str = "",
    key: str | None = None,
    into: Note = None,
) -> Task:
    """A new task, or the one that this key already asked for. `by` None is the system itself.

    Inside a move give `into=move.note`: the task then stands in the move's own entry.
    """
    fields = {
        "case": case,
        "kind": kind,
        "title": title,
        "role": role,
        "created_by": by,
        "created_at": at,
        "due_at": due_at,
        ("unit" if isinstance(of, Unit) else "asked_of"): of,
    }
    with transaction.atomic():
        if key is None:
            task, fresh = Task.objects.create(**fields), True
        else:
            task, fresh = Task.objects.get_or_create(key=key, defaults=fields)
        if fresh:
            due = due_at.isoformat() if due_at else ""
            told = {"title": title, "kind": kind, "of": str(of), "due_at": due}
            _tell(task, case, "ask", by=by, at=at, told=told, into=into)
    return task


def finish(
    task: Task, *, by: Person | None, at: datetime, note: str = "", into: Note = None
) -> Task:
    """Done, by one of those asked or by the system; a second press reads who was first."""
    with transaction.atomic():
        row = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
        if by is not None and not Task.objects.asked_of(by).filter(pk=row.pk).exists():
            raise NotYourTask(_("這件事不是交給您辦理的。"))
        if row.done_at is not None:
            who = row.done_by.name if row.done_by else _("系統")
            raise AlreadyDone(_("%(who)s 已經完成這件事。") % {"who": who})
        _done(row, row.case, by=by, at=at, note=note, into=into)
    return row


def finish_all(
    case: Case, *, kind: str, by: Person | None, at: datetime, into: Note = None
) -> list[Task]:
    """Closes the case's open tasks of a kind once the case itself has moved on."""
    with transaction.atomic():
        rows = list(Task.objects.open().filter(case=case, kind=kind).select_for_update())
        for row in rows:
            _done(row, case, by=by, at=at, note="", into=into)
    return rows


def follow_successor(task: Task, *, at: datetime) -> bool:
    """The task goes to the unit that answers now for the one that was asked."""
    with transaction.atomic():
        row = Task.objects.open().select_for_update(of=("self",)).filter(pk=task.pk).first()
        if row is None or row.unit is None or row.unit.today() == row.unit:
            return False
        before, row.unit = row.unit, row.unit.today()
        row.save(update_fields=["unit"])
        told = {"title": row.title, "from": str(before), "of": str(row.unit)}
        _tell(row, row.case, "move_task", by=None, at=at, told=told, into=None)
    return True


def _done(
    row: Task, case: Case | None, *, by: Person | None, at: datetime, note: str, into: Note
) -> None:
    row.done_at, row.done_by, row.note = at, by, note
    row.save(update_fields=["done_at", "done_by", "note"])
    _tell(row, case, "finish_task", by=by, at=at, told={"title": row.title}, into=into)


def _tell(
    task: Task,
    case: Case | None,
    verb: str,
    *,
    by: Person | None,
    at: datetime,
    told: Mapping[str, object],
    into: Note,
) -> None:
    """In the move's entry, else on the case's timeline, else on the task's own."""
    whole = {"task": task.pk, **told}
    if into is not None:
        into[f"{verb}:{task.pk}"] = whole
        into["notes"] = [*_notes(into), f"{_(LABELS[verb])}：{task.title}"]
        return
    whole["notes"] = [task.title]
    if case is not None:
        enter(case, verb, by=by, at=at, label=LABELS[verb], data=whole)
    else:
        timeline.write(f"task:{task.pk}", verb, by=by, at=at, label=LABELS[verb], data=whole)


def _notes(note: Mapping[str, object]) -> list[object]:
    """What the move's entry says so far."""
    said = note.get("notes")
    return said if isinstance(said, list) else []
