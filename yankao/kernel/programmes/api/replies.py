"""Versions of a reply, and the standard replies of a room."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status

from yankao.kernel.replies.models import StandardReply
from yankao.kernel.replies.versions import tracked

from ..access import case_or_404
from ..programme import Programme
from ..replies_forms import StandardReplyForm
from ..schemas import Problem, body, form_data
from .door import PROBLEMS, managing, valid, who

StandardReplyIn = body("StandardReplyIn", StandardReplyForm)


class PieceOut(Schema):
    """A stretch of text: kept, added or removed."""

    kind: str
    text: str


class StepOut(Schema):
    """Passed on to a higher level, by whom, with which remark."""

    by: str
    at: Any
    remark: str


class VersionOut(Schema):
    number: int
    text: str
    basis: str
    author: str
    editor: str | None
    written_at: Any
    approved: bool | None
    decided_by: str | None
    decided_at: Any
    remark: str
    changes: list[PieceOut]
    steps: list[StepOut]


class StandardReplyOut(Schema):
    id: int
    name: str
    unit: str | None
    category: str | None
    state: str
    text: str
    basis: str
    active: bool


def add(router: Router, programme: Programme) -> None:
    name = programme.name

    @router.get(
        "/cases/{number}/reply", response={200: list[VersionOut], 404: Problem},
        operation_id=f"{name}_reply",
    )  # fmt: skip
    def reply(request: HttpRequest, number: str) -> Any:
        """Every version of the reply with what changed, newest first."""
        case = case_or_404(who(request), programme, number)
        same = ("number", "text", "basis", "written_at", "approved", "decided_at", "remark")
        return [
            {field: getattr(one.version, field) for field in same} | {
                "author": one.version.author.name,
                "editor": one.version.editor.name if one.version.editor else None,
                "decided_by": one.version.decided_by.name if one.version.decided_by else None,
                "changes": [{"kind": p.kind, "text": p.text} for p in one.pieces],
                "steps": [{"by": s.by.name, "at": s.at, "remark": s.remark} for s in one.steps],
            }
            for one in tracked(case)
        ]  # fmt: skip

    standard(router, programme)


def standard(router: Router, programme: Programme) -> None:
    name, guard = programme.name, managing(programme)
    rows = StandardReply.objects.filter(programme=name).select_related("unit", "category")

    @router.get(
        "/standard-replies", response=list[StandardReplyOut], auth=guard,
        operation_id=f"{name}_standard_replies",
    )  # fmt: skip
    def listed(request: HttpRequest) -> Any:
        """Texts with variables, for the whole city and for single agencies."""
        return [reply_out(row) for row in rows.all()]

    @router.post(
        "/standard-replies", response={201: StandardReplyOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_add_standard_reply",
    )  # fmt: skip
    def new(request: HttpRequest, payload: StandardReplyIn) -> Any:  # type: ignore[valid-type]
        form = StandardReplyForm(programme, form_data(payload, StandardReplyForm))
        return Status(201, reply_out(valid(form).change(by=who(request))))

    @router.post(
        "/standard-replies/{pk}", response={200: StandardReplyOut, **PROBLEMS}, auth=guard,
        operation_id=f"{name}_change_standard_reply",
    )  # fmt: skip
    def change(request: HttpRequest, pk: int, payload: StandardReplyIn) -> Any:  # type: ignore[valid-type]
        """What it said before stays as history."""
        found = get_object_or_404(rows.all(), pk=pk)
        form = StandardReplyForm(programme, form_data(payload, StandardReplyForm), instance=found)
        return reply_out(valid(form).change(by=who(request)))


def reply_out(reply: StandardReply) -> dict[str, Any]:
    same = ("name", "state", "text", "basis", "active")
    return {field: getattr(reply, field) for field in same} | {
        "id": reply.pk, "unit": reply.unit.code if reply.unit else None,
        "category": reply.category.code if reply.category else None,
    }  # fmt: skip
