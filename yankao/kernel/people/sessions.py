"""An official's sign-in ends by itself, and counts for nothing until a second factor is set up."""

import time
from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from yankao.kernel.ui.logs import note

SINCE, SEEN, FACTOR = "signed_in_at", "seen_at", "second_factor"
LOGOUT = "/accounts/logout/"
SELDOM = 60  # seconds between two notes of being seen
ALWAYS = ("/accounts/", "/static/", "/language/", "/health", "/metrics")


def watched(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Middleware after the one that knows who asks; citizens' sessions are left alone."""

    def answer(request: HttpRequest) -> HttpResponse:
        if "_auth_user_id" not in request.session:
            return get_response(request)
        if over(request):
            note("session_ended", request, official=request.session["_auth_user_id"])
            logout(request)
            return redirect_to_login(request.get_full_path())
        if not request.path.startswith(ALWAYS) and lacks_factor(request):
            return redirect("mfa_index")
        return kept_nowhere(request, get_response(request))

    return answer


def kept_nowhere(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """No copy of what an official reads stays in a browser; signing out empties the rest."""
    if "Cache-Control" not in answer.headers:
        answer.headers["Cache-Control"] = "private, no-store"
    if request.path == LOGOUT and request.method == "POST":
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def over(request: HttpRequest) -> bool:
    """Too long ago, or too long unused; a few writes an hour keep count."""
    now, session = time.time(), request.session
    if ended(session, now):
        return True
    if SINCE not in session or now - session[SEEN] > SELDOM:
        session[SINCE], session[SEEN] = session.get(SINCE, now), now
    return False


def ended(session: SessionBase, now: float) -> bool:
    since, seen = session.get(SINCE, now), session.get(SEEN, now)
    return bool(now - since > settings.SESSION_LONGEST or now - seen > settings.SESSION_IDLE)


def counts(session: SessionBase) -> bool:
    """For whoever only listens: the sign-in goes on and has all its factors. Keeps no count."""
    whole = settings.SECOND_FACTOR != "required" or bool(session.get(FACTOR))
    return whole and not ended(session, time.time())


def lacks_factor(request: HttpRequest) -> bool:
    """Asked of the database until there is one, then remembered with the session."""
    if settings.SECOND_FACTOR != "required" or request.session.get(FACTOR):
        return False
    if not is_mfa_enabled(request.user):
        return True
    request.session[FACTOR] = True
    return False
