"""Versions of a reply, and the standard replies that a room keeps."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from yankao.kernel.replies.models import StandardReply
from yankao.kernel.replies.variables import VARIABLES
from yankao.kernel.replies.versions import tracked
from yankao.kernel.ui.pages import page

from .access import case_or_404, managed, official, room
from .programme import Programme
from .replies_forms import StandardReplyForm


@room
def versions(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    """Every version with what changed, who wrote it, whose hands it went through."""
    case = case_or_404(official(request), programme, number)
    context = {"case": case, "programme": programme, "versions": tracked(case)}
    return page(request, "programmes/reply.html", context)


@managed
def standard_replies(request: HttpRequest, programme: Programme) -> HttpResponse:
    """All of the room, searched by name and text."""
    rows = StandardReply.objects.filter(programme=programme.name).select_related("unit", "category")
    find = request.GET.get("q", "").strip()[:60]
    for word in find.split():
        rows = rows.filter(Q(name__icontains=word) | Q(text__icontains=word))
    states = dict(programme.workflow.states.choices)
    shown = [(row, states.get(row.state, "")) for row in rows[:500]]
    context = {"programme": programme, "rows": shown, "q": find}
    return page(request, "programmes/standard_replies.html", context)


@managed
def standard_reply(request: HttpRequest, programme: Programme, pk: int = 0) -> HttpResponse:
    """Adds or rewrites one; what it said before stays as history."""
    rows = StandardReply.objects.filter(programme=programme.name)
    found = get_object_or_404(rows, pk=pk) if pk else StandardReply(programme=programme.name)
    form = StandardReplyForm(programme, request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        stored = form.change(by=official(request))
        messages.success(request, _("已儲存標準回復「{name}」。").format(name=stored.name))
        return redirect(f"{programme.url}settings/replies/")
    past = found.changes.select_related("author") if pk else []
    history = [(row.at.date(), row.text, row.author, row.reason, row.at) for row in past]
    context = {
        "programme": programme, "form": form, "heading": found.name or _("新增標準回復"),
        "history": history, "variables": VARIABLES.items(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    return page(request, "programmes/setting.html", context, status=status)
