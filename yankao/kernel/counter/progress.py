"""Number and password open the case's own page: where it is, until when, and what one can add."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.errors import CaseError, Invalid
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.files.models import Attachment, AttachmentQuerySet, Kind
from yankao.kernel.files.serving import serve
from yankao.kernel.notices import pushing
from yankao.kernel.programmes import desk
from yankao.kernel.programmes.access import client, public
from yankao.kernel.programmes.endings import main_number
from yankao.kernel.ui.logs import note
from yankao.kernel.ui.pages import page

from . import grants, photos, push, receipts, sheets, story, surveys
from .caching import unkept
from .doors import door_of, ending_of
from .surveys import RatingForm

WRONG = gettext_lazy("案號或查詢密碼不符，請再核對一次。字母 O 與數字 0、I 與 1 視為相同。")
TOO_OFTEN = gettext_lazy(
    "輸入錯誤的次數太多，請一小時後再試，或用下方的「忘記密碼」把新密碼寄到您留下的聯絡方式。"
)
NOT_NOW = gettext_lazy("這一案目前不能評分：已評過、尚未結案或調查已截止。")
TOO_MANY_SENT = gettext_lazy("這個網路連線在一小時內送出的件數或照片已達上限，請稍後再送。")


class SignInForm(forms.Form):
    """What the receipt says."""

    number = forms.CharField(label=gettext_lazy("案號"), max_length=40)
    password = forms.CharField(
        label=gettext_lazy("查詢密碼"), max_length=40,
        help_text=gettext_lazy("收件時給您的十個字，不分大小寫。"),
    )  # fmt: skip


@public
@unkept
def sign_in(request: HttpRequest) -> HttpResponse:
    """Asks for number and password; this browser then remembers the case for some hours."""
    status, trouble = 200, ""
    if request.method == "POST":
        form = SignInForm(sheets.typed(request.POST))
        status = 422
        if form.is_valid():
            number, password = form.cleaned_data["number"], form.cleaned_data["password"]
            try:
                case = receipts.check(number, password, client=client(request))
            except receipts.TooOften:
                status, trouble = 429, str(TOO_OFTEN)
                note("tracking_password_stopped", request)
            else:
                if case is not None:
                    grants.give(request, case)
                    return redirect(f"/progress/{case.number}/")
                trouble = str(WRONG)
                note("tracking_password_wrong", request)
    else:
        form = SignInForm(initial={"number": request.GET.get("number", "")[:40]})
    form.use_required_attribute = False
    context = {"form": form, "trouble": trouble, "cases": grants.cases(request)}
    return page(request, "counter/sign_in.html", context, status=status)


def held(request: HttpRequest, number: str) -> Case:
    case = grants.case_of(request, number)
    if case is None:
        raise Http404
    return case


@public
@unkept
@require_GET
def progress(request: HttpRequest, number: str) -> HttpResponse:
    case = grants.case_of(request, number)
    if case is None:
        return redirect(f"/progress/?number={receipts.number_of(number)}")
    return show(request, case)


def show(
    request: HttpRequest,
    case: Case,
    *,
    asked: str = "",
    form: forms.BaseForm | None = None,
    rating: RatingForm | None = None,
    tray: photos.Tray | None = None,
    status: int = 200,
) -> HttpResponse:
    """The case's page; a form that came back with mistakes stands in its place."""
    pictures = list(files(case))
    context = {
        **whereabouts(case),
        "door": door_of(case),
        "own": (f"{case.programme}/progress.html", "counter/progress_own.html"),
        "links": links(case),
        "now": timezone.now(),
        "push_key": "" if case.confidential else pushing.public_key(),
        "push_on": push.told_of(request, case),
        "before": [shown(case, one) for one in pictures if one.kind != Kind.PHOTO_AFTER],
        "after": [shown(case, one) for one in pictures if one.kind == Kind.PHOTO_AFTER],
        "actions": [
            (action, form if action.name == asked else blank(case, action))
            for action in actions(case)
        ],
        "asked": asked,
        "tray": tray or photos.Tray(),
        "rating": rating or (RatingForm() if surveys.may_rate(case) else None),
        "rated": getattr(case, "rating", None),
        "rate_until": surveys.closes_at(case),
    }  # fmt: skip
    return page(request, "counter/progress.html", context, status=status)


