"""The links of one case, for the officials who hand them out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page

from ..access import case_or_404, client, official, room
from ..models import OutsideLink
from ..programme import Programme
from . import links
from .forms import LinkForm


def case_for(person: Person, programme: Programme, number: str) -> Case:
    """A case whose links this person may make; others find nothing."""
    case = case_or_404(person, programme, number)
    if not links.may_hand_out(programme, case, person):
        raise Http404
    return case


@room
def outside(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    """Makes a link, whose address is shown this once, and revokes those that were made."""
    person = official(request)
    case = case_for(person, programme, number)
    if "revoke" in request.POST:
        found = get_object_or_404(OutsideLink, pk=request.POST["revoke"], case=case)
        links.revoke(found, by=person, client=client(request))
        messages.success(request, _("已撤回，連結立即失效。"))
        return redirect(request.path)
    form, address = LinkForm(request.POST or None), ""
    if form.is_bound and form.is_valid():
        made = links.make(case, **form.cleaned_data, by=person, client=client(request))
        address, form = made[1], LinkForm()
    context: dict[str, Any] = {
        "programme": programme, "case": case, "form": form, "address": address,
        "links": case.outside_links.select_related("made_by", "revoked_by"), "now": timezone.now(),
    }  # fmt: skip
    status = 422 if form.is_bound else 200
    answer = page(request, "programmes/outside.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
