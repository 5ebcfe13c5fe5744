"""The room's own pages: the agent's desk, the wall, calls that are over."""

from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import official, only
from yankao.kernel.programmes.api.counterparts import Without
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.ui.charts import Chart, Row, Value
from yankao.kernel.ui.moments import moment_text
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import day_of

from . import deskwork, floor, knowing, plans, presence, staff
from .deskwork import CallForm
from .doors import calls_of, may_answer, may_look
from .effects import NAME
from .finished import SHOWN, call_or_404, calls_on, day_in, moment_in, unsaid
from .models import CallRecord, LiveCall, Order, Presence, Seat
from .settling import NotOver, wrap_up

URL = "/service/contact_centre/"
PAUSES = [Presence.State.READY, Presence.State.BREAK, Presence.State.MEAL, Presence.State.TRAINING]


def context_of(person: Person, form: CallForm | None = None, named: str = "") -> dict[str, object]:
    """The agent's call, the form about it, whoever calls."""
    call = deskwork.current(person, named) if form is None else form.instance
    if call is None:
        return {"call": None}
    return {
        "call": call, "stage": deskwork.stage(call), "pop": deskwork.pop(call, person),
        "form": form or CallForm(instance=call, person=person),
        "opened": deskwork.opened(call, person), "emergency": deskwork.EMERGENCY,
        "carried": urlencode({"contact_phone": call.number, "channel": "phone"}),
        "programme_url": URL,
    }  # fmt: skip


@only(may_answer)
def desk(request: HttpRequest) -> HttpResponse:
    """One screen on which a call is answered, classified and closed."""
    return show(request, official(request), named=request.GET.get("call", ""))


def show(
    request: HttpRequest,
    person: Person,
    form: CallForm | None = None,
    *,
    named: str = "",
    status: int = 200,
) -> HttpResponse:
    programme = registry.get(NAME)
    mine = Presence.objects.filter(person=person).select_related("seat").first()
    free = Seat.objects.filter(active=True, presence=None)
    context = {
        "programme": programme, "tabs": tabs(programme, person, "desk"), "presence": mine,
        "heard": deskwork.heard([str(person.pk)])[str(person.pk)],
        "seats": free, "pauses": [(one.value, one.label) for one in PAUSES], "url": f"{URL}desk/",
        **context_of(person, form, named),
    }  # fmt: skip
    return page(request, "contact_centre/desk.html", context, status=status)


@require_GET
@only(may_answer)
def line(request: HttpRequest) -> HttpResponse:
    """What is on the line now; with another call than the one shown, the whole work."""
    person = official(request)
    mine = Presence.objects.filter(person=person).select_related("seat").first()
    shown = request.GET.get("call", "")
    named = "" if deskwork.current(person) else shown  # a lead's, left by somebody else
    found = context_of(person, named=named)
    call = found["call"]
    fresh = shown != (call.exchange_id if isinstance(call, LiveCall) else "")
    context = {**found, "presence": mine, "anew": fresh, "url": f"{URL}desk/"}
    return page(request, "contact_centre/line.html", context)


@require_POST
@only(may_answer)
def come(request: HttpRequest) -> HttpResponse:
    """Sits down, takes a break, goes home."""
    person, state = official(request), request.POST.get("state", "")
    if state == "gone":
        if deskwork.current(person):
            messages.error(request, _("還有一通電話沒有完成。"))
        else:
            presence.go(person)
        return redirect(f"{URL}desk/")
    mine = Presence.objects.filter(person=person).first()
    if mine is None:
        chosen = request.POST.get("seat", "")
        seat = Seat.objects.filter(pk=chosen).first() if chosen.isdecimal() else None
        try:
            presence.come(person, seat)
        except presence.SeatTaken:
            messages.error(request, _("這個席位剛剛有人坐了，請選別的。"))
    elif state in PAUSES and mine.state not in presence.BUSY:
        presence.move(person, state)
    else:
        messages.error(request, _("通話或後處理中，請先完成這通電話。"))
    return redirect(f"{URL}desk/")


@require_POST
@only(may_answer)
def said(request: HttpRequest) -> HttpResponse:
    """Keeps what was chosen so far, so that a page that is closed loses nothing."""
    person = official(request)
    call = own_call(person, request.POST.get("call", ""))
    form = CallForm(request.POST, instance=call, person=person)
    form.is_valid()
    kept = [name for name in form._meta.fields or [] if name not in form.errors]
    told = {name: form.cleaned_data.get(name) for name in kept}
    LiveCall.objects.filter(pk=call.pk, wrapped_at=None).update(**told)
    return HttpResponse(status=204)


def own_call(person: Person, name: str) -> LiveCall:
    found = deskwork.current(person, name)
    if found is None or found.exchange_id != name:
        raise Http404
    return found


@require_POST
@only(may_answer)
def wrap(request: HttpRequest) -> HttpResponse:
    """The call is classified; the next one may come."""
    person = official(request)
    call = own_call(person, request.POST.get("call", ""))
    form = CallForm(request.POST, instance=call, person=person)
    if not form.is_valid():
        return show(request, person, form, status=422)
    call.numbers = form.numbers()
    try:
        wrap_up(call, person, timezone.now())
    except NotOver:
        messages.error(request, _("民眾還在線上，請先結束通話。您填的都留著。"))
        return show(request, person, form, status=422)
    messages.success(request, _("已完成：{kind}。").format(kind=call.get_kind_display()))
    return redirect(f"{URL}desk/")


