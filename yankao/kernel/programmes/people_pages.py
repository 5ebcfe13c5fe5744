"""Who does what here: duties of a room, and one's own leave with the deputy who stands in."""

from collections.abc import Mapping
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.people.models import Duty, Leave, Person
from yankao.kernel.ui.pages import page

from . import dutylog, stranded
from .access import client, managed, official
from .people_forms import DeputyForm, DutyForm, LeaveForm
from .programme import Programme


@managed
def duties(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Gives duties and ends them; rows are never deleted, so the past can be read."""
    if "end" in request.POST:
        who = official(request)
        ended = end_duty(programme, request.POST["end"], by=who, client=client(request))
        messages.success(request, _("已結束 {who} 的職務。").format(who=ended.person))
        return redirect(request.path)
    if "move" in request.POST:
        return move(request, programme)
    form = DutyForm(programme, official(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        duty = form.give(client(request))
        messages.success(request, _("已指派 {who}。").format(who=duty.person))
        return redirect(request.path)
    role = partial(dutylog.role_label, programme)
    listed = [(duty, role(duty.role)) for duty in in_force(programme)]
    left = [(d, role(d.role), d.unit.today()) for d in stranded.stranded(programme)]
    context = {"programme": programme, "form": form, "duties": listed, "stranded": left,
               "log": list(dutylog.lines(programme)),
               "movable": any(unit.stands() for _duty, _role, unit in left)}  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(request, "programmes/duties.html", context, status=status)


def move(request: HttpRequest, programme: Programme) -> HttpResponse:
    """One duty, or all of them, to the units that followed."""
    which = request.POST["move"]
    one = None if which == "all" else which
    moved = stranded.move(programme, one, by=official(request), client=client(request))
    if moved:
        messages.success(request, _("已改列 {count} 項職務。").format(count=len(moved)))
    else:
        messages.error(request, _("這項職務已改列或沒有承接單位。"))
    return redirect(request.path)


def in_force(programme: Programme) -> QuerySet[Duty]:
    rows = Duty.objects.filter(programme=programme.name).in_force(timezone.now())
    return rows.select_related("person", "unit", "deputy").order_by("role", "unit")


@transaction.atomic
def end_duty(programme: Programme, pk: str | int, *, by: Person, client: str = "") -> Duty:
    """Ends today; 404 when there is no such running duty in this room."""
    rows = Duty.objects.filter(programme=programme.name, until=None)
    ended = get_object_or_404(rows, pk=int(pk) if str(pk).isdigit() else 0)
    ended.until = timezone.localdate()
    ended.save(update_fields=["until"])
    dutylog.record(ended, dutylog.ENDED, by=by, client=client)
    stranded.settle(programme)
    return ended


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """One's own duties, who stands in for each, and when one is away."""
    person = official(request)
    form = LeaveForm(person, request.POST if "since" in request.POST else None)
    if "cancel" in request.POST:
        get_object_or_404(Leave, pk=request.POST["cancel"], person=person).delete()
        messages.success(request, _("已取消請假。"))
        return redirect(request.path)
    if "duty" in request.POST:
        return name_deputy(request)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("已登記請假，期間由職務代理人代行。"))
        return redirect(request.path)
    context = {
        "form": form,
        "duties": [(d, DeputyForm(d)) for d in own_duties(person)],
        "leaves": person.leaves.filter(until__gt=timezone.now()).order_by("since"),
        "standing_in": [d for d in person.duties_at() if d.person_id != person.pk],
    }
    return page(request, "programmes/mine.html", context, status=422 if form.is_bound else 200)


def own_duties(person: Person) -> QuerySet[Duty]:
    rows = Duty.objects.in_force(timezone.now()).filter(person=person)
    return rows.select_related("unit", "deputy", "person")


def deputy_form(person: Person, pk: str | int, data: Mapping[str, str]) -> DeputyForm:
    """For one of one's own duties; another's does not exist here."""
    found = own_duties(person).filter(pk=int(pk) if str(pk).isdigit() else 0)
    return DeputyForm(get_object_or_404(found), data)


def name_deputy(request: HttpRequest) -> HttpResponse:
    who = official(request)
    form = deputy_form(who, request.POST["duty"], request.POST)
    if form.is_valid():
        form.name(who, client(request))
        messages.success(request, _("已更新職務代理人。"))
    else:
        messages.error(request, str(form.errors["deputy"][0]))
    return redirect(request.path)
