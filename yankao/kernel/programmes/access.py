"""Who gets through a door: signed in, with a duty in the room; others find nothing there."""

from collections.abc import Callable
from functools import update_wrapper, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404

from yankao.kernel.cases.known import named
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person

from . import registry
from .programme import Programme

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


F = TypeVar("F", bound=Callable[..., object])


def public(view: F) -> F:
    """Marks a page that asks for no sign-in; a test keeps the list of them."""
    view.public = True  # type: ignore[attr-defined]
    return view


def client(request: HttpRequest) -> str:
    """The address the request came from, as the proxy in front of us reports it."""
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def official(request: HttpRequest) -> Person:
    person = request.user
    if not isinstance(person, Person):
        raise Http404
    return person


def room(
    view: Callable[Concatenate[HttpRequest, Programme, P], HttpResponseBase],
) -> View[...]:
    """A page of one programme: 404 for whoever has no duty there.

    Of a room that does not exist a stranger is told so; behind one that does, all ask to sign in.
    """

    @login_required
    def inside(
        request: HttpRequest, programme: Programme, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        if not official(request).roles_in(programme.name):
            raise Http404
        return view(request, programme, *args, **kwargs)

    @wraps(view)
    def guarded(
        request: HttpRequest, chapter: str, name: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponseBase:
        programme = registry.at(chapter, name)
        if programme is None:
            raise Http404
        return inside(request, programme, *args, **kwargs)

    return guarded


def only(lets_in: Callable[[Person], bool]) -> Callable[[Callable[..., HttpResponse]], Any]:
    """A page for some of a room's roles; the others find nothing there."""

    def guard(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        @login_required
        def inside(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not lets_in(official(request)):
                raise Http404
            return view(request, *args, **kwargs)

        return inside

    return guard


def managed(view: Callable[..., HttpResponse]) -> View[...]:
    """A page for those who may change the programme's settings."""

    def checked(
        request: HttpRequest, programme: Programme, /, *args: str, **kwargs: str
    ) -> HttpResponseBase:
        if not is_manager(official(request), programme):
            raise Http404
        return view(request, programme, *args, **kwargs)

    update_wrapper(checked, view)
    return room(checked)


def is_manager(person: Person, programme: Programme) -> bool:
    return bool({role.name for role in programme.managers} & person.roles_in(programme.name))


def case_or_404(person: Person, programme: Programme, number: str) -> Case:
    rows = Case.objects.visible_to(person).filter(programme=programme.name)
    found = rows.select_related("last_entry", "contact", programme.name)
    return named([get_object_or_404(found, number=number)])[0]