@require_POST
@only(may_answer)
def order(request: HttpRequest) -> HttpResponse:
    """Hold, resume, hand on, hang up: told to the exchange, which does it."""
    person, what = official(request), request.POST.get("what", "")
    call, to = own_call(person, request.POST.get("call", "")), request.POST.get("to", "").strip()
    if what not in Order.What.values or (what == Order.What.TRANSFER and not to):
        raise Http404
    Order.objects.create(
        exchange_id=call.exchange_id, what=what, to=to[:60], by=person, at=timezone.now()
    )
    if to in deskwork.EMERGENCY:
        LiveCall.objects.filter(pk=call.pk).update(emergency=True)
    return redirect(f"{URL}desk/")


@require_GET
@only(may_look)
def wall(request: HttpRequest) -> HttpResponse:
    """The floor at this moment, for a screen in the room."""
    person, programme = official(request), registry.get(NAME)
    context = {
        "programme": programme, "tabs": tabs(programme, person, "wall"), "floor": floor.read(),
        "trend": hourly(day_of(timezone.now())), "url": f"{URL}wall/",
    }  # fmt: skip
    return page(request, "contact_centre/wall.html", context, part="floor")


def hourly(day: date) -> Chart:
    """Calls that came in and those handled, hour by hour."""
    rows = [
        Row(label, [Value(Decimal(came), f"{came:,}"), Value(Decimal(taken), f"{taken:,}")])
        for label, came, taken in floor.trend(day)
    ]
    return Chart(_("今日逐時進線與接聽通數"), _("時"), [_("進線"), _("接聽")], rows, unit=_("通"))


@require_GET
@only(may_look)
def calls(request: HttpRequest) -> HttpResponse:
    """Calls of a day, newest first, as far as this person may see them."""
    person, programme = official(request), registry.get(NAME)
    day = day_in(request.GET.get("day", "")) or day_of(timezone.now())
    named = request.GET.get("exchange_id", "").strip()
    if named:
        rows = CallRecord.objects.filter(calls_of(person), exchange_id=named)
        found = list(rows.select_related("topic", "agent")[:SHOWN])
    else:
        found = calls_on(person, day, moment_in(request.GET.get("before", "")))
    context = {
        "programme": programme, "tabs": tabs(programme, person, "calls"), "day": day,
        "rows": found[:SHOWN], "named": named, "unsaid": unsaid(person),
        "next": found[SHOWN - 1].at.isoformat() if len(found) > SHOWN else "",
    }  # fmt: skip
    return page(request, "contact_centre/calls.html", context)


@require_GET
@only(may_look)
def call(request: HttpRequest, day: str, pk: int) -> HttpResponse:
    """One call and what is known of it."""
    person, programme = official(request), registry.get(NAME)
    row = call_or_404(person, day_in(f"{day[:4]}-{day[4:6]}-{day[6:]}"), pk)
    others = CallRecord.objects.none()
    if row.caller:
        span = (row.at - deskwork.LOOK_BACK, row.at + deskwork.LOOK_BACK)
        same = CallRecord.objects.filter(calls_of(person), caller=row.caller, at__range=span)
        others = same.exclude(id=row.id).select_related("topic", "agent").order_by("-at", "-id")
    context = {
        "programme": programme, "tabs": tabs(programme, person, "calls"), "row": row,
        "others": others[:10], "facts": facts_of(row),
    }  # fmt: skip
    return page(request, "contact_centre/call.html", context)


def facts_of(row: CallRecord) -> list[tuple[object, object]]:
    """What the ledger says of a call; what does not apply is left out."""
    told: list[tuple[object, object]] = [
        (_("進線"), moment_text(row.at)), (_("來電號碼"), row.tail or _("隱藏號碼")),
        (_("結果"), row.get_disposition_display()), (_("類型"), row.get_kind_display()),
        (_("主題"), row.topic), (_("值機人員"), row.agent.name if row.agent else ""),
        (_("等候秒數"), row.waited), (_("通話秒數"), row.talked), (_("保留秒數"), row.held),
        (_("後處理秒數"), row.wrapped), (_("轉接對象"), row.transferred_to),
        (_("當場答復"), _("是") if row.online else ""), (_("滿意度評分"), row.score),
        (_("緊急"), _("是") if row.emergency else ""), (_("錄音"), row.recording),
    ]  # fmt: skip
    return [(label, value) for label, value in told if value not in (None, "")]


urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/line/", line, name="line"),
    path("desk/presence/", come, name="presence"),
    path("desk/said/", said, name="said"),
    path("desk/wrap/", wrap, name="wrap"),
    path("desk/order/", order, name="order"),
    path("wall/", wall, name="wall"),
    path("calls/", calls, name="calls"),
    path("calls/<str:day>-<int:pk>/", call, name="call"),
    *knowing.urlpatterns,
    *staff.urlpatterns,
    *plans.urlpatterns,
]
PERSONAL = Without("is the desk of a person at a telephone")
in_api = {
    "desk/": PERSONAL,
    "desk/line/": PERSONAL,
    "desk/presence/": PERSONAL,
    "desk/said/": PERSONAL,
    "desk/wrap/": PERSONAL,
    "desk/order/": PERSONAL,
    "wall/": "floor",
    "calls/": "calls",
    "calls/<str:day>-<int:pk>/": "call",
    "staffing/": "staffing",
    "staff/": Without("who has a certificate leaves by no interface; shares are figures"),
    "knowledge/": "knowledge",
    "knowledge/new/": "add_article",
    "knowledge/<int:pk>/": "article",
    "knowledge/<int:pk>/edit/": "change_article",
}
