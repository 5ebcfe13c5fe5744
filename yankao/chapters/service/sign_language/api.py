"""Endpoints beyond the generic ones: whether the service is open, who waits, who interprets.

A session held over LINE is entered like every case, by POST to `cases`.
"""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from yankao.kernel.cases.errors import Refused
from yankao.kernel.programmes.api.door import PROBLEMS, through, valid, who
from yankao.kernel.programmes.schemas import body, form_data
from yankao.kernel.video import meeting
from yankao.kernel.video.models import Side

from . import service, signers
from .doors import interpreters_of, may_look, may_manage, may_sign
from .models import Interpreter, Session, session
from .signers import InterpreterForm
from .states import State

router = Router()
looking, signing, managing = through(may_look), through(may_sign), through(may_manage)
InterpreterIn = body("InterpreterIn", InterpreterForm)


class VideoServiceOut(Schema):
    """Whether somebody may ask now, when it opens, how many wait and how many interpret."""

    open: bool
    opens_at: datetime
    waiting: int
    on_duty: int


class VideoWaitingOut(Schema):
    number: str
    state: str
    language: str
    queued_at: datetime | None
    away: bool


class InterpreterOut(Schema):
    id: int
    name: str
    languages: list[str]
    active: bool
    on_since: datetime | None


def told(row: Interpreter) -> dict[str, Any]:
    return {"id": row.pk, "name": str(row), "languages": row.languages, "active": row.active,
            "on_since": row.on_since}  # fmt: skip


@router.get("/service", response=VideoServiceOut, auth=None, operation_id="sign_language_service")
def hours(request: HttpRequest) -> Any:
    """For the citizen's own program."""
    now = timezone.now()
    rows = Session.objects.filter(case__state=State.QUEUED)
    return {"open": service.is_open(now), "opens_at": service.opens_next(now),
            "waiting": rows.count(), "on_duty": service.on_duty()}  # fmt: skip


@router.get("/queue", response={200: list[VideoWaitingOut], **PROBLEMS}, auth=looking,
            operation_id="sign_language_queue")  # fmt: skip
def queue(request: HttpRequest) -> Any:
    """Who waits and who is on the line, the longest first."""
    found = service.queue(who(request))
    here = meeting.present(found, Side.CITIZEN, timezone.now())
    return [
        {"number": case.number, "state": case.state, "language": session(case).language,
         "queued_at": session(case).queued_at, "away": case.pk not in here}
        for case in found
    ]  # fmt: skip


@router.post("/duty", response={200: InterpreterOut, **PROBLEMS}, auth=signing,
             operation_id="sign_language_duty")  # fmt: skip
def duty(request: HttpRequest) -> Any:
    """On duty, or off it."""
    try:
        return told(signers.turn(who(request)))
    except signers.NotNow as error:
        raise Refused(str(error)) from error


@router.get("/interpreters", response={200: list[InterpreterOut], **PROBLEMS}, auth=managing,
            operation_id="sign_language_interpreters")  # fmt: skip
def interpreters(request: HttpRequest) -> Any:
    rows = Interpreter.objects.filter(interpreters_of(who(request))).select_related("person")
    return [told(row) for row in rows]


@router.post("/interpreters", response={201: InterpreterOut, **PROBLEMS}, auth=managing,
             operation_id="sign_language_add_interpreter")  # fmt: skip
def add(request: HttpRequest, payload: InterpreterIn) -> Any:  # type: ignore[valid-type]
    form = valid(InterpreterForm(form_data(payload, InterpreterForm)))
    return Status(201, told(form.save()))


@router.post("/interpreters/{pk}", response={200: InterpreterOut, **PROBLEMS}, auth=managing,
             operation_id="sign_language_change_interpreter")  # fmt: skip
def change(request: HttpRequest, pk: int, payload: InterpreterIn) -> Any:  # type: ignore[valid-type]
    row = get_object_or_404(Interpreter, pk=pk)
    data = form_data(payload, InterpreterForm) | {"person": row.person_id}
    return told(valid(InterpreterForm(data, instance=row)).save())
