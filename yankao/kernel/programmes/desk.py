"""The desk at which cases are opened and moved: engine, then index, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases import engine
from yankao.kernel.cases.actors import Actor, Citizen, Outsider, System, person
from yankao.kernel.cases.entries import enter
from yankao.kernel.cases.errors import Invalid, NotYours
from yankao.kernel.cases.forms import ask
from yankao.kernel.cases.intake import Channel
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action, Move
from yankao.kernel.people.models import Contact, Person
from yankao.kernel.search.index import index
from yankao.kernel.values.rows import insert

from . import once, registry
from .once import Sending
from .programme import Programme

OPEN = "open"


def may_open(programme: Programme, by: Person) -> bool:
    return bool({role.name for role in programme.opened_by} & by.roles_in(programme.name))


def open_case(
    programme: Programme,
    data: Mapping[str, Any],
    *,
    by: Actor,
    files: engine.Files = None,
    intake: type[forms.BaseModelForm[Any]] | None = None,
    at: datetime | None = None,
    origin: Case | None = None,
    client: str = "",
) -> Case:
    """Validates an intake form and opens the case: number, place, holder, clocks, first entry."""
    if isinstance(by, Person) and not may_open(programme, by):
        raise NotYours(_("您沒有受理「{label}」的權限。").format(label=programme.label))
    form = (intake or programme.intake)(data, files)
    if not form.is_valid():
        raise Invalid(form)
    return store(programme, form, by=by, at=at, origin=origin, client=client)


def store(
    programme: Programme,
    form: forms.BaseModelForm[Any],
    *,
    by: Actor,
    at: datetime | None = None,
    origin: Case | None = None,
    client: str = "",
) -> Case:
    """Opens a case from a valid intake form."""
    now = at or timezone.now()
    with transaction.atomic():
        case = Case(
            programme=programme.name,
            opened_at=now,
            opened_by=person(by),
            origin=origin,
            number=programme.numbering(programme.prefix, now),
        )
        fill(case, form, programme)
        if isinstance(by, Citizen):
            case.channel = case.channel or Channel.WEB
        action = Action(OPEN, _("受理"), ())
        move = Move(action, by, now, {}, before="", client=client, form=form, role=opener(by))
        engine.open_case(case, form, workflow=programme.workflow, move=move)
        attach(form, case, by)
        for effect in programme.after_open:
            effect(case)
        index(case, searchable(case))
    return case


def attach(form: forms.BaseForm, case: Case, by: Actor) -> None:
    """What the form keeps beside the case; what shows only then, as that the last place is gone,
    goes back to the form, and no case was opened.
    """
    if not hasattr(form, "attach"):
        return
    try:
        form.attach(case, by)
    except ValidationError as error:
        form.add_error(None, error)
        raise Invalid(form) from error


def opener(by: Actor) -> str:
    if isinstance(by, Citizen):
        return "reporter"
    if isinstance(by, Outsider):
        return "outsider"
    return by.name if isinstance(by, System) else ""


def fill(case: Case, form: forms.BaseModelForm[Any], programme: Programme) -> None:
    """Moves what the intake form asked about every case into the case."""
    values = form.cleaned_data
    for name in ("category", "district", "address", "lng", "lat", "channel", "sub_channel",
                 "confidential"):  # fmt: skip
        if values.get(name) not in (None, ""):
            setattr(case, name, values[name])
    case.answers = getattr(form, "answers", {})
    contact = {k.removeprefix("contact_"): v for k, v in values.items() if k.startswith("contact_")}
    if any(contact.values()):
        erase = timezone.localdate(case.opened_at) + timedelta(days=366 * programme.keep_years)
        case.contact = Contact(**contact, erase_after=erase)
        insert(case.contact)
    title = programme.title(form.instance) if programme.title else ""
    case.title = (values.get("title") or title or str(case.category or programme.label))[:200]
    if programme.unit_of:
        case.holder = programme.unit_of(case, form.instance)


def searchable(case: Case) -> str:
    """The text of a case that its own room lets the search find."""
    programme = registry.of(case)
    text = programme.searchable(getattr(case, case.programme)) if programme.searchable else ""
    return f"{text} {case.translation}" if case.translation else text


def act(
    case: Case,
    action: str,
    *,
    by: Actor,
    data: Mapping[str, Any] | None = None,
    files: engine.Files = None,
    at: datetime | None = None,
    client: str = "",
    notes: Sequence[str] = (),
) -> Case:
    """Makes one move. Raises NotFromHere, NotYours, Refused, Invalid."""
    with transaction.atomic():
        moved = engine.act(
            case.pk, action, by=by, data=data, files=files, at=at, client=client, notes=notes
        )
        index(moved, searchable(moved))
    return moved


def act_once(
    case: Case, action: Action, sending: Sending, *, by: Person, data: Mapping[str, Any],
    files: engine.Files = None, client: str = "",
) -> Case:  # fmt: skip
    """Makes a move that a device may send again; the second sending changes nothing."""
    if once.seen(sending, case, action.name, by):
        return case
    at, notes = once.moment(sending, case, action)
    try:
        with transaction.atomic():
            once.keep(sending, case, action.name, by)
            return act(
                case, action.name, by=by, data=data, files=files, at=at, client=client, notes=notes
            )
    except IntegrityError:
        if once.seen(sending, case, action.name, by):
            return case
        raise


def available(case: Case, by: Actor) -> list[Action]:
    return engine.available(case, by)


def form_for(case: Case, action: Action, *, by: Actor) -> forms.BaseForm | None:
    return ask(action, case, by=by, data=None)


def spawn(case: Case, programme_name: str, data: Mapping[str, Any], *, by: Actor) -> Case:
    """Opens a case in another room, joined by `origin`; neither room imports the other."""
    programme = registry.get(programme_name)
    by_hand = System(f"由 {case.number} 轉入")
    return open_case(programme, data, by=by_hand, intake=programme.spawned, origin=case)


def note(
    case: Case,
    verb: str,
    label: str,
    *,
    by: Actor,
    reason: str = "",
    client: str = "",
    data: Mapping[str, object] | None = None,
) -> None:
    """Leaves an entry that is no move: a view of personal data, a calendar change."""
    enter(
        case, verb, by=person(by), at=timezone.now(), label=label, reason=reason, data=data,
        role=opener(by), client=client,
    )  # fmt: skip
