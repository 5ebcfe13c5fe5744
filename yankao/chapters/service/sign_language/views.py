"""The interpreter's pages: who waits, the call beside what is known of it, who interprets."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.intake import SIGN
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk as cases
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404, client, official, only
from yankao.kernel.programmes.api.counterparts import Without
from yankao.kernel.programmes.opened import opened_by
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.ui.pages import page
from yankao.kernel.video import ice, meeting
from yankao.kernel.video.models import Side

from . import citizen, lines, service, signers
from .asks import RecordForm
from .doors import interpreters_of, may_look, may_manage, may_sign
from .effects import NAME
from .models import Interpreter, session
from .signers import InterpreterForm
from .states import ALIVE, State

URL = "/service/sign_language/"


def waiting(person: Person) -> dict[str, Any]:
    """The line as this person may see it, and whether they are on duty."""
    now = timezone.now()
    found = service.queue(person)
    here = meeting.present(found, Side.CITIZEN, now)
    rows = [{"case": case, "detail": session(case), "away": case.pk not in here} for case in found]
    mine = Interpreter.objects.filter(person=person, active=True).first()
    return {"rows": rows, "mine": mine, "running": service.call_of(person), "url": URL,
            "signs": may_sign(person), "heard": service.token()}  # fmt: skip


@require_GET
@only(may_look)
def desk(request: HttpRequest) -> HttpResponse:
    """Who waits; one press answers."""
    person, programme = official(request), registry.get(NAME)
    context = {"programme": programme, "tabs": tabs(programme, person, "desk"), **waiting(person)}
    return page(request, "sign_language/desk.html", context, part="rows")


@require_POST
@only(may_sign)
def duty(request: HttpRequest) -> HttpResponse:
    """On duty, or off it."""
    person = official(request)
    try:
        signers.turn(person)
    except signers.NotNow as error:
        messages.error(request, str(error))
    return redirect(f"{URL}desk/")


@require_POST
@only(may_sign)
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Answers, and leads into the call."""
    person = official(request)
    case = case_or_404(person, registry.get(NAME), number)
    if case.handler_id != person.pk or session(case).called_at is None:
        try:
            cases.act(case, "take", by=person, client=client(request))
        except CaseError as error:
            messages.error(request, str(error))
            return redirect(f"{URL}desk/")
    return redirect(f"{URL}desk/{case.number}/")


@require_GET
@only(may_sign)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """The call, what is known of it, and what may come of it."""
    person, programme = official(request), registry.get(NAME)
    case = case_or_404(person, programme, number)
    if case.state not in ALIVE or case.handler_id != person.pk:
        return redirect(f"{URL}{case.number}/")
    detail = session(case)
    carried = {"channel": "web", "sub_channel": SIGN}
    if case.contact is not None:
        carried |= {"contact_name": case.contact.name, "contact_email": case.contact.email}
    context = {
        "programme": programme, "tabs": tabs(programme, person, "desk"), "case": case,
        "detail": detail, "side": Side.OFFICIAL, "line_url": f"{URL}desk/{case.number}/line/",
        "ice": ice.servers(f"person{person.pk}", timezone.now()), "ready": _("正在開啟鏡頭…"),
        "carried": urlencode({name: value for name, value in carried.items() if value}),
        "opened": opened_by(person, detail.connected_at, None) if detail.connected_at else [],
        "form": RecordForm(instance=detail), "connected": case.state == State.CONNECTED,
    }  # fmt: skip
    return page(request, "sign_language/held.html", context)


@require_POST
@only(may_sign)
def line(request: HttpRequest, number: str) -> HttpResponse:
    """The interpreter's page breathes; only whoever took the call."""
    person = official(request)
    case = case_or_404(person, registry.get(NAME), number)
    if case.handler_id != person.pk:
        raise Http404
    return lines.breathe(request, case, Side.OFFICIAL)


@only(may_manage)
def interpreters(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Who interprets and in what; one is added or changed below."""
    person, programme = official(request), registry.get(NAME)
    rows = Interpreter.objects.filter(interpreters_of(person)).select_related("person")
    row = get_object_or_404(rows, pk=pk) if pk else None
    form = InterpreterForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("已儲存：{x}。").format(x=saved))
        return redirect(f"{URL}interpreters/")
    context = {"programme": programme, "tabs": tabs(programme, person, "interpreters"),
               "rows": rows, "form": form, "row": row, "url": URL}  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(request, "sign_language/interpreters.html", context, status=status)


urlpatterns = [
    path("begin/", citizen.begin, name="begin"),
    path("call/<str:number>/", citizen.call, name="call"),
    path("call/<str:number>/line/", citizen.line, name="line"),
    path("call/<str:number>/leave/", citizen.leave, name="leave"),
    path("call/<str:number>/resume/", citizen.resume, name="resume"),
    path("desk/", desk, name="desk"),
    path("desk/duty/", duty, name="duty"),
    path("desk/<str:number>/", call, name="held"),
    path("desk/<str:number>/take/", take, name="take"),
    path("desk/<str:number>/line/", line, name="held_line"),
    path("interpreters/", interpreters, name="interpreters"),
    path("interpreters/<int:pk>/", interpreters, name="interpreter"),
]
PICTURES = "needs a browser with a camera at either end"
in_api = {
    "begin/": "service",
    "call/<str:number>/": Without(PICTURES),
    "call/<str:number>/line/": Without(PICTURES),
    "call/<str:number>/leave/": Without(PICTURES),
    "call/<str:number>/resume/": Without(PICTURES),
    "desk/": "queue",
    "desk/duty/": "duty",
    "desk/<str:number>/": Without(PICTURES),
    "desk/<str:number>/take/": Without("leads into a call, which needs a browser"),
    "desk/<str:number>/line/": Without(PICTURES),
    "interpreters/": "interpreters",
    "interpreters/<int:pk>/": "change_interpreter",
}
