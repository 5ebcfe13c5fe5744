"""The pages of a batch: what is asked, the look ahead, the time to take it back, the outcome."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yankao.kernel.replies.variables import VARIABLES, ReplyField
from yankao.kernel.ui.pages import page

from .. import registry
from ..access import client, official
from ..models import Batch
from . import batches, limits
from .answers import blank, given
from .choosing import Choice, Unchosen, choice

SHOWN = 50
State = Batch.State


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Asks what the action needs, once for all; then a batch that waits to be looked at."""
    person = official(request)
    try:
        chosen = choice(request.POST, person)
    except Unchosen as error:
        messages.error(request, str(error))
        return redirect(back(request))
    form = blank(chosen.action, chosen.cases[0], person)
    if form is not None and form.fields and "confirmed" not in request.POST:
        return page(request, "programmes/bulk.html", asking(request, chosen, form))
    told = given(request.POST, form)
    made = batches.make(
        chosen.programme.name, chosen.action.name, chosen.cases, told, by=person,
        client=client(request),
    )  # fmt: skip
    return redirect(f"/desk/batches/{made.pk}/")


def asking(request: HttpRequest, chosen: Choice, form: Any) -> dict[str, Any]:
    replies = any(isinstance(field, ReplyField) for field in form.fields.values())
    return {
        "programme": chosen.programme, "action": chosen.action, "cases": chosen.cases,
        "form": form, "name": request.POST["action"], "back": back(request),
        "variables": VARIABLES.items() if replies else (),
    }  # fmt: skip


def back(request: HttpRequest) -> str:
    """Where the person came from, if it is an address of ours."""
    wanted = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and wanted.startswith("/") else "/desk/"


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """One's own batches, newest first."""
    rows = Batch.objects.filter(by=official(request)).annotate(
        total=Count("items"),
        done=Count("items", filter=Q(items__outcome="done")),
        refused=Count("items", filter=Q(items__outcome="refused")),
    )
    shown = [(row, registry.get(row.programme), batches.action_of(row)) for row in rows[:SHOWN]]
    return page(request, "programmes/batches.html", {"rows": shown})


@login_required
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever made it confirms it, takes it back or reads what became of it."""
    found = get_object_or_404(Batch, pk=pk, by=official(request))
    if request.method == "POST":
        decide(request, found)
        return redirect(request.path)
    answer = page(request, "programmes/batch.html", context_of(request, found), part="standing")
    answer["Cache-Control"] = "no-store"
    return answer


def decide(request: HttpRequest, found: Batch) -> None:
    asked = request.POST.get("do")
    if asked == "confirm" and not open_looks(found):
        batches.confirm(found, at_once="at_once" in request.POST)
    elif asked == "undo":
        if batches.take_back(found):
            messages.success(request, _("已復原，沒有任何案件被更動。"))
        else:
            messages.error(request, _("已開始執行，不能復原；請逐案更正。"))
    elif asked == "drop":
        batches.drop(found)
        messages.success(request, _("已放棄，沒有任何案件被更動。"))


def open_looks(found: Batch) -> bool:
    return found.items.filter(looked_at=None).exists()


def context_of(request: HttpRequest, found: Batch) -> dict[str, Any]:
    rows = found.items.select_related("case__holder", "case__category")
    if request.GET.get("only") == "refused":
        rows = rows.filter(~Q(hindrance="") | Q(outcome="refused"))
    shown = Paginator(rows, SHOWN).get_page(request.GET.get("page"))
    counted = found.items.aggregate(
        total=Count("pk"),
        looked=Count("pk", filter=Q(looked_at__isnull=False)),
        hindered=Count("pk", filter=~Q(hindrance="")),
        done=Count("pk", filter=Q(outcome="done")),
        refused=Count("pk", filter=Q(outcome="refused")),
    )
    now = timezone.now()
    soon = found.state == State.DRAFT and limits.UNDO_SECONDS.value()
    due_soon = rows.filter(
        case__due_at__gt=now, case__due_at__lte=now + timedelta(seconds=int(soon))
    )
    return {
        "batch": found, "programme": registry.get(found.programme), "now": now,
        "action": batches.action_of(found), "items": shown, "counted": counted,
        "able": counted["total"] - counted["hindered"],
        "settled": counted["done"] + counted["refused"],
        "looking": found.state == State.DRAFT and counted["looked"] < counted["total"],
        "moving": found.state in (State.WAITING, State.RUNNING),
        "undo_seconds": limits.UNDO_SECONDS.value(),
        "due_soon": due_soon.count() if soon else 0,
        "may_undo": found.state == State.WAITING and found.runs_at and found.runs_at > now,
        "targets": targets(found), "only": request.GET.get("only", ""),
    }  # fmt: skip


def targets(found: Batch) -> list[str]:
    """Where the moves lead, in words."""
    room, action = registry.get(found.programme), batches.action_of(found)
    names = room.workflow.targets(action)
    return [str(room.workflow.states(name).label) for name in names] if len(names) < 4 else []
