"""Cases of a room: list, one case, what may be done with it, opening and moving."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from ninja.errors import HttpError

from yankao.kernel.cases.known import detailed
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.cases.workflow import Action

from .. import desk
from ..access import case_or_404, client
from ..columns import SHARED_BY_NAME, detail_value
from ..filters import case_filter
from ..lists import visible
from ..once import Sending
from ..paging import page_of
from ..programme import Programme
from ..schemas import (
    ActionOut,
    AskedOut,
    CaseOut,
    CategoryOut,
    EntryOut,
    PageOut,
    Problem,
    body,
    files_of,
    form_data,
)
from ..story import story
from .door import PROBLEMS, through, who
from .given import described, takes


def value_of(case: Case, programme: Programme, name: str) -> object:
    """What a column of the list shows, for machines."""
    shared = SHARED_BY_NAME.get(name)
    value = shared.value(case) if shared else detail_value(case, programme, name)
    return str(value) if isinstance(value, Model) else value


def case_out(case: Case, programme: Programme) -> dict[str, Any]:
    facts = {name: value_of(case, programme, name) for name in programme.facts}
    return {
        "number": case.number, "programme": case.programme, "state": case.state,
        "state_label": case.state_label, "title": case.title,
        "category": case.category.code if case.category else None,
        "district": case.district.name if case.district else None, "address": case.address,
        "lng": case.lng, "lat": case.lat, "holder": case.holder.code if case.holder else None,
        "handler": case.handler.name if case.handler else None, "opened_at": case.opened_at,
        "due_at": case.due_at, "closed_at": case.closed_at, "late": case.late or case.overdue(),
        "facts": facts, "answers": case.answers,
    }  # fmt: skip


def add(router: Router, programme: Programme) -> None:
    reading(router, programme)
    looking(router, programme)
    offering(router, programme)
    opening(router, programme)
    for action in programme.workflow.actions.values():
        moving(router, programme, action)


def reading(router: Router, programme: Programme) -> None:
    """The list, filtered as the page is."""
    told = {"operation_id": f"{programme.name}_list", "summary": "List cases"}

    @router.get("/cases", response=PageOut, **told)  # type: ignore[arg-type]
    def cases(
        request: HttpRequest,
        q: str = "",
        state: str = "",
        category: str = "",
        district: str = "",
        holder: str = "",
        since: str = "",
        until: str = "",
        open: bool | None = None,
        overdue: bool | None = None,
        order: str = "new",
        after: str = "",
    ) -> dict[str, Any]:
        """Rows this caller may see, fifty at a time; `after` continues the page before."""
        found = case_filter(programme, visible(programme, who(request)), request.GET)
        if not found.is_valid():
            raise HttpError(422, found.errors.as_text())
        try:
            page = page_of(found.qs, order=order, after=after)
        except (ValueError, OverflowError) as error:
            raise HttpError(422, _("after 不是有效的續頁記號。")) from error
        shown = [case_out(case, programme) for case in detailed(page.rows, programme.name)]
        return {"rows": shown, "after": page.after, "total": page.total,
                "more_than_total": page.more_than_total}  # fmt: skip


def looking(router: Router, programme: Programme) -> None:
    """One case and its timeline; the categories."""
    name = programme.name

    @router.get("/categories", response=list[CategoryOut], operation_id=f"{name}_categories")
    def categories(request: HttpRequest) -> Any:
        """What a case may be about."""
        return Category.objects.filter(programme=name, active=True)

    @router.get(
        "/cases/{number}", response={200: CaseOut, 404: Problem}, operation_id=f"{name}_case"
    )
    def one(request: HttpRequest, number: str) -> dict[str, Any]:
        """One case, without its reporter."""
        return case_out(case_or_404(who(request), programme, number), programme)

    @router.get(
        "/cases/{number}/timeline", response={200: list[EntryOut], 404: Problem},
        operation_id=f"{name}_timeline",
    )  # fmt: skip
    def timeline(request: HttpRequest, number: str) -> Any:
        """What happened, newest first."""
        person = who(request)
        return story(case_or_404(person, programme, number), person)


def offering(router: Router, programme: Programme) -> None:
    """What may be done now, and what an action would ask."""
    name = programme.name

    @router.get(
        "/cases/{number}/actions", response={200: list[ActionOut], 404: Problem},
        operation_id=f"{name}_actions",
    )  # fmt: skip
    def actions(request: HttpRequest, number: str) -> Any:
        """What this caller may do with the case now."""
        person = who(request)
        case = case_or_404(person, programme, number)
        base = f"{programme.api}cases/{number}/"
        return [
            {"name": a.name, "label": str(a.label), "url": base + a.name}
            for a in desk.available(case, person)
        ]

    @router.get(
        "/cases/{number}/actions/{action}", response={200: list[AskedOut], 404: Problem},
        operation_id=f"{name}_asked",
    )  # fmt: skip
    def asked(request: HttpRequest, number: str, action: str) -> Any:
        """What an action would ask, with what it proposes, such as the competent unit."""
        person = who(request)
        case = case_or_404(person, programme, number)
        found = {one.name: one for one in desk.available(case, person)}.get(action)
        if found is None:
            raise Http404
        form = desk.form_for(case, found, by=person)
        fields = form.fields.items() if form is not None else []
        return [
            {"name": key, "label": str(field.label or key), "required": field.required,
             "help": str(field.help_text or ""),
             "proposed": said(form.get_initial_for_field(field, key)) if form else ""}
            for key, field in fields
        ]  # fmt: skip


def said(value: object) -> str:
    return "" if value is None else str(getattr(value, "pk", value))


def opening(router: Router, programme: Programme) -> None:
    schema = body(f"{programme.name.title()}Intake", programme.intake)

    def create(request: HttpRequest, payload: Schema) -> Any:
        """Opens a case, as the intake page does; photos as parts or as base64."""
        case = desk.open_case(
            programme,
            form_data(payload, programme.intake, programme.name),
            by=who(request),
            files=files_of(payload, programme.intake, request),
            client=client(request),
        )
        return Status(201, case_out(case, programme))

    router.post(
        "/cases", response={201: CaseOut, **PROBLEMS}, operation_id=f"{programme.name}_open",
        auth=through(lambda person: desk.may_open(programme, person)),
        summary="Open a case", openapi_extra=described(schema, programme.intake),
    )(takes(create, schema))  # fmt: skip


def moving(router: Router, programme: Programme, action: Action) -> None:
    """One endpoint per action, with the body its form asks for."""
    if not any(role.held for role in action.roles):
        return
    schema = body(f"{programme.name.title()}{action.name.title()}", action.asks)

    def move(request: HttpRequest, number: str, payload: Schema) -> Any:
        person = who(request)
        case = case_or_404(person, programme, number)
        moved = desk.act_once(
            case,
            action,
            Sending.of(request),
            by=person,
            data=form_data(payload, action.asks, programme.name),
            files=files_of(payload, action.asks, request),
            client=client(request),
        )
        return Status(200, case_out(moved, programme))

    router.post(
        f"/cases/{{number}}/{action.name}", response={200: CaseOut, **PROBLEMS},
        operation_id=f"{programme.name}_{action.name}", summary=str(action.label),
        openapi_extra=described(schema, action.asks),
    )(takes(move, schema))  # fmt: skip
