"""The page behind a hand-over link: one case, what is asked, and the answer; no account needed."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yankao.kernel.cases.errors import CaseError, Invalid
from yankao.kernel.cases.workflow import Action
from yankao.kernel.files.models import Attachment, Kind
from yankao.kernel.files.serving import serve
from yankao.kernel.programmes import desk
from yankao.kernel.programmes.access import client, public
from yankao.kernel.programmes.models import OutsideLink
from yankao.kernel.programmes.outside import limits, links
from yankao.kernel.programmes.outside.forms import AnswerForm
from yankao.kernel.ui.pages import page, problem

from .budgets import Budget, network
from .caching import unkept

WRONG = Budget("outside.wrong", limits.WRONG)
ANSWERS = Budget("outside.answers", limits.ANSWERS)
ANSWER = "answer"


@public
@unkept
def outside(request: HttpRequest, token: str) -> HttpResponse:
    """Shows number, category, place and what was asked; never who reported or what they wrote."""
    link = links.find(token)
    if link is None:
        if not WRONG.spend(network(client(request))):
            return problem(request, 429, reason=_("嘗試次數太多，請一小時後再試。"))
        return page(request, "counter/outside.html", {"link": None}, status=404)
    shut = links.why_shut(link, timezone.now())
    if shut:
        return page(request, "counter/outside.html", {"link": link, "shut": shut}, status=410)
    if request.method == "POST":
        return answered(request, link)
    links.opened(link, client=client(request))
    return show(request, link)


def show(
    request: HttpRequest, link: OutsideLink, *, asked: str = "",
    form: forms.BaseForm | None = None, refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    """The forms of the moves that are possible now, and the plain answer."""
    who = links.actor(link)
    moves = [
        (action, form if action.name == asked else desk.form_for(link.case, action, by=who))
        for action in links.actions(link)
    ]
    context = {
        "link": link, "case": link.case, "moves": moves, "asked": asked, "refusal": refusal,
        "plain": form if asked == ANSWER else AnswerForm(auto_id="answer_%s"),
        "photos": photos(link), "sent": "sent" in request.GET,
    }  # fmt: skip
    return page(request, "counter/outside.html", context, status=status)


def photos(link: OutsideLink) -> list[Attachment]:
    """Photos from the place, when the official gave them along; nothing that tells who reported."""
    if not link.with_photos:
        return []
    rows = Attachment.objects.filter(case=link.case, identifying=False).shown()
    rows = rows.for_those_with_a_link()
    return list(rows.exclude(kind=Kind.PHOTO_AFTER).exclude(thumbnail=""))


def answered(request: HttpRequest, link: OutsideLink) -> HttpResponse:
    """One answer; a mistake or a refusal comes back in words, with what was typed."""
    if not ANSWERS.spend(str(link.pk)):
        return problem(request, 429, reason=_("回報次數太多，請一小時後再試。"))
    asked = request.POST.get("do", ANSWER)
    action = next((one for one in links.actions(link) if one.name == asked), None)
    if action is not None:
        return moved(request, link, action)
    form = AnswerForm(request.POST, request.FILES, auto_id="answer_%s")
    if asked != ANSWER or not form.is_valid():
        told = "" if asked == ANSWER else _("案件狀態已變更，這個回報沒有送出，請重新確認。")
        status = 422 if asked == ANSWER else 409
        return show(request, link, asked=ANSWER, form=form, refusal=told, status=status)
    said = form.cleaned_data
    links.answer(link, said["text"], said["photos"], client=client(request))
    return redirect(f"{request.path}?sent")


def moved(request: HttpRequest, link: OutsideLink, action: Action) -> HttpResponse:
    """A move of the workflow, by the same form that a crew fills."""
    try:
        case = desk.act(
            link.case, action.name, by=links.actor(link), data=request.POST, files=request.FILES,
            client=client(request),
        )  # fmt: skip
    except Invalid as error:
        return show(request, link, asked=action.name, form=error.form, status=422)
    except CaseError as error:
        return show(request, link, refusal=str(error), status=409)
    link.case = case
    links.tell(link, str(action.label), timezone.now())
    return redirect(f"{request.path}?sent")


@public
@require_GET
def photo(request: HttpRequest, token: str, pk: int) -> HttpResponseBase:
    """A photo that was given along with a link that still opens."""
    link = links.find(token)
    if link is None or links.why_shut(link, timezone.now()):
        return HttpResponse(status=404)
    rows = Attachment.objects.filter(pk__in=[one.pk for one in photos(link)])
    return serve(request, get_object_or_404(rows, pk=pk), thumbnail="small" in request.GET)
