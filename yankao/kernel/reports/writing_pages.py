"""The page on which a section is written: text, preview, numbers, remarks, history."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import case_or_404, official
from yankao.kernel.ui.pages import page

from . import writing
from .composing import Composer, Contribution
from .desks import WritingDesk, desks, may_write
from .document import Ref
from .markup import letters, typed_numbers
from .models import Remark, Version
from .quoting import Entry, Quoter, Unquotable
from .webpage import Sheet

LONGEST = 100_000
OFFERED = 8
NOT_NOW = gettext_lazy("文稿目前為「{state}」，您不能再修改；您的文字未儲存，請先複製。")


class Seat:
    """One person at one text: what both know."""

    def __init__(self, request: HttpRequest, number: str, room: str) -> None:
        self.person: Person = official(request)
        self.desk: WritingDesk = desks[room]
        self.case: Case = case_or_404(self.person, registry.get(room), number)
        self.writes = may_write(self.desk, self.case, self.person)
        self.url = f"{registry.get(room).url}{number}/"

    def preview(self, text: str) -> dict[str, Any]:
        """The text as it will be printed, what is wrong with it, and its length."""
        composer = Composer(self.desk.quoter(self.case))
        section = composer.compose(Contribution("", self.desk.title(self.case), text))
        limit, length = self.desk.limit(self.case), letters(text)
        return {
            "printed": Sheet("", level=0).blocks(section), "troubles": composer.troubles,
            "length": length, "limit": limit, "over": max(length - limit, 0) if limit else 0,
            "typed": typed_numbers(text)[:5], "numbers": composer.quoted,
        }  # fmt: skip

    def context(self, text: str, top: Version | None) -> dict[str, Any]:
        return {
            "case": self.case, "programme": registry.of(self.case), "url": self.url,
            "title": self.desk.title(self.case), "text": text, "head": top,
            "base": top.number if top else 0, "writes": self.writes,
            "waiting": writing.waiting(self.case), **self.preview(text),
            "remarks": Remark.objects.filter(case=self.case).select_related(
                "author", "settled_by", "version"),
        }  # fmt: skip


@require_GET
@login_required
def write(request: HttpRequest, number: str, room: str) -> HttpResponse:
    seat = Seat(request, number, room)
    top = writing.head(seat.case)
    return page(request, "reports/write.html", seat.context(top.text if top else "", top))


@require_POST
@login_required
def save(request: HttpRequest, number: str, room: str) -> HttpResponse:
    """Keeps what was typed; a script gets the panel beside the text, a browser the page."""
    seat = Seat(request, number, room)
    text, base = request.POST.get("text", ""), request.POST.get("base", "0")
    if not seat.writes:
        return refused(request, seat, text)
    if len(text) > LONGEST or not base.isdigit():
        raise Http404
    saved = writing.save(seat.case, text, int(base), by=seat.person, at=timezone.now())
    shown = text if saved.collisions else saved.head.text
    context = seat.context(shown, saved.head) | {"saved": saved}
    if not request.htmx:  # type: ignore[attr-defined]
        told = _("已儲存為第 {n} 版。").format(n=(saved.mine or saved.head).number)
        messages.success(request, told)
        return redirect(f"{seat.url}write/")
    return page(request, "reports/write.html", context, part="side")


def refused(request: HttpRequest, seat: Seat, text: str) -> HttpResponse:
    """The text has moved on while it was open; what was typed is still in the writer's hands."""
    context = seat.context(text, writing.head(seat.case))
    context |= {"refusal": NOT_NOW.format(state=seat.case.state_label)}
    return page(request, "reports/write.html", context, part="side", status=409)


@require_GET
@login_required
def pulse(request: HttpRequest, number: str, room: str) -> HttpResponse:
    """Whether somebody else saved meanwhile."""
    seat = Seat(request, number, room)
    base = request.GET.get("base", "0")
    newer = Version.objects.filter(case=seat.case, number__gt=int(base) if base.isdigit() else 0)
    others = newer.exclude(author=seat.person).select_related("author").order_by("-number")
    context = {"other": others.first(), "url": seat.url}
    return page(request, "reports/pulse.html", context)


