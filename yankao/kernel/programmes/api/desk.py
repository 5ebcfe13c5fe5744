"""What belongs to no single room: inbox, search, bulk, one's own duties, outbox, health."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.inbox import inbox_for, mark_read
from yankao.kernel.notices.sending import resend
from yankao.kernel.people.models import Leave, Person
from yankao.kernel.search.index import find
from yankao.kernel.tasks.models import Task

from .. import health, inbox, outbox, registry
from ..access import client
from ..people_forms import LeaveForm
from ..people_pages import deputy_form, own_duties
from ..schemas import CaseOut, Problem, body, form_data
from ..tabs import oversees
from .cases import case_out
from .door import PROBLEMS, refused, through, valid, who

LeaveIn = body("LeaveIn", LeaveForm)
router = Router(tags=["Desk"])


class TaskOut(Schema):
    title: str
    case: str | None
    due_at: datetime | None
    late: bool


class NoticeOut(Schema):
    id: int
    subject: str
    body: str
    case: str | None
    created_at: datetime


class OwnDutyOut(Schema):
    id: int
    programme: str
    role: str
    unit: str
    deputy: str | None


class LeaveOut(Schema):
    id: int
    since: datetime
    until: datetime


class MeOut(Schema):
    username: str
    name: str
    unit: str | None
    duties: list[OwnDutyOut]
    leaves: list[LeaveOut]
    standing_in: list[OwnDutyOut]


class DeputyIn(Schema):
    """Whose username stands in; null for nobody."""

    deputy: str | None


class SignOut(Schema):
    name: str
    label: str
    seen: str
    well: bool


@router.get("/inbox", response=list[CaseOut], operation_id="desk_inbox")
def held(request: HttpRequest, mine: bool = False) -> Any:
    """Cases that wait for one of my duties; with `mine` only those I handle. Next due first."""
    rows = inbox.rows_of(who(request), "mine" if mine else "unit")
    return [case_out(row, registry.of(row)) for row in rows]


@router.get("/tasks", response=list[TaskOut], operation_id="desk_tasks")
def tasks(request: HttpRequest) -> Any:
    """What I am asked for, next due first."""
    now = timezone.now()
    return [
        {"title": task.title, "case": task.case.number if task.case else None,
         "due_at": task.due_at, "late": task.late(now)}
        for task in Task.objects.open_for(who(request))[: inbox.SHOWN]
    ]  # fmt: skip


@router.get("/notices", response=list[NoticeOut], operation_id="desk_notices")
def notices(request: HttpRequest) -> Any:
    """Letters in my inbox, newest first."""
    rows = inbox_for(who(request)).select_related("case")[: inbox.SHOWN]
    return [
        {"id": row.pk, "subject": row.subject, "body": row.body, "created_at": row.created_at,
         "case": row.case.number if row.case else None}
        for row in rows
    ]  # fmt: skip


@router.post("/notices/read", response={204: None}, operation_id="desk_read_notices")
def read(request: HttpRequest) -> Any:
    """Marks all of mine as read."""
    mark_read(who(request), at=timezone.now())
    return Status(204, None)


@router.get("/search", response=list[CaseOut], operation_id="desk_search")
def search(request: HttpRequest, q: str) -> Any:
    """Cases of every room by number, text, address; by reporter for those allowed."""
    return [case_out(case, registry.of(case)) for case in find(who(request), q.strip()[:100])]


@router.get("/cases/{number}", response={200: CaseOut, 404: Problem}, operation_id="desk_case")
def one(request: HttpRequest, number: str) -> Any:
    """A case by its number, whichever room it lies in."""
    case = get_object_or_404(Case.objects.visible_to(who(request)), number=number)
    return case_out(case, registry.of(case))


@router.get("/me", response=MeOut, operation_id="desk_me")
def me(request: HttpRequest) -> Any:
    """My duties, who stands in for each, when I am away, for whom I stand in."""
    person = who(request)
    others = [duty for duty in person.duties_at() if duty.person_id != person.pk]
    return {
        "username": person.username, "name": person.name,
        "unit": person.unit.code if person.unit else None,
        "duties": [duty_out(duty) for duty in own_duties(person)],
        "leaves": person.leaves.filter(until__gt=timezone.now()).order_by("since"),
        "standing_in": [duty_out(duty) for duty in others],
    }  # fmt: skip


def duty_out(duty: Any) -> dict[str, Any]:
    return {"id": duty.pk, "programme": duty.programme, "role": duty.role, "unit": duty.unit.code,
            "deputy": duty.deputy.username if duty.deputy else None}  # fmt: skip


@router.post("/me/leaves", response={201: LeaveOut, **PROBLEMS}, operation_id="desk_take_leave")
def take_leave(request: HttpRequest, payload: LeaveIn) -> Any:  # type: ignore[valid-type]
    """While away, the deputies of my duties act."""
    form = LeaveForm(who(request), form_data(payload, LeaveForm))
    return Status(201, valid(form).save())


@router.delete("/me/leaves/{pk}", response={204: None, 404: Problem},
               operation_id="desk_cancel_leave")  # fmt: skip
def cancel_leave(request: HttpRequest, pk: int) -> Any:
    get_object_or_404(Leave, pk=pk, person=who(request)).delete()
    return Status(204, None)


@router.post("/me/duties/{pk}/deputy", response={200: OwnDutyOut, **PROBLEMS},
             operation_id="desk_name_deputy")  # fmt: skip
def name_deputy(request: HttpRequest, pk: int, payload: DeputyIn) -> Any:
    """Who stands in for one of my duties while I am away."""
    deputy = Person.objects.filter(username=payload.deputy).first() if payload.deputy else None
    if payload.deputy and deputy is None:
        raise refused("deputy", payload.deputy)
    form = valid(deputy_form(who(request), pk, {"deputy": str(deputy.pk) if deputy else ""}))
    form.name(who(request), client(request))
    return duty_out(form.duty)


def overseers(person: Person) -> bool:
    return any(oversees(programme, person) for programme in registry.every())


@router.get("/outbox", response=list[NoticeOut], auth=through(overseers),
            operation_id="desk_outbox")  # fmt: skip
def undelivered(request: HttpRequest) -> Any:
    """Letters about cases I may see that have not reached anybody."""
    return [
        {"id": row.pk, "subject": row.subject, "body": "", "created_at": row.created_at,
         "case": row.case.number if row.case else None}
        for row in outbox.troubled(who(request)).select_related("case")[: inbox.SHOWN]
    ]  # fmt: skip


@router.post("/outbox/{pk}/resend", response={202: None, **PROBLEMS}, auth=through(overseers),
             operation_id="desk_resend")  # fmt: skip
def send_again(request: HttpRequest, pk: int) -> Any:
    """Queues an undelivered letter once more."""
    notice = get_object_or_404(outbox.troubled(who(request)), pk=pk)
    if not resend(notice.pk, at=timezone.now()):
        raise Http404
    return Status(202, None)


@router.get("/health", response=list[SignOut], auth=through(overseers),
            operation_id="desk_health")  # fmt: skip
def well(request: HttpRequest) -> Any:
    """The signs of health with their figures."""
    return [
        {"name": sign.name, "label": str(sign.label), "seen": str(sign.seen), "well": sign.well}
        for sign in health.signs()
    ]
