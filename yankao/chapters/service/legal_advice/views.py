"""The room's own pages: finding a time, the line at a site, the day sheet, the secret notes."""

from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yankao.kernel.cases.models import Case
from yankao.kernel.counter import grants
from yankao.kernel.counter.caching import unkept
from yankao.kernel.programmes import desk, registry
from yankao.kernel.programmes.access import case_or_404, client, official, only, public
from yankao.kernel.programmes.api.counterparts import Without
from yankao.kernel.ui.pages import page

from . import daysheet, doors, finding, ical, keeping, limits
from .letters import CALENDAR_SALT
from .models import Lawyer, Note, Site, booking
from .queue import place_of
from .states import LAWYER


@public
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Free times, day by day; choosing one leads to the form."""
    form = finding.FindForm(request.GET)
    context = {
        "form": form, "days": list(finding.days(form)), "carried": urlencode(form.carried()),
        "until": limits.open_until(), "minutes": limits.SLOT_MINUTES.value(),
        "need": limits.INTERPRETER_WORKDAYS.value(),
    }  # fmt: skip
    return page(request, "legal_advice/slots.html", context, part="found")


@public
@unkept
@require_GET
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The booking for one's own calendar, as it stands now."""
    try:
        key = signing.loads(token, salt=CALENDAR_SALT)
    except signing.BadSignature as error:
        raise Http404 from error
    rows = Case.objects.select_related("legal_advice__site", "legal_advice__session", "last_entry")
    case = get_object_or_404(rows, pk=key, programme=doors.ROOM)
    answer = HttpResponse(
        ical.calendar_of(case, timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{case.number}.ics"'
    return answer


@public
@unkept
@require_GET
def line(request: HttpRequest, number: str) -> HttpResponse:
    """Where one stands in the line right now; for the browser that follows the case."""
    case = grants.case_of(request, number)
    if case is None or case.programme != doors.ROOM:
        raise Http404
    context = {"case": case, "place": place_of(booking(case), timezone.now())}
    return page(request, "legal_advice/line.html", context)


@public
@require_GET
def wall(request: HttpRequest, pk: int) -> HttpResponse:
    """The board in the waiting room: codes and times, nobody's name."""
    site, now = get_object_or_404(Site, pk=pk, active=True), timezone.now()
    context = {"site": site, "rows": daysheet.wall_of(site, now), "now": now}
    return page(request, "legal_advice/wall.html", context, part="rows")


class NoteForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("新增筆記"), min_length=2, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )  # fmt: skip


@unkept
@only(lambda person: doors.has(person, [LAWYER]))
def notes(request: HttpRequest, number: str) -> HttpResponse:
    """Only the lawyer who gives the advice; that they were read stands on the timeline."""
    person = official(request)
    case = case_or_404(person, registry.get(doors.ROOM), number)
    lawyer = Lawyer.objects.filter(person=person).first()
    if lawyer is None or case.handler_id != person.pk:
        raise Http404
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        text, now = form.cleaned_data["text"], timezone.now()
        Note.objects.create(case=case, lawyer=lawyer, text=text, at=now)
        desk.note(case, "write_note", _("寫入諮詢筆記"), by=person, client=client(request))
        messages.success(request, _("已儲存。"))
        return redirect(request.path)
    rows = list(Note.objects.filter(case=case, lawyer=lawyer))
    if rows:
        desk.note(case, "read_notes", _("閱讀諮詢筆記"), by=person, client=client(request))
    context = {"programme": registry.of(case), "case": case, "rows": rows, "form": form}
    status = 422 if form.is_bound else 200
    return page(request, "legal_advice/notes.html", context, status=status)


urlpatterns = [
    path("slots/", find, name="slots"),
    path("calendar/<str:token>/", calendar, name="calendar"),
    path("line/<str:number>/", line, name="line"),
    path("wall/<int:pk>/", wall, name="wall"),
    path("day/", daysheet.day, name="day"),
    path("day/check-in/", daysheet.check_in, name="check_in"),
    path("day/walk-in/", daysheet.walk_in, name="walk_in"),
    path("sessions/", keeping.sessions, name="sessions"),
    path("sessions/new/", keeping.session, name="session_new"),
    path("sessions/<int:pk>/close/", keeping.close, name="session_close"),
    path("lawyers/", keeping.lawyers, name="lawyers"),
    path("lawyers/new/", keeping.lawyer, name="lawyer_new"),
    path("lawyers/<int:pk>/", keeping.lawyer, name="lawyer"),
    path("sites/", keeping.sites, name="sites"),
    path("sites/new/", keeping.site, name="site_new"),
    path("sites/<int:pk>/", keeping.site, name="site"),
    path("<str:number>/notes/", notes, name="notes"),
]
in_api = {
    "slots/": "slots",
    "calendar/<str:token>/": Without("is a file for calendar programs already"),
    "line/<str:number>/": Without("its two values stand in the counter's progress"),
    "wall/<int:pk>/": "wall",
    "day/": "day",
    "day/check-in/": "check_in_by_code",
    "day/walk-in/": "add_walk_in",
    "sessions/": "sessions",
    "sessions/new/": "add_session",
    "sessions/<int:pk>/close/": "close_session",
    "lawyers/": "lawyers",
    "lawyers/new/": "add_lawyer",
    "lawyers/<int:pk>/": "change_lawyer",
    "sites/": "sites",
    "sites/new/": "add_site",
    "sites/<int:pk>/": "change_site",
    "<str:number>/notes/": Without("notes of a consultation are secret and leave by no interface"),
}
