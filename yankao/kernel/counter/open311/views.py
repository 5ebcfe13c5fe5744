"""Addresses of one Open311 endpoint."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt

from yankao.kernel.programmes.access import public

from . import catalogue, intake, listing
from .door import Open311
from .formats import Problem, answer, refusal, wanted

Handler = Callable[..., HttpResponse]
ENDING = r"(?:\.(?P<ending>xml|json))?/?$"


def urls(door: Open311) -> list[URLPattern]:
    """All addresses; each ends in .xml or .json, or leaves the choice to the Accept header."""
    return [
        re_path(rf"^discovery{ENDING}", view(door, {"GET": discovery}), name="discovery"),
        re_path(rf"^services{ENDING}", view(door, {"GET": services}), name="services"),
        re_path(rf"^services/(?P<code>\w+){ENDING}", view(door, {"GET": service}), name="service"),
        re_path(
            rf"^requests{ENDING}", view(door, {"GET": requests, "POST": report}), name="requests"
        ),
        re_path(
            rf"^requests/(?P<number>[\w-]+){ENDING}", view(door, {"GET": request_}), name="request"
        ),
        re_path(rf"^tokens/(?P<token>[\w-]+){ENDING}", view(door, {"GET": token}), name="token"),
    ]


def view(door: Open311, handlers: dict[str, Handler]) -> Callable[..., HttpResponse]:
    """One address: right method, right jurisdiction, and every refusal in the asked format."""

    def handle(request: HttpRequest, ending: str | None = None, **found: str) -> HttpResponse:
        kind = wanted(request, ending or "")
        try:
            handler = handlers.get(request.method or "")
            if handler is None:
                raise Problem(405, f"{request.method} is not allowed here")
            right_city(door, request)
            response = handler(door, request, kind, **found)
        except Problem as problem:
            response = refusal(kind, problem)
        response.headers["Vary"] = "Accept, Accept-Language"
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return public(csrf_exempt(handle))


def right_city(door: Open311, request: HttpRequest) -> None:
    said = request.POST.get("jurisdiction_id") or request.GET.get("jurisdiction_id", "")
    if said and said != door.jurisdiction:
        raise Problem(404, f"jurisdiction_id {said} was not found")


def discovery(door: Open311, request: HttpRequest, kind: str) -> HttpResponse:
    return answer(kind, "discovery", catalogue.discovery(door, request))


def services(door: Open311, request: HttpRequest, kind: str) -> HttpResponse:
    return answer(kind, "services", [catalogue.service(c, door) for c in door.categories()])


def service(door: Open311, request: HttpRequest, kind: str, code: str) -> HttpResponse:
    told = catalogue.definition(catalogue.category_of(door, code), door)
    return answer(kind, "service_definition", told)


def requests(door: Open311, request: HttpRequest, kind: str) -> HttpResponse:
    cases = listing.found(door, request)
    response = answer(kind, "service_requests", [listing.told(door, case) for case in cases])
    following = listing.following(request, len(cases))
    if following:
        response.headers["Link"] = f'<{following}>; rel="next"'
    return response


def request_(door: Open311, request: HttpRequest, kind: str, number: str) -> HttpResponse:
    return answer(kind, "service_requests", [listing.told(door, listing.one(door, number))])


def token(door: Open311, request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Every report gets its number at once, so the number is its own token."""
    try:
        case = listing.one(door, token)
    except Problem as problem:
        raise Problem(404, f"token {token} was not found") from problem
    told: list[dict[str, Any]] = [{"service_request_id": case.number, "token": token}]
    return answer(kind, "service_requests", told)


def report(door: Open311, request: HttpRequest, kind: str) -> HttpResponse:
    case = intake.receive(door, request)
    told = {
        "service_request_id": case.number,
        "service_notice": door.notice(case.category) if case.category else None,
        "account_id": None,
    }
    return answer(kind, "service_requests", [told], status=201)
