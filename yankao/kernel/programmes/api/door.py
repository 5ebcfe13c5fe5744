"""Who gets in and how a refusal reads: the frame in which every endpoint stands."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.security import APIKeyHeader, SessionAuth

from yankao.kernel.cases.errors import Invalid, NotFromHere, NotYours, Refused
from yankao.kernel.people.models import Person
from yankao.kernel.values.words import Words

from ..access import is_manager
from ..models import ApiKey
from ..programme import Programme
from ..schemas import Problem
from ..tabs import oversees

PROBLEMS = {401: Problem, 403: Problem, 404: Problem, 409: Problem, 413: Problem, 422: Problem}
Guard = Callable[[Person], bool]


class Key(APIKeyHeader):
    """A key in the header X-API-Key acts for the person it was made for."""

    param_name = "X-API-Key"

    def __init__(self, lets_in: Guard) -> None:
        super().__init__()
        self.lets_in = lets_in

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        person = ApiKey.person_of(key) if key else None
        if person is not None:
            request.user = person
        return checked(person, self.lets_in)


class SignedIn(SessionAuth):
    """The session of a page; refused without its CSRF token."""

    def __init__(self, lets_in: Guard) -> None:
        super().__init__()
        self.lets_in = lets_in

    def authenticate(self, request: HttpRequest, key: str | None) -> Person | None:
        return checked(request.user if isinstance(request.user, Person) else None, self.lets_in)


def checked(person: Person | None, lets_in: Guard) -> Person | None:
    """Whoever may not pass finds nothing here, whatever else is wrong with the request."""
    if person is not None and not lets_in(person):
        raise Http404
    return person


def through(lets_in: Guard) -> list[Key | SignedIn]:
    """Both ways to sign in, for those whom the guard lets pass."""
    return [Key(lets_in), SignedIn(lets_in)]


def anyone(person: Person) -> bool:
    """Every official: what is asked for is the person's own."""
    return True


def in_room(programme: Programme) -> list[Key | SignedIn]:
    return through(lambda person: bool(person.roles_in(programme.name)))


def managing(programme: Programme) -> list[Key | SignedIn]:
    return through(lambda person: is_manager(person, programme))


def overseeing(programme: Programme) -> list[Key | SignedIn]:
    return through(lambda person: oversees(programme, person))


def who(request: HttpRequest) -> Person:
    person: Person = request.auth  # type: ignore[attr-defined]
    return person


api = NinjaAPI(
    title="Yankao",
    version="1",
    description="Every promise of a city: an owner, a clock and evidence.",
    auth=through(anyone),
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


def too_big(request: HttpRequest, error: Exception) -> HttpResponse:
    told = _("內容太大。檔案請以 multipart/form-data 傳送，不要編成 base64。")
    return api.create_response(request, {"detail": told}, status=413)


def too_many(request: HttpRequest, error: Exception) -> HttpResponse:
    return api.create_response(request, {"detail": _("一次傳送的檔案太多。")}, status=413)


def valid(form: Any) -> Any:
    """The form when it holds; else its mistakes go back by field."""
    if not form.is_valid():
        raise Invalid(form)
    return form


def refused(field: str, why: Words) -> Invalid:
    """A mistake that no form found, told the way forms tell theirs."""
    form = forms.Form({})
    form.errors[field] = form.error_class([str(why)])
    return Invalid(form)


api.exception_handler(NotFromHere)(refuse(409))
api.exception_handler(Refused)(refuse(409))
api.exception_handler(NotYours)(refuse(403))
api.exception_handler(Invalid)(invalid)
api.exception_handler(RequestDataTooBig)(too_big)
api.exception_handler(TooManyFilesSent)(too_many)
