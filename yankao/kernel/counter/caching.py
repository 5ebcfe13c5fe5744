"""Pages that hold personal data leave no copy behind."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpResponse
from django.utils.cache import patch_vary_headers

P = ParamSpec("P")


def unkept(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """The answer is for this reader only and leaves no copy in any cache."""

    @wraps(view)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
        patch_vary_headers(response, ["Cookie"])
        return response

    return answer
