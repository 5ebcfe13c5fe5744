"""What is said when there is no page, and when what we stand on is away: then the page brings
back what was typed."""

import sys

import psycopg
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError, OSError)
SECRET = ("password",)
OURS = {"csrfmiddlewaretoken", "form_key", "kept", "drop", "same_as", "next", "back"}
WORDS = 6  # what is shorter was chosen, not written


def nowhere(request: HttpRequest, lost: str = "") -> HttpResponse:
    """An address under the API that it does not have, with whatever method it is asked."""
    raise Http404


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Called by Django for an address no page has; a program is told as its endpoints tell it."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Not Found"}, status=404)
    return page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called by Django with the error still in hand; asks neither database nor session."""
    with translation.override(translation.get_language_from_request(request)):
        return away(request) if is_away(sys.exc_info()[1]) else broken(request)


def is_away(error: BaseException | None) -> bool:
    """The error, or what it came from: the queue of jobs wraps what the database says."""
    while error is not None:
        if isinstance(error, AWAY):
            return True
        error = error.__cause__ or error.__context__
    return False


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours."""
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("系統發生錯誤")}, status=500)
    return HttpResponse(render_to_string("500.html"), status=500)


def away(request: HttpRequest) -> HttpResponse:
    """Database, disk or object store: nothing was received, and pressing again will do."""
    if request.path.startswith("/api/"):
        told = {"detail": _("系統暫時無法使用，資料沒有變更，請稍後再試。")}
        answer: HttpResponse = JsonResponse(told, status=503)
    else:
        fields = typed(request)
        context = {
            "again": request.get_full_path() if fields else "",
            "fields": fields,
            "written": [v for name, v in fields if name not in OURS and len(v) >= WORDS],
            "files": bool(request.META.get("CONTENT_TYPE", "").startswith("multipart/")),
        }
        answer = HttpResponse(render_to_string("503.html", context), status=503)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Retry-After"] = "30"
    return answer


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """Every field as it was sent, passwords excepted; nothing when it cannot be read any more."""
    signing_in = request.path == "/progress/" or request.path.startswith("/accounts/")
    if request.method != "POST" or signing_in:
        return []
    try:
        sent = list(request.POST.lists())
    except (OSError, ValueError):
        return []
    return [
        (name, value) for name, values in sent for value in values
        if not any(word in name for word in SECRET)
    ]  # fmt: skip
