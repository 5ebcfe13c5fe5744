"""The case page: where is it, who has it, until when, why late; and what this person may do."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yankao.kernel.cases.clocks import awaiting, runs_of
from yankao.kernel.cases.errors import CaseError, Invalid, NotYours
from yankao.kernel.cases.intake import Channel
from yankao.kernel.cases.known import named
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.questions import told
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.cases.workflow import Action
from yankao.kernel.checklists import ticking as checklists
from yankao.kernel.files.models import Attachment
from yankao.kernel.files.serving import serve
from yankao.kernel.geo.places import closest
from yankao.kernel.people.models import Person
from yankao.kernel.replies.standard import fitting, said
from yankao.kernel.replies.variables import ReplyField
from yankao.kernel.search.alike import alike
from yankao.kernel.text.known import masked
from yankao.kernel.text.languages import foreign
from yankao.kernel.timeline import timeline
from yankao.kernel.ui.forms import named_in
from yankao.kernel.ui.pages import page

from . import desk, registry, suggesting
from .access import case_or_404, client, is_manager, official, room
from .columns import detail_column
from .explain import explain
from .holds.holding import standing_on
from .lists import pin
from .once import Sending
from .outside.links import may_hand_out
from .programme import Programme
from .publishing import may_publish
from .relatives import relatives
from .sameperson.joining import others as same_person
from .story import story

SIMILAR_METRES = 200
LIKE_PERCENT = 50  # of the pairs of signs that two texts have between them


def facts(programme: Programme, case: Case) -> list[tuple[str, str]]:
    """What the programme knows, in its own order; empty values are left out."""
    shown = [detail_column(programme, name) for name in programme.facts]
    return told(case) + [
        (str(column.label), column.text(case)) for column in shown if column.value(case)
    ]


def nearby(person: Person, case: Case) -> list[Case]:
    """Other cases of the room close to this one, nearest first."""
    if case.lng is None or case.lat is None:
        return []
    rows = Case.objects.visible_to(person).filter(programme=case.programme).exclude(pk=case.pk)
    return named(closest(rows, case.lng, case.lat, SIMILAR_METRES, 8))


def twins(programme: Programme, case: Case, person: Person) -> list[Case]:
    """Open cases that may be the same incident as this one."""
    if case.closed_at or case.category_id is None:
        return []
    asked = {"category": str(case.category_id), "address": case.address}
    if case.lng is not None:
        asked |= {"lng": str(case.lng), "lat": str(case.lat)}
    found = [other.pk for other in same_incident(programme, asked) if other.pk != case.pk]
    return list(Case.objects.visible_to(person).filter(pk__in=found)) if found else []


def untranslated(programme: Programme, case: Case) -> str:
    """What came in another language, to stand beside its translation."""
    said = programme.original(case) if programme.original else ""
    return said if case.translation or foreign(said) else ""


def attachments(person: Person, case: Case) -> list[Attachment]:
    identity = may_see_identity(person, case)
    return list(Attachment.objects.filter(case=case).to_be_seen(may_see_identity=identity))


def shows_contact(person: Person, case: Case) -> bool:
    """Whether who reported may be shown at all, be it masked."""
    kept = case.contact is not None and not case.contact.erased_at
    return kept and (may_see_identity(person, case) or not case.confidential)


def context_of(programme: Programme, case: Case, person: Person) -> dict[str, Any]:
    contact, identity = case.contact, may_see_identity(person, case)
    runs = runs_of(case)
    return {
        "programme": programme,
        "case": case,
        "detail": getattr(case, programme.name),
        "sentence": explain(case, person),
        "facts": facts(programme, case),
        "clocks": [(c, runs[c.name]) for c in programme.workflow.clocks if c.name in runs],
        "awaits_calendar": any(awaiting(run) for run in runs.values()),
        "original": untranslated(programme, case),
        "actions": desk.available(case, person),
        "story": story(case, person),
        "files": attachments(person, case),
        "nearby": nearby(person, case),
        "twins": twins(programme, case, person),
        "alike": [] if case.closed_at else alike(person, case, LIKE_PERCENT),
        "relatives": relatives(case, person),
        "involved": list(case.involved.select_related("unit", "answered_by")),
        "contact": masked(contact) if contact and shows_contact(person, case) else None,
        "may_unmask": identity,
        "same_person": same_person(person, case),
        "may_publish": may_publish(programme, case, person),
        "extra": (f"{programme.name}/extra.html", "programmes/extra.html"),
        "checklists": checklists.shown(case),
        "versions": case.reply_versions.exists(),
        "holds": standing_on(case, person),
        "may_hold": is_manager(person, programme),
        "hands_out": may_hand_out(programme, case, person),
        "now": timezone.now(),
    }


@room
def case_page(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    person = official(request)
    case = case_or_404(person, programme, number)
    return page(request, "programmes/case.html", context_of(programme, case, person), part="main")


@room
def intake(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The form with which an official opens a case."""
    person = official(request)
    if not desk.may_open(programme, person):
        raise Http404
    usual = {"channel": request.session.get("channel", Channel.PHONE)}
    known = usual | named_in(request.GET, programme.intake)
    form, status, found = programme.intake(initial=known), 200, list[suggesting.Suggestion]()
    if request.method == "POST" and suggesting.asked(request.POST):
        found = suggesting.proposed(programme, programme.intake, request.POST)
        form = suggesting.again(programme.intake, request.POST)  # type: ignore[assignment]
    elif request.method == "POST":
        try:
            case = desk.open_case(
                programme, request.POST, by=person, files=request.FILES, client=client(request)
            )
        except Invalid as error:
            form, status = error.form, 422  # type: ignore[assignment]
        else:
            if case.channel != usual["channel"]:
                request.session["channel"] = case.channel
            messages.success(request, _("已受理，案號 {n}。").format(n=case.number))
            return redirect(back(request, programme, case, person))
    context = {"programme": programme, "form": form, "suggestions": found}
    return page(request, "programmes/intake.html", context, part="form", status=status)