def whereabouts(case: Case) -> dict[str, Any]:
    """Where the case is, in words for its reporter; a joined one is where its main case is."""
    main, told = case.parent or case, story.told_of(case)
    ending = ending_of(main)
    return {
        "case": case,
        "main": main,
        "joined": main_number(case),
        "says": ending.words if ending else door_of(main).public.says.get(main.state, ""),
        "ending": ending,
        "promise": story.promise(main),
        "way": story.way(main, told if main == case else story.told_of(main)),
        "lines": story.lines(case, told),
        "done": done(main),
    }


def blank(case: Case, action: Action) -> forms.BaseForm | None:
    return desk.form_for(case, action, by=Citizen(case.pk))


def done(case: Case) -> list[tuple[str, str]]:
    """What the programme lets the reporter read of the handling."""
    tell = door_of(case).public.progress
    return tell(case) if tell else []


def links(case: Case) -> list[tuple[Any, str, str]]:
    """Pages and files of the programme's own that belong to the case."""
    tell = door_of(case).public.links
    return list(tell(case)) if tell else []


def files(case: Case) -> AttachmentQuerySet:
    """The citizen's own photos and those of the result, a joined case's included."""
    of = [case.pk, case.parent_id] if case.parent_id else [case.pk]
    rows = Attachment.objects.shown().filter(content_type__startswith="image/", case__in=of)
    own = rows.filter(case=case, uploaded_by=None)
    return own | rows.filter(kind=Kind.PHOTO_AFTER, identifying=False).for_those_with_a_link()


def shown(case: Case, photo: Attachment) -> dict[str, str]:
    url = f"/progress/{case.number}/files/{photo.pk}/"
    return {"url": url, "thumb": f"{url}?small", "alt": photo.get_kind_display()}


def actions(case: Case) -> list[Action]:
    """What the programme lets its reporter do, as far as it can be done now."""
    allowed = door_of(case).public.actions
    return [one for one in desk.available(case, Citizen(case.pk)) if one.name in allowed]


@public
@unkept
@require_POST
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """The citizen's own move, through the same desk as everybody's."""
    case = held(request, number)
    action = case.workflow.actions.get(name)
    if action is None or name not in door_of(case).public.actions:
        raise Http404
    field = sheets.photos_of(action.asks) if action.asks else None
    slot = field[0] if field else "photos"
    tray = photos.gather(request, name=slot)
    files, data = tray.files(slot), sheets.typed(request.POST)
    try:
        if tray.troubles:
            return show(request, case, asked=name, form=bound(case, action, data), tray=tray,
                        status=422)  # fmt: skip
        desk.act(case, name, by=Citizen(case.pk), data=data, files=files, client=client(request))
    except Invalid as error:
        return show(request, case, asked=name, form=error.form, tray=tray, status=422)
    except CaseError as error:
        messages.warning(request, str(error))
        return redirect(f"/progress/{number}/")
    photos.forget(tray.kept)
    messages.success(request, _("已收到，謝謝您。"))
    return redirect(f"/progress/{number}/")


def bound(case: Case, action: Action, data: QueryDict) -> forms.BaseForm | None:
    """The action's form with what was typed."""
    form = blank(case, action)
    if form is not None:
        form.data, form.is_bound = data, True
    return form


@public
@unkept
@require_POST
def rate(request: HttpRequest, number: str) -> HttpResponse:
    case = held(request, number)
    form = RatingForm(sheets.typed(request.POST))
    if not surveys.may_rate(case):
        messages.warning(request, NOT_NOW)
    elif not form.is_valid():
        return show(request, case, rating=form, status=422)
    elif surveys.rate(case, form.cleaned_data["score"], form.cleaned_data["comment"]):
        messages.success(request, _("謝謝您的評分。"))
    return redirect(f"/progress/{number}/")


@public
@require_GET
def file(request: HttpRequest, number: str, pk: int) -> HttpResponseBase:
    found = get_object_or_404(files(held(request, number)), pk=pk)
    return serve(request, found, thumbnail="small" in request.GET)


@public
@unkept
@require_POST
def leave(request: HttpRequest, number: str) -> HttpResponse:
    """Forgets the case in this browser."""
    grants.take(request, number)
    messages.success(request, _("這台裝置已不再記得這一案。"))
    return redirect("/progress/")
