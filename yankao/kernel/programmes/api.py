"""The API: the same door as the pages. OpenAPI is generated from the declarations."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Router, Schema, Status
from ninja.errors import HttpError
from ninja.security import APIKeyHeader, SessionAuth

from yankao.kernel.cases.errors import Invalid, NotFromHere, NotYours, Refused
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.cases.workflow import Action
from yankao.kernel.people.models import Person

from . import desk, registry
from .access import case_or_404, client
from .casepage import attachments, looked
from .columns import every
from .filters import case_filter
from .lists import visible
from .models import ApiKey
from .once import Sending
from .paging import page_of
from .programme import Programme
from .schemas import (
    ActionOut,
    CaseOut,
    CategoryOut,
    ContactOut,
    FileOut,
    LineOut,
    PageOut,
    Problem,
    Why,
    body,
    files_of,
    form_data,
)
from .story import story

PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 422: Problem}


class Key(APIKeyHeader):
    """A key in the header X-API-Key acts for the person it was made for."""

    param_name = "X-API-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return ApiKey.person_of(key) if key else None


class SignedIn(SessionAuth):
    """The session of a page; refused without its CSRF token."""

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return request.user if isinstance(request.user, Person) else None


api = NinjaAPI(
    title="Yankao",
    version="1",
    description="Every promise of a city: an owner, a clock and evidence.",
    auth=[Key(), SignedIn()],
    docs_url=None,
    openapi_url="/openapi.json",
    urls_namespace="api",
)


def refuse(status: int) -> Callable[[HttpRequest, Exception], HttpResponse]:
    def answer(request: HttpRequest, error: Exception) -> HttpResponse:
        return api.create_response(request, {"detail": str(error)}, status=status)

    return answer


def invalid(request: HttpRequest, error: Invalid) -> HttpResponse:
    fields = {name: [str(e) for e in errors] for name, errors in error.form.errors.items()}
    told = {"detail": _("資料有誤，請依欄位說明修正。"), "fields": fields}
    return api.create_response(request, told, status=422)


api.exception_handler(NotFromHere)(refuse(409))
api.exception_handler(Refused)(refuse(409))
api.exception_handler(NotYours)(refuse(403))
api.exception_handler(Invalid)(invalid)


def caller(request: HttpRequest, programme: Programme) -> Person:
    """Who calls; whoever has no duty in the room finds nothing there."""
    person: Person = request.auth  # type: ignore[attr-defined]
    if not person.roles_in(programme.name):
        raise Http404
    return person


def case_out(case: Case, programme: Programme) -> dict[str, Any]:
    own = {name for name in programme.facts}
    facts = {column.name: column.value(case) for column in every(programme) if column.name in own}
    return {
        "number": case.number, "programme": case.programme, "state": case.state,
        "state_label": case.state_label, "title": case.title,
        "category": case.category.code if case.category else None,
        "district": case.district.name if case.district else None, "address": case.address,
        "lng": case.lng, "lat": case.lat, "holder": case.holder.code if case.holder else None,
        "handler": case.handler.name if case.handler else None, "opened_at": case.opened_at,
        "due_at": case.due_at, "closed_at": case.closed_at, "late": case.late or case.overdue(),
        "facts": facts,
    }  # fmt: skip


def router_for(programme: Programme) -> Router:
    """The endpoints every programme has."""
    router = Router(tags=[programme.label_en])
    reading(router, programme)
    looking(router, programme)
    beside(router, programme)
    opening(router, programme)
    for action in programme.workflow.actions.values():
        moving(router, programme, action)
    return router


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
        rows = visible(programme, caller(request, programme))
        found = case_filter(programme, rows, request.GET)
        if not found.is_valid():
            raise HttpError(422, found.errors.as_text())
        try:
            page = page_of(found.qs, order=order, after=after)
        except (ValueError, OverflowError) as error:
            raise HttpError(422, _("after 不是有效的續頁記號。")) from error
        shown = [case_out(case, programme) for case in page.rows]
        return {"rows": shown, "after": page.after, "total": page.total,
                "more_than_total": page.more_than_total}  # fmt: skip


def looking(router: Router, programme: Programme) -> None:
    """One case, its timeline, what may be done with it; and the categories."""
    name = programme.name

    @router.get("/categories", response=list[CategoryOut], operation_id=f"{name}_categories")
    def categories(request: HttpRequest) -> Any:
        """What a case may be about."""
        caller(request, programme)
        return Category.objects.filter(programme=name, active=True)

    @router.get(
        "/cases/{number}", response={200: CaseOut, 404: Problem}, operation_id=f"{name}_case"
    )
    def one(request: HttpRequest, number: str) -> dict[str, Any]:
        """One case, without its reporter."""
        return case_out(case_or_404(caller(request, programme), programme, number), programme)

    @router.get(
        "/cases/{number}/timeline", response={200: list[LineOut], 404: Problem},
        operation_id=f"{name}_timeline",
    )  # fmt: skip
    def timeline(request: HttpRequest, number: str) -> Any:
        """What happened, newest first."""
        return story(case_or_404(caller(request, programme), programme, number))

    @router.get(
        "/cases/{number}/actions", response={200: list[ActionOut], 404: Problem},
        operation_id=f"{name}_actions",
    )  # fmt: skip
    def actions(request: HttpRequest, number: str) -> Any:
        """What this caller may do with the case now."""
        person = caller(request, programme)
        case = case_or_404(person, programme, number)
        base = f"{programme.api}cases/{number}/"
        return [
            {"name": a.name, "label": str(a.label), "url": base + a.name}
            for a in desk.available(case, person)
        ]


def beside(router: Router, programme: Programme) -> None:
    """Files of a case, and who reported for whoever may know and says why."""
    name = programme.name

    @router.get(
        "/cases/{number}/files", response={200: list[FileOut], 404: Problem},
        operation_id=f"{name}_files",
    )  # fmt: skip
    def files(request: HttpRequest, number: str) -> Any:
        """Attachments this caller may open; `url` answers with the bytes."""
        person = caller(request, programme)
        case = case_or_404(person, programme, number)
        base = f"{programme.url}{number}/files/"
        shown = ("id", "kind", "name", "content_type", "size", "sha256", "uploaded_at")
        return [
            {field: getattr(row, field) for field in shown} | {"url": f"{base}{row.pk}/"}
            for row in attachments(person, case)
        ]

    @router.post(
        "/cases/{number}/contact", response={200: ContactOut, 404: Problem, 422: Problem},
        operation_id=f"{name}_contact",
    )  # fmt: skip
    def contact(request: HttpRequest, number: str, payload: Why) -> Any:
        """Who reported; the view and its reason stand on the timeline."""
        person = caller(request, programme)
        case = case_or_404(person, programme, number)
        if case.contact is None or not may_see_identity(person, case):
            raise Http404
        looked(case, person, payload.reason, client(request))
        return case.contact


def opening(router: Router, programme: Programme) -> None:
    schema = body(f"{programme.name.title()}Intake", programme.intake)

    def create(request: HttpRequest, payload: Schema) -> Any:
        """Opens a case, as the intake page does."""
        case = desk.open_case(
            programme,
            form_data(payload, programme.intake),
            by=caller(request, programme),
            files=files_of(payload, programme.intake),
            client=client(request),
        )
        return Status(201, case_out(case, programme))

    create.__annotations__["payload"] = schema
    router.post(
        "/cases", response={201: CaseOut, **PROBLEMS}, operation_id=f"{programme.name}_open",
        summary="Open a case",
    )(create)  # fmt: skip


def moving(router: Router, programme: Programme, action: Action) -> None:
    """One endpoint per action, with the body its form asks for."""
    if not any(not role.citizen and not role.system for role in action.roles):
        return
    schema = body(f"{programme.name.title()}{action.name.title()}", action.asks)

    def move(request: HttpRequest, number: str, payload: Schema) -> Any:
        person = caller(request, programme)
        case = case_or_404(person, programme, number)
        moved = desk.act_once(
            case,
            action,
            Sending.of(request),
            by=person,
            data=form_data(payload, action.asks),
            files=files_of(payload, action.asks),
            client=client(request),
        )
        return Status(200, case_out(moved, programme))

    move.__annotations__["payload"] = schema
    router.post(
        f"/cases/{{number}}/{action.name}", response={200: CaseOut, **PROBLEMS},
        operation_id=f"{programme.name}_{action.name}", summary=str(action.label),
    )(move)  # fmt: skip


for room in registry.every():
    api.add_router(f"/{room.chapter}/{room.name}", router_for(room))
