"""Full page or fragment, and the frame around every page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, part: str = "", status: int = 200
) -> HttpResponse:
    """The whole page, or only the named partial when htmx asks for it."""
    fragment = part and getattr(request, "htmx", False) and not request.htmx.boosted  # type: ignore[attr-defined]
    return render(request, f"{template}#{part}" if fragment else template, context, status=status)


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows."""
    return {}
