"""One way in, one way to move. Only programmes may call it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.people.models import Person
from yankao.kernel.timeline import timeline
from yankao.kernel.values.rows import insert

from .actors import Actor, Citizen, Outsider, System, person
from .clocks import keep, turn
from .demands import refusal
from .errors import Invalid, NotFromHere, NotYours, Refused
from .forms import Changes, ask, changed_values
from .listeners import listeners
from .models import Case
from .visibility import fits, role_of
from .workflow import Action, Move, Role, Workflow

Files = MultiValueDict[str, UploadedFile[bytes]] | None


def acting_role(action: Action, case: Case, by: Actor) -> str:
    """The role in which this actor may make the move; "" when there is none."""
    if not isinstance(by, Person):
        return next((role.name for role in action.roles if stands_for(role, case, by)), "")
    allowed = {role.name for role in action.roles if role.held}
    for duty in by.duties_at():
        if duty.programme != case.programme or duty.role not in allowed:
            continue
        held = role_of(duty)
        if held and fits(duty, held, case, by):
            return held.name
    return ""


def stands_for(role: Role, case: Case, by: Actor) -> bool:
    """Whether somebody without a duty has this role at the case: its citizen, its outsider."""
    if isinstance(by, System):
        return role.system
    here = isinstance(by, Citizen | Outsider) and by.case_id == case.pk
    return here and (role.citizen if isinstance(by, Citizen) else role.outsider)


def available(case: Case, by: Actor) -> list[Action]:
    """The actions this actor may press now; guards are asked too."""
    return [
        action
        for action in case.workflow.leaving(case.state)
        if acting_role(action, case, by) and not (action.only_if and action.only_if(case, by))
    ]


def moved_meanwhile(case: Case) -> str:
    """Who moved the case before this press arrived, in a sentence."""
    last = case.last_entry
    if last is None:
        return _("案件目前為「{state}」，不能執行這個動作。").format(state=case.state_label)
    return _("案件已由 {who} 於 {at} 執行「{what}」，目前為「{state}」。").format(
        who=last.actor or _("系統"),
        at=timezone.localtime(last.at).strftime("%H:%M:%S"),
        what=last.label,
        state=case.state_label,
    )


def check(action: Action, case: Case, by: Actor) -> str:
    """State, role, guard, in this order; answers with the role."""
    if case.state not in action.froms:
        raise NotFromHere(moved_meanwhile(case))
    role = acting_role(action, case, by)
    if not role:
        raise NotYours(_("您沒有執行「{label}」的權限。").format(label=action.label))
    reason = (action.only_if(case, by) if action.only_if else "") or refusal(case, action, by)
    if reason:
        raise Refused(reason)
    return role


def rehearse(case: Case, name: str, *, by: Actor, data: Mapping[str, Any]) -> forms.BaseForm | None:
    """Raises what `act` would refuse with, and moves nothing; answers with the valid form."""
    action = case.workflow.actions.get(name)
    if action is None:
        raise NotFromHere(_("沒有「{name}」這個動作。").format(name=name))
    check(action, case, by)
    form = ask(action, case, by=by, data=data)
    if form is not None and not holds(form):
        raise Invalid(form)
    return form


def open_case(
    case: Case, detail_form: forms.BaseModelForm[Any], *, workflow: Workflow, move: Move
) -> Case:
    """Stores a new case with its detail, starts its clocks and writes its first entry."""
    with transaction.atomic(savepoint=False):
        case.state = workflow.start
        detail = detail_form.save(commit=False)
        setattr(case, case.programme, detail)
        move.data = detail_form.cleaned_data
        turned = turn(case, workflow, move)
        insert(case)
        kept = columns(case)
        detail.case = case
        insert(detail)
        keep(case, turned)
        write(case, workflow, move, kept, *changed_values(detail_form, move.by))
    return case


def act(
    case_id: int,
    name: str,
    *,
    by: Actor,
    data: Mapping[str, Any] | None = None,
    files: Files = None,
    at: datetime | None = None,
    client: str = "",
    notes: Sequence[str] = (),
) -> Case:
    """Moves a case: lock, check, validate, save, turn clocks, write, effects. All of it or none."""
    with transaction.atomic(savepoint=False):
        case = Case.objects.locked(case_id)
        kept = columns(case)
        workflow = case.workflow
        action = workflow.actions.get(name)
        if action is None:
            raise NotFromHere(_("沒有「{name}」這個動作。").format(name=name))
        move = Move(action, by, at or timezone.now(), {}, before=case.state, client=client)
        move.note |= {"notes": list(notes)} if notes else {}
        move.role = check(action, case, by)
        form = ask(action, case, by=by, data=data or {}, files=files)
        sealed: Changes = {}
        apart: Changes = {}
        if form is not None:
            if not holds(form):
                raise Invalid(form)
            move.form, move.data = form, form.cleaned_data
            sealed, apart = changed_values(form, by)
            apply(form, case, move)
        if isinstance(by, Outsider):
            move.note.setdefault("notes", [by.name])
        go(case, workflow, move)
        keep(case, turn(case, workflow, move))
        write(case, workflow, move, kept, sealed, apart)
    return case


def holds(form: forms.BaseForm) -> bool:
    """Whether the form is valid; what asks a calendar that is not loaded is told so in words."""
    try:
        return form.is_valid()
    except CalendarMissing as missing:
        form.add_error(None, str(missing))
        return False


def apply(form: forms.BaseForm, case: Case, move: Move) -> None:
    """What was asked is saved by the form itself; what shows only then goes back to the form."""
    try:
        if isinstance(form, forms.BaseModelForm):
            form.save()
        if hasattr(form, "apply"):
            form.apply(case, move)
    except ValidationError as error:
        form.add_error(None, error)
        raise Invalid(form) from error
    except CalendarMissing as missing:
        form.add_error(None, str(missing))
        raise Invalid(form) from missing


def go(case: Case, workflow: Workflow, move: Move) -> None:
    """The state follows from the act; counters of hand-overs, returns, corrections too."""
    target = move.action.to
    if target is not None:
        case.state = str(target(case, move) if callable(target) else target)
    case.returns += move.action.returns
    case.corrections += move.action.corrects
    if case.state in workflow.final:
        case.closed_at = case.closed_at or move.at
    elif case.closed_at:
        case.closed_at = None


def columns(case: Case) -> dict[str, object]:
    """The values of a case as they stand in memory, by column."""
    return {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}


def save_changes(case: Case, kept: dict[str, object]) -> None:
    """Saves what differs from what is `kept`, and only that."""
    now = columns(case)
    changed = [name for name, value in now.items() if value != kept[name]]
    if changed:
        case.save(update_fields=changed)
        kept.update(now)


def write(
    case: Case,
    workflow: Workflow,
    move: Move,
    kept: dict[str, object],
    sealed: Changes,
    apart: Changes,
) -> None:
    """The effects of the action and of the state entered, then exactly one timeline entry."""
    effects = list(move.action.effects)
    if case.state != move.before:
        effects += [*workflow.on_entering.get(case.state, ()), *workflow.on_moving, *listeners]
    if effects:
        save_changes(case, kept)
    for effect in effects:
        effect(case, move)
    reason, data, personal = entry_of(move, sealed, apart)
    case.last_entry = timeline.write(
        case.subject,
        move.action.name,
        by=person(move.by),
        at=move.at,
        label=str(move.action.label),
        before=move.before,
        after=case.state,
        data=data,
        personal=personal or None,
        reason=reason,
        role=move.role,
        client=move.client,
        last=case.last_entry,
        first=not move.before,
    )
    save_changes(case, kept)


def entry_of(
    move: Move, sealed: Changes, apart: Changes
) -> tuple[str, dict[str, object], dict[str, object]]:
    """Reason, data and what stands beside the entry; the data names what was laid apart."""
    reason = move.reason or str(move.data.get("reason", ""))
    personal = {**move.personal, **getattr(move.form, "personal_values", dict)()}
    data = {"changes": sealed, **move.note}
    if apart:
        personal["changes"] = apart
    if reason and isinstance(move.by, Citizen):
        personal["reason"], reason = reason, ""
    named = [*apart, *(name for name in ("reason", "notes") if name in personal)]
    if named:
        data["apart"] = named
    return reason, data, personal
