"""The citizen's pages: the hours and the line, the call itself, hanging up, coming back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.counter import grants
from yankao.kernel.counter.caching import unkept
from yankao.kernel.programmes import desk
from yankao.kernel.programmes.access import client, public
from yankao.kernel.ui.pages import page
from yankao.kernel.video import ice
from yankao.kernel.video.models import Side

from . import limits, lines, service
from .effects import NAME
from .models import Session, session
from .states import ALIVE, State

URL = "/service/sign_language/"


def held(request: HttpRequest, number: str) -> Case:
    case = grants.case_of(request, number)
    if case is None or case.programme != NAME:
        raise Http404
    return case


@public
@unkept
@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    """Whether somebody is there, how many wait, and what else one can do; back into one's own."""
    now = timezone.now()
    context = {
        "open": service.is_open(now), "opens": service.opens_next(now), "mine": mine(request),
        "waiting": Session.objects.filter(case__state=State.QUEUED).count(),
        "signers": service.on_duty(), "emergency": limits.EMERGENCY.value(), "url": URL,
    }  # fmt: skip
    return page(request, "sign_language/begin.html", context)


def mine(request: HttpRequest) -> Case | None:
    """The session this browser is in, or lost a few minutes ago."""
    for case in grants.cases(request):
        if case.programme == NAME and (case.state in ALIVE or may_come_back(case)):
            return case
    return None


def may_come_back(case: Case) -> bool:
    return any(one.name == "resume" for one in desk.available(case, Citizen(case.pk)))


@public
@unkept
@require_GET
def call(request: HttpRequest, number: str) -> HttpResponse:
    """The call, or what became of it and what can be done now."""
    case = held(request, number)
    if case.state not in (*ALIVE, State.ENDED):
        return redirect(f"/progress/{case.number}/")
    now = timezone.now()
    context = {
        "case": case, "alive": case.state in ALIVE, "again": may_come_back(case), "url": URL,
        "side": Side.CITIZEN, "line_url": f"{URL}call/{case.number}/line/",
        "ice": ice.servers(f"case{case.pk}", now), "emergency": limits.EMERGENCY.value(),
        "ready": service.words(case, now) or _("正在開啟鏡頭…"),
        "same": limits.SAME_MINUTES.value(),
    }  # fmt: skip
    return page(request, "sign_language/call.html", context)


@public
@unkept
@require_POST
def line(request: HttpRequest, number: str) -> HttpResponse:
    """The citizen's page breathes."""
    return lines.breathe(request, held(request, number), Side.CITIZEN)


@public
@unkept
@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Ends the session, or leaves the line of those who wait."""
    case = held(request, number)
    action = "hang_up" if case.state == State.CONNECTED else "leave"
    try:
        desk.act(case, action, by=Citizen(case.pk), client=client(request))
    except CaseError:  # it is over already
        case.refresh_from_db()
    if session(case).connected_at:
        return redirect(f"{URL}call/{number}/")
    return redirect(f"/progress/{number}/")


@public
@unkept
@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    """Back on the line within ten minutes: the same session."""
    case = held(request, number)
    try:
        desk.act(case, "resume", by=Citizen(case.pk), client=client(request))
    except CaseError as error:
        messages.warning(request, str(error))
        return redirect(f"{URL}begin/")
    return redirect(f"{URL}call/{number}/")
