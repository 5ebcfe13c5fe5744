"""Links in letters that let a citizen make one move, such as confirming an e-mail address."""

from datetime import datetime
from functools import partial

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import desk
from yankao.kernel.programmes.access import client, public
from yankao.kernel.ui.pages import page

from . import doors, grants
from .caching import unkept

SALT = "yankao.counter.link"


def link_for(case: Case, action: str, *, until: datetime) -> str:
    """An address for a letter; whoever opens it may make this one move until then."""
    told = {"case": case.pk, "action": action, "until": int(until.timestamp())}
    return f"{settings.PUBLIC_ADDRESS}/link/{signing.dumps(told, salt=SALT)}/"


@public
@unkept
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening only shows the button: programs that read mail ahead of us must not press it."""
    told = read(token)
    case = Case.objects.filter(pk=told["case"]).first() if told else None
    action = case.workflow.actions.get(str(told["action"])) if case and told else None
    answer = partial(page, request, "counter/link.html")
    if case is None or action is None or told is None:
        return answer({"case": None, "doors": doors.every()}, status=404)
    if int(told["until"]) < timezone.now().timestamp():
        context = {"case": case, "expired": True, "door": doors.door_of(case)}
        return answer(context, status=410)
    if request.method != "POST":
        return answer({"case": case, "action": action})
    grants.give(request, case)
    try:
        desk.act(case, action.name, by=Citizen(case.pk), client=client(request))
    except CaseError as error:
        messages.info(request, str(error))
    else:
        messages.success(request, _("已完成「%(label)s」。") % {"label": action.label})
    return redirect(f"/progress/{case.number}/")


def read(token: str) -> dict[str, int | str] | None:
    """What a link says, or None when it was cut short or changed."""
    try:
        told: dict[str, int | str] = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return told
