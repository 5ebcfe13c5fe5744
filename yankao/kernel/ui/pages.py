"""Full page or fragment, the frame around every page, and pages that say what went wrong."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from . import menu
from .words import words

SEARCH_URL = "/desk/search/"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page, or only the named partial when htmx asks for it."""
    htmx = getattr(request, "htmx", None)
    fragment = part and htmx and not htmx.boosted
    return render(request, f"{template}#{part}" if fragment else template, context, status=status)


def problem(request: HttpRequest, status: int, *, reason: str = "") -> HttpResponse:
    """The page for 403, 404, 413 or 429, inside the frame of whoever asks."""
    return render(request, f"{status}.html", {"reason": reason}, status=status)


@cache
def words_in(language: str | None) -> dict[str, str]:
    """What scripts say, looked up once for each language; it is the language of the page."""
    return words()


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of every page shows; asks the database nothing for a citizen."""
    shared = {
        "demo": bool(getattr(settings, "DEMO", False)),
        "lang": get_language() or settings.LANGUAGE_CODE,
        "words": words_in(get_language()),
        "languages": settings.LANGUAGES,
        "search_url": SEARCH_URL,
        "live": settings.LIVE_ADDRESS,
        "public_menu": lambda: menu.public_menu(request),
        "demo_accounts": lambda: _demo_accounts(request),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {**shared, "frame_template": "ui/public.html", "menu": [], "roles": []}
    return {
        **shared,
        "frame_template": "ui/base.html",
        "menu": lambda: menu.desk_menu(request),
        "roles": lambda: _roles(request),
    }


def _roles(request: HttpRequest) -> list[str]:
    return [line for contribute in menu.role_contributors for line in contribute(request)]


def _demo_accounts(request: HttpRequest) -> list[menu.DemoAccount]:
    if not getattr(settings, "DEMO", False):
        return []
    return [account for contribute in menu.demo_contributors for account in contribute(request)]
