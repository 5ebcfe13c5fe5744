"""Checklists of a room, and the ticks of a case."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from yankao.kernel.cases.models import Case
from yankao.kernel.checklists.models import Checklist
from yankao.kernel.checklists.ticking import shown, tick

from ..access import case_or_404, client
from ..checklists_forms import ChecklistForm, written
from ..checklists_pages import may_tick
from ..programme import Programme
from ..schemas import Problem, body, form_data
from .door import PROBLEMS, managing, valid, who

ChecklistIn = body("ChecklistIn", ChecklistForm)


class ChecklistItemOut(Schema):
    """`id` is what a tick names."""

    id: int
    text: str
    required: bool
    done_by: str | None
    done_at: datetime | None


class ShownOut(Schema):
    name: str
    action: str
    items: list[ChecklistItemOut]


class TicksIn(Schema):
    items: list[int] = []


class ChecklistOut(Schema):
    """`lines` as they are written, required ones with a star."""

    id: int
    name: str
    category: str | None
    action: str
    active: bool
    lines: list[str]


def add(router: Router, programme: Programme) -> None:
    name = programme.name

    @router.get(
        "/cases/{number}/checklists", response={200: list[ShownOut], 404: Problem},
        operation_id=f"{name}_case_checklists",
    )  # fmt: skip
    def at_case(request: HttpRequest, number: str) -> Any:
        """What is to be done here, and what was done by whom."""
        return lists_of(case_or_404(who(request), programme, number))

    @router.post(
        "/cases/{number}/checklists", response={200: list[ShownOut], **PROBLEMS},
        operation_id=f"{name}_tick",
    )  # fmt: skip
    def ticked(request: HttpRequest, number: str, payload: TicksIn) -> Any:
        """The items that are done; others are open again."""
        person = who(request)
        case = case_or_404(person, programme, number)
        if not may_tick(case, person):
            raise Http404
        tick(case, set(payload.items), by=person, at=timezone.now(), client=client(request))
        return lists_of(case)

    managed(router, programme)


def lists_of(case: Case) -> list[dict[str, Any]]:
    return [
        {"name": one.checklist.name, "action": one.checklist.action, "items": [
            {"id": line.item.pk, "text": line.item.text, "required": line.item.required,
             "done_by": line.tick.by.name if line.tick else None,
             "done_at": line.tick.at if line.tick else None}
            for line in one.lines
        ]}
        for one in shown(case)
    ]  # fmt: skip


def managed(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)
    rows = Checklist.objects.filter(programme=name).select_related("category")

    @router.get(
        "/checklists", response=list[ChecklistOut], auth=guard, operation_id=f"{name}_checklists"
    )
    def listed(request: HttpRequest) -> Any:
        """All checklists of the room, unused ones too."""
        return [checklist_out(row) for row in rows.all()]

    @router.post(
        "/checklists", response={201: ChecklistOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_add_checklist",
    )  # fmt: skip
    def new(request: HttpRequest, payload: ChecklistIn) -> Any:  # type: ignore[valid-type]
        form = ChecklistForm(programme, form_data(payload, ChecklistForm))
        return Status(201, checklist_out(valid(form).change(by=who(request))))

    @router.post(
        "/checklists/{pk}", response={200: ChecklistOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_change_checklist",
    )  # fmt: skip
    def change(request: HttpRequest, pk: int, payload: ChecklistIn) -> Any:  # type: ignore[valid-type]
        """Lines taken out stay with the cases at which they were ticked."""
        found = get_object_or_404(rows.all(), pk=pk)
        form = ChecklistForm(programme, form_data(payload, ChecklistForm), instance=found)
        return checklist_out(valid(form).change(by=who(request)))


def checklist_out(one: Checklist) -> dict[str, Any]:
    return {
        "id": one.pk, "name": one.name, "category": one.category.code if one.category else None,
        "action": one.action, "active": one.active, "lines": written(one),
    }  # fmt: skip
