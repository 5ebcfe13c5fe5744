"""Officials' accounts, for those who manage a room: list, one account, what was done to it."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yankao.kernel.cases.errors import Refused
from yankao.kernel.people.models import Duty, Person
from yankao.kernel.ui.pages import page

from ..access import client, official
from . import accounts, roster
from .forms import OfficialForm
from .keys import end_key, keys

SIZE = 50


def allowed(request: HttpRequest) -> Person:
    """For others the page does not exist."""
    person = official(request)
    if not accounts.keeps_accounts(person):
        raise Http404
    return person


def found(asked: str, *, left: bool | None) -> QuerySet[Person]:
    """Those who work here, those who left, or (None) both, by name, user name, e-mail or unit."""
    rows = Person.objects.select_related("unit").order_by("username")
    rows = rows if left is None else rows.filter(is_active=not left)
    words = Q(name__icontains=asked) | Q(username__icontains=asked) | Q(email__icontains=asked)
    words |= Q(unit__name__icontains=asked) | Q(unit__short_name__icontains=asked)
    rows = rows.filter(words) if asked else rows
    running = Q(duties__until=None) | Q(duties__until__gt=timezone.localdate())
    return rows.annotate(held=Count("duties", filter=running))


@login_required
def officials(request: HttpRequest) -> HttpResponse:
    """Fifty at a time; `after` is the last user name of the page before."""
    allowed(request)
    asked, left = request.GET.get("q", "").strip(), "left" in request.GET
    rows = list(
        found(asked, left=left).filter(username__gt=request.GET.get("after", ""))[: SIZE + 1]
    )
    more = rows[SIZE - 1].username if len(rows) > SIZE else ""
    context = {"rows": rows[:SIZE], "asked": asked, "left": left, "more": more}
    return page(request, "programmes/officials.html", context, part="rows")


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Enters an official; the link to set a password is shown once, on the next page."""
    by, form = allowed(request), OfficialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = accounts.enter(form.save(commit=False), by=by, client=client(request))
        messages.success(request, _("已建立 {who} 的帳號。").format(who=person))
        return shown(request, person, OfficialForm(instance=person),
                     link=accounts.link(person, by=by, client=client(request)))  # fmt: skip
    context = {"form": form}
    return page(request, "programmes/official_new.html", context, part="form",
                status=422 if form.is_bound else 200)  # fmt: skip


@login_required
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its facts, duties, link, factors, and what was done to it."""
    by, person = allowed(request), get_object_or_404(Person.objects.select_related("unit"), pk=pk)
    if "end_key" in request.POST:
        return end_key(request, person, request.POST["end_key"])
    step = next((name for name in STEPS if name in request.POST), "")
    if step:
        return done(request, person, step, by)
    form = OfficialForm(request.POST or None, instance=person)
    if form.is_bound and form.is_valid():
        try:
            accounts.change(person, form.changed_data, by=by, client=client(request))
        except Refused as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("已儲存 {who} 的資料。").format(who=person))
            return redirect(request.path)
    return shown(request, person, form, status=422 if form.is_bound else 200)


@login_required
def roster_page(request: HttpRequest) -> HttpResponse:
    """A roster of many, row by row; what could not be used is listed with its reason."""
    by, taken = allowed(request), None
    form = roster.RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        taken = roster.take(form.cleaned_data["file"], by=by, client=client(request))
        form = roster.RosterForm()
    context = {"form": form, "taken": taken}
    return page(request, "programmes/roster.html", context, status=422 if form.is_bound else 200)


@login_required
@require_POST
def links(request: HttpRequest) -> HttpResponseBase:
    """For those of the list who never signed in, a file with the link of each."""
    by, asked = allowed(request), request.POST.get("q", "").strip()
    waiting = found(asked, left=False).filter(last_login=None)[: roster.MOST]
    return roster.links(waiting, by=by, client=client(request))


STEPS = {
    "leave": accounts.leave, "back": accounts.come_back, "clear": accounts.clear_factors,
    "link": accounts.link,
}  # fmt: skip


def done(request: HttpRequest, person: Person, step: str, by: Person) -> HttpResponse:
    """One step, or why not; a link is told on this page and nowhere again."""
    try:
        came = STEPS[step](person, by=by, client=client(request))
    except Refused as error:
        messages.error(request, str(error))
        return redirect(request.path)
    if step == "link":
        return shown(request, person, OfficialForm(instance=person), link=str(came))
    told = {
        "leave": _("已停用 {who} 的帳號並結束其職務。"),
        "back": _("已恢復 {who} 的帳號，職務請另行指派。"),
        "clear": _("已清除 {who} 的第二驗證，下次登入時重新設定。"),
    }  # fmt: skip
    messages.success(request, told[step].format(who=person))
    if step == "leave" and came:
        messages.warning(request, _("仍有 {n} 件未結案由其承辦，請各單位改派。").format(n=came))
    return redirect(request.path)


def shown(
    request: HttpRequest, person: Person, form: OfficialForm, *, link: str = "", status: int = 200
) -> HttpResponse:
    held = Duty.objects.in_force(timezone.now()).filter(person=person).select_related("unit")
    context = {
        "person": person, "form": form, "link": link, "log": accounts.log(person),
        "duties": held.order_by("programme", "role"),
        "factors": is_mfa_enabled(person), "own": person == request.user,
        "keys": accounts.standing(person),
    }  # fmt: skip
    return page(request, "programmes/official.html", context, status=status)


urlpatterns = [
    path("officials/", officials, name="officials"),
    path("officials/new/", new, name="official_new"),
    path("officials/roster/", roster_page, name="roster"),
    path("officials/links.csv", links, name="official_links"),
    path("officials/<int:pk>/", one, name="official"),
    path("me/keys/", keys, name="keys"),
]