@require_GET
@login_required
def figures(request: HttpRequest, number: str, room: str) -> HttpResponse:
    """Numbers to put in, found by words, each with its value now."""
    seat = Seat(request, number, room)
    quoter, asked = seat.desk.quoter(seat.case), request.GET.get("q", "").strip().lower()
    found = [one for one in quoter.catalogue() if matches(one, asked)]
    offers = [(one, value_of(quoter, one)) for one in found[:OFFERED]]
    context = {"offers": offers, "more": max(len(found) - OFFERED, 0), "asked": asked}
    return page(request, "reports/figures.html", context)


def matches(entry: Entry, asked: str) -> bool:
    said = f"{entry.name} {entry.label} {entry.room} {entry.definition}".lower()
    return all(word in said for word in asked.split())


def value_of(quoter: Quoter, entry: Entry) -> str:
    try:
        return quoter.quote(Ref(entry.name)).text
    except Unquotable as error:
        return str(error)


@require_GET
@login_required
def versions(request: HttpRequest, number: str, room: str) -> HttpResponse:
    """Every sitting with what changed and who changed it."""
    seat = Seat(request, number, room)
    context = {
        "case": seat.case, "programme": registry.of(seat.case), "url": seat.url,
        "title": seat.desk.title(seat.case), "sittings": writing.history(seat.case),
    }  # fmt: skip
    return page(request, "reports/versions.html", context)


@require_POST
@login_required
def decide(request: HttpRequest, number: str, room: str) -> HttpResponse:
    """Which of two texts of one paragraph stays."""
    seat = Seat(request, number, room)
    version, take = request.POST.get("version", ""), request.POST.get("take", "")
    if not seat.writes or not version.isdigit() or take not in ("mine", "theirs", "both"):
        raise Http404
    top = writing.decide(seat.case, int(version), take, by=seat.person, at=timezone.now())
    messages.success(request, _("已決定，現在是第 {n} 版。").format(n=top.number if top else 0))
    return redirect(f"{seat.url}write/")


@require_POST
@login_required
def remark(request: HttpRequest, number: str, room: str) -> HttpResponse:
    """A remark about a passage, or one that is settled."""
    seat = Seat(request, number, room)
    settled, text = request.POST.get("settle", ""), request.POST.get("text", "")
    about = request.POST.get("about", "")
    if not add_remark(seat, text, about, int(settled) if settled.isdigit() else None):
        messages.error(request, _("請寫下意見內容。"))
    return redirect(f"{seat.url}write/#remarks")


def add_remark(seat: Seat, text: str, about: str, settle: int | None) -> bool:
    """Whether something was said or settled."""
    top, now = writing.head(seat.case), timezone.now()
    if settle is not None:
        row = get_object_or_404(Remark, case=seat.case, pk=settle, settled_at=None)
        row.settled_at, row.settled_by = now, seat.person
        row.save(update_fields=["settled_at", "settled_by"])
        return True
    if top is None or len(text.strip()) < 2:
        return False
    Remark.objects.create(
        case=seat.case, version=top, about=about.strip()[:200], text=text.strip()[:1000],
        author=seat.person, at=now,
    )  # fmt: skip
    return True


def addresses(room: str) -> list[URLPattern]:
    """The addresses of a programme whose cases carry texts; it puts them among its own."""
    told = {"room": room}
    return [
        path("<str:number>/write/", write, told, name="write"),
        path("<str:number>/write/save/", save, told, name="write_save"),
        path("<str:number>/write/pulse/", pulse, told, name="write_pulse"),
        path("<str:number>/write/figures/", figures, told, name="write_figures"),
        path("<str:number>/write/versions/", versions, told, name="write_versions"),
        path("<str:number>/write/decide/", decide, told, name="write_decide"),
        path("<str:number>/write/remark/", remark, told, name="write_remark"),
    ]


in_api = {
    "<str:number>/write/": "text",
    "<str:number>/write/save/": "save_text",
    "<str:number>/write/pulse/": "text",
    "<str:number>/write/figures/": "offers",
    "<str:number>/write/versions/": "versions",
    "<str:number>/write/decide/": "decide",
    "<str:number>/write/remark/": "remark",
}
