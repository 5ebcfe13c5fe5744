"""Likely doubles, two records side by side, and the joinings that wait or stand."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import knows_reporters, may_see_identity
from yankao.kernel.people.models import Contact, Person
from yankao.kernel.text.known import masked
from yankao.kernel.timeline.models import Entry
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import midnight

from .. import desk, registry
from ..access import client, official
from . import joining as verbs
from .doubles import Double, likely, likely_with, signs_of, together, whose
from .models import Joining

OPEN_SHOWN, PAST_SHOWN = 50, 30


class ReasonForm(forms.Form):
    """Why the two are one person, or what the supervisor thinks of it."""

    reason = forms.CharField(
        label=gettext_lazy("理由"), min_length=2, max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("會寫入各案歷程，請勿寫姓名、電話等個資。"),
    )  # fmt: skip


@dataclass(frozen=True)
class Side:
    """One record as it may be read before anybody says why: masked, with its cases."""

    contact: dict[str, str]
    cases: list[Case]


def allowed(request: HttpRequest) -> Person:
    """Whoever may know who reported in some room; for others the page does not exist."""
    person = official(request)
    if not knows_reporters(person):
        raise Http404
    return person


@login_required
def people(request: HttpRequest) -> HttpResponse:
    """What waits for this person's decision, what they proposed, and likely doubles."""
    person, number = allowed(request), request.GET.get("case", "").strip()
    case = known_case(person, number) if number else None
    context = {
        "case": case,
        "room": registry.of(case) if case else None,
        "doubles": [shown(one) for one in doubles(person, case)],
        "waiting": waiting_for(person),
        "past": past_of(person),
    }
    return page(request, "programmes/people.html", context)


def doubles(person: Person, case: Case | None) -> list[Double]:
    return likely_with(person, case) if case else likely(person)


def shown(one: Double) -> dict[str, Any]:
    """A likely double as a line: both masked."""
    return {
        "double": one, "one": masked(whose(one.case)), "other": masked(whose(one.other)),
        "rooms": [registry.of(one.case), registry.of(one.other)],
    }  # fmt: skip


def known_case(person: Person, number: str) -> Case:
    """A case whose reporter this person may know; any other is not found."""
    rows = Case.objects.visible_to(person).select_related("contact")
    case = get_object_or_404(rows, number=number, contact__isnull=False, contact__erased_at=None)
    if not may_see_identity(person, case):
        raise Http404
    return case


def waiting_for(person: Person) -> list[Joining]:
    """Proposals of others that this person may decide."""
    rows = Joining.objects.filter(state=Joining.State.PROPOSED).exclude(proposed_by=person)
    found = rows.select_related("one", "other", "proposed_by")[:OPEN_SHOWN]
    return [one for one in found if may_decide(person, one)]


def may_decide(person: Person, joining: Joining) -> bool:
    cases = verbs.touched(joining.one, joining.other)
    return verbs.supervises(person, cases) and verbs.may_know(person, cases)


def past_of(person: Person) -> list[Joining]:
    rows = Joining.objects.filter(Q(proposed_by=person) | Q(decided_by=person))
    return list(rows.select_related("proposed_by", "decided_by")[:PAST_SHOWN])


@login_required
def pair(request: HttpRequest) -> HttpResponse:
    """Two records side by side, masked; what joining them would change; the proposal."""
    person = allowed(request)
    asked = request.POST if request.method == "POST" else request.GET
    case, other = (known_case(person, asked.get(name, "")) for name in ("one", "other"))
    if not verbs.may_know(person, verbs.touched(whose(case), whose(other))):
        raise Http404
    form, status = ReasonForm(request.POST or None), 200
    if form.is_bound and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            made = verbs.propose(case, other, by=person, reason=reason, client=client(request))
        except CaseError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已提議，待另一位覆核。"))
            return redirect(f"/desk/people/{made.pk}/")
    elif form.is_bound:
        status = 422
    for one in (case, other):
        looked(one, person, client(request))
    context = {"form": form, "case": case, "other": other, **ahead(whose(case), whose(other))}
    return page(request, "programmes/people_pair.html", context, status=status)


def looked(case: Case, person: Person, client: str) -> None:
    """A look at a masked record beside another one stands on the timeline once a day."""
    today = midnight(timezone.localdate())
    mine = Entry.objects.filter(subject=case.subject, verb="compare_people", actor_id=person.pk)
    if not mine.filter(at__gte=today).exists():
        desk.note(case, "compare_people", _("比對反映人（遮蔽）"), by=person, client=client)


def ahead(one: Contact, other: Contact) -> dict[str, Any]:
    """What would be seen together, by which addresses, and in what the two agree."""
    cases = verbs.touched(one, other)
    contacts = {contact.pk: contact for contact in map(whose, cases)}
    first = {one.pk} if together(one, other) else set(one.together().values_list("pk", flat=True))
    sides = [
        Side(masked(mine), [case for case in cases if (case.contact_id in first) == left])
        for mine, left in ((one, True), (other, False))
    ]
    told = [masked(contact)["email"] for contact in contacts.values() if contact.email]
    return {
        "sides": sides, "signs": signs_of(one, other), "cases": cases,
        "emails": sorted(set(told)), "urls": {case.pk: registry.of(case).url for case in cases},
    }  # fmt: skip


@login_required
def joining(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal: who said so and why, what it changes; decided, withdrawn or taken back here."""
    person = allowed(request)
    found = readable(person, pk)
    form, status = ReasonForm(request.POST or None), 200
    do = request.POST.get("do", "")
    if do == "withdraw" or (form.is_bound and form.is_valid()):
        try:
            done(found, do, person, form.cleaned_data.get("reason", "") if do != "withdraw" else "",
                 client(request))  # fmt: skip
        except CaseError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("已完成。"))
        return redirect(f"/desk/people/{pk}/")
    if form.is_bound:
        status = 422
    context = {
        "joining": found, "form": form, "now": timezone.now(),
        "may_part": may_decide(person, found),
        "may_decide": found.proposed_by_id != person.pk and may_decide(person, found),
        "mine": found.proposed_by_id == person.pk, "over": verbs.over(found, timezone.now()),
        **ahead(found.one, found.other),
    }  # fmt: skip
    return page(request, "programmes/people_joining.html", context, status=status)


def readable(person: Person, pk: int) -> Joining:
    """A proposal of which this person may know all cases."""
    rows = Joining.objects.select_related("one", "other", "proposed_by", "decided_by", "parted_by")
    found = get_object_or_404(rows, pk=pk)
    if not verbs.may_know(person, verbs.touched(found.one, found.other)):
        raise Http404
    return found


def done(found: Joining, do: str, by: Person, reason: str, client: str) -> Joining:
    """The one move that was pressed."""
    if do in ("agree", "refuse"):
        return verbs.decide(found, agreed=do == "agree", by=by, remark=reason, client=client)
    if do == "withdraw":
        return verbs.withdraw(found, by=by, client=client)
    if do == "part":
        return verbs.part(found, by=by, why=reason, client=client)
    raise Http404


urlpatterns = [
    path("people/", people, name="people"),
    path("people/pair/", pair, name="people_pair"),
    path("people/<int:pk>/", joining, name="joining"),
]
