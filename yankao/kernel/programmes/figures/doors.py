"""Which figures a person may open: their rooms', and those meant for all officials."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from yankao.kernel.figures import registry
from yankao.kernel.figures.figure import Figure, Period
from yankao.kernel.figures.period import STEPS
from yankao.kernel.people.models import Person
from yankao.kernel.values.roc import Unreadable

View = Callable[..., HttpResponseBase]


def of_figure(view: View) -> View:
    """A page of one figure. A stranger is asked to sign in only where the figure is published:
    of one for officials he learns no more than of one there is not."""

    @wraps(view)
    def guarded(request: HttpRequest, figure_name: str, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            published(figure_name)
        return login_required(view)(request, figure_name=figure_name, **kwargs)

    return guarded


def may_open(person: Person, figure: Figure) -> bool:
    held = {duty.programme for duty in person.duties_at()}
    if figure.public:
        return True
    return bool(held) if figure.audience == "officials" else figure.programme in held


def figures_for(person: Person) -> list[Figure]:
    return [figure for figure in registry.every() if may_open(person, figure)]


def figure_or_404(person: Person, name: str) -> Figure:
    try:
        figure = registry.get(name)
    except KeyError as error:
        raise Http404 from error
    if not may_open(person, figure):
        raise Http404
    return figure


def published(name: str) -> Figure:
    """A figure for everybody; the others do not exist."""
    try:
        figure = registry.get(name)
    except KeyError as error:
        raise Http404 from error
    if not figure.public:
        raise Http404
    return figure


def period_of(request: HttpRequest) -> Period:
    """The period asked for, else the running year; what cannot be read is not found."""
    text = request.GET.get("period", "")
    if not text:
        return Period.holding(timezone.localdate(), "year")
    try:
        return Period.parse(text)
    except Unreadable as error:
        raise Http404 from error


def step_of(request: HttpRequest) -> str:
    step = request.GET.get("step", "")
    return step if step in STEPS else ""


def where_of(request: HttpRequest, figure: Figure) -> dict[str, str]:
    """The groups asked for; dimensions the figure does not know are not found."""
    found = {}
    for name, value in request.GET.items():
        if name.startswith("by."):
            if name[3:] not in figure.dimensions:
                raise Http404
            found[name[3:]] = str(value)
    return found
