"""Both pages of a call ask here; when they have found each other, the session is connected."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import desk
from yankao.kernel.video import meeting
from yankao.kernel.video.models import Side

from . import service
from .effects import JOB
from .models import session
from .states import ALIVE, State


def breathe(request: HttpRequest, case: Case, side: Side) -> HttpResponse:
    """What a page of the call says and hears, as JSON; 400 for what no page of ours says."""
    try:
        told = meeting.read(request)
    except meeting.Garbled:
        return JsonResponse({}, status=400)
    if case.state not in ALIVE:
        return JsonResponse({"over": True})
    now = timezone.now()
    heard = meeting.exchange(case, side, told, now)
    if told.link != "none" and heard.here and case.state == State.QUEUED:
        found_each_other(case)
    said = service.words(case, now) if side == Side.CITIZEN else ""
    return JsonResponse(
        {"over": False, "elsewhere": heard.elsewhere, "here": heard.here, "other": heard.other,
         "signals": heard.signals, "words": said}
    )  # fmt: skip


def found_each_other(case: Case) -> None:
    """A page says its picture or its writing arrives, and the other end is heard."""
    if session(case).called_at is None:
        return
    try:
        desk.act(case, "connect", by=JOB)
    except CaseError:  # the other page said so at the same moment
        case.refresh_from_db()