@room
def similar(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Open cases that may be the same incident, while the operator is still typing."""
    shown = similar_to(programme, request.GET, official(request))
    return page(request, "programmes/similar.html", {"programme": programme, "cases": shown})


def similar_to(programme: Programme, asked: Mapping[str, str], person: Person) -> list[Case]:
    """Those of the same incident that this person may see."""
    found = [case.pk for case in same_incident(programme, asked)]
    seen = Case.objects.visible_to(person).filter(pk__in=found)
    return list(seen.select_related("category", "holder"))


def same_incident(programme: Programme, asked: Mapping[str, str]) -> Sequence[Case]:
    """What the room itself holds for the same incident; nothing while the place is unknown."""
    looks = programme.public.similar if programme.public else None
    if looks is None or not asked.get("category", "").isdigit():
        return []
    try:
        lng, lat = float(asked["lng"]), float(asked["lat"])
    except (KeyError, ValueError):
        return looks(int(asked["category"]), None, None, asked.get("address", "").strip())
    return looks(int(asked["category"]), lng, lat, asked.get("address", "").strip())


@room
def action(
    request: HttpRequest, programme: Programme, number: str, action_name: str
) -> HttpResponse:
    """Asks what the action needs, then makes the move; refusals come back in words."""
    person = official(request)
    case = case_or_404(person, programme, number)
    found = programme.workflow.actions.get(action_name)
    if found is None:
        raise Http404
    if request.method != "POST":
        form = desk.form_for(case, found, by=person)
        if form is not None:
            form.initial.update({k: v for k, v in request.GET.items() if k in form.fields})
            fill_in(form, case, person, request.GET.get("standard", ""))
        return ask(request, programme, case, found, form)
    try:
        desk.act_once(
            case,
            found,
            Sending.of(request),
            by=person,
            data=request.POST,
            files=request.FILES,
            client=client(request),
        )
    except Invalid as error:
        return ask(request, programme, case, found, error.form, status=422)
    except CaseError as error:
        form = desk.form_for(case, found, by=person)
        status = 403 if isinstance(error, NotYours) else 409
        return ask(request, programme, case, found, form, status=status, refusal=str(error))
    messages.success(request, _("已完成「{label}」。").format(label=found.label))
    return redirect(back(request, programme, case, person))


def reply_field(form: forms.BaseForm | None) -> str:
    """The field whose text goes to the citizen, if the form has one."""
    fields = form.fields.items() if form is not None else ()
    return next((name for name, field in fields if isinstance(field, ReplyField)), "")


def fill_in(form: forms.BaseForm, case: Case, person: Person, wanted: str) -> None:
    """A standard reply picked for this form stands in it, its variables filled."""
    name = reply_field(form)
    picked = [r for r in fitting(case, person) if str(r.pk) == wanted] if wanted and name else []
    for reply in picked:
        form.initial[name] = said(reply, case, person)
        if reply.basis and "basis" in form.fields:
            form.initial["basis"] = reply.basis


def back(request: HttpRequest, programme: Programme, case: Case, person: Person) -> str:
    """The case, or the inbox when the case has left this person's sight."""
    if Case.objects.visible_to(person).filter(pk=case.pk).exists():
        return f"{programme.url}{case.number}/"
    return "/desk/"


def ask(
    request: HttpRequest,
    programme: Programme,
    case: Case,
    action: Action,
    form: forms.BaseForm | None,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    context = {"programme": programme, "case": case, "action": action, "form": form}
    person = official(request)
    if reply_field(form):
        find = request.GET.get("find", "").strip()[:60]
        context |= {"find": find, "standard": fitting(case, person, find)}
    context |= {
        "now": timezone.now(),
        "refusal": refusal,
        "sentence": explain(case, person),
        "facts": facts(programme, case),
    }
    return page(request, "programmes/action.html", context, part="dialog", status=status)


def looked(case: Case, person: Person, reason: str, client: str) -> None:
    """Who looked at who reported, and why."""
    desk.note(case, "view_contact", _("查看聯絡資料"), by=person, reason=reason, client=client)


@require_POST
@room
def identity(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    """Unmasks who reported; the view and its reason stand on the timeline for ever."""
    person = official(request)
    case = case_or_404(person, programme, number)
    reason = request.POST.get("reason", "").strip()[:300]
    if not may_see_identity(person, case) or case.contact is None:
        raise Http404
    if len(reason) < 2:
        messages.error(request, _("請先寫明查看聯絡資料的理由。"))
        return redirect(f"{programme.url}{number}/")
    looked(case, person, reason, client(request))
    context = {"programme": programme, "case": case, "contact": case.contact}
    return page(request, "programmes/contact.html", context, part="contact")


@room
def attachment(
    request: HttpRequest, programme: Programme, number: str, pk: int
) -> HttpResponseBase:
    """A file of a case this person may see."""
    person = official(request)
    case = case_or_404(person, programme, number)
    asked = request.GET
    return opened(request, case, pk, by=person, small="small" in asked, whole="original" in asked)


def opened(
    request: HttpRequest, case: Case, pk: int, *, by: Person, small: bool, whole: bool = False
) -> HttpResponseBase:
    """The bytes, if this person may read them; a look at what identifies somebody is noted.

    A masked picture comes masked; `whole` asks for its original.
    """
    rows, identity = Attachment.objects.filter(case=case), may_see_identity(by, case)
    found = get_object_or_404(rows.readable(by, may_see_identity=identity), pk=pk)
    if whole and found.is_masked() and not identity:
        raise Http404
    if (whole or not found.is_masked()) and (found.identifying or found.is_masked()):
        label = _("開啟遮蔽前的原圖") if found.is_masked() else _("開啟可識別身分之附件")
        desk.note(case, "view_file", label, by=by, client=client(request))
    return serve(request, found, thumbnail=small, original=whole)


@room
def pins(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    """This case and those near by, as GeoJSON."""
    person = official(request)
    return JsonResponse(around_as_geojson(person, case_or_404(person, programme, number)))


def around_as_geojson(person: Person, case: Case) -> dict[str, object]:
    shown = [case, *nearby(person, case)]
    room = registry.of(case)
    features = [pin(one, room) for one in shown if one.lng is not None]
    return {"type": "FeatureCollection", "features": features}


@room
def chain(request: HttpRequest, programme: Programme, number: str) -> HttpResponse:
    """Checks the case's chain of entries now and says what was found."""
    case = case_or_404(official(request), programme, number)
    wrong = timeline.broken(case.subject)
    if wrong:
        messages.error(request, _("歷程鏈在第 {n} 筆斷裂，請通報資訊中心。").format(n=wrong[0]))
    else:
        messages.success(request, _("歷程鏈完整，未被更動。"))
    return redirect(f"{programme.url}{number}/")
