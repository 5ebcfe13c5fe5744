"""Pages that need no account say so here; a test keeps the list."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_vary_headers

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public(view: View[P]) -> View[P]:
    """Marks a view as open to everybody."""
    view.public = True  # type: ignore[attr-defined]
    return view


def unkept(view: View[P]) -> View[P]:
    """The answer is for this reader only and leaves no copy in any cache."""

    @wraps(view)
    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer
