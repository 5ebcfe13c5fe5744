"""Pages the kernel cannot draw: the counter's day, a scan read, who speaks for the petitioner."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.people.models import Contact, Person
from yankao.kernel.programmes import desk, registry
from yankao.kernel.programmes.access import case_or_404, client, official
from yankao.kernel.ui.pages import page

from . import counterday
from .models import petition


def case_for(request: HttpRequest, number: str) -> Case:
    return case_or_404(official(request), registry.get("petitions"), number)


@require_POST
@login_required
def proxy(request: HttpRequest, number: str) -> HttpResponse:
    """Who speaks for the petitioner; the look and its reason stay on the timeline."""
    case, person = case_for(request, number), official(request)
    reason = request.POST.get("reason", "").strip()[:300]
    contact = look_at_proxy(case, person, reason, client(request))
    if contact is None:
        raise Http404
    context = {"case": case, "programme": registry.of(case), "contact": contact}
    return page(request, "petitions/proxy.html", context)


def look_at_proxy(case: Case, person: Person, reason: str, client: str) -> Contact | None:
    """The proxy, for whoever may know who petitions and says why."""
    contact = petition(case).proxy
    if contact is None or not may_see_identity(person, case) or len(reason) < 2:
        return None
    desk.note(case, "view_contact", _("查看代理人資料"), by=person, reason=reason, client=client)
    return contact


urlpatterns = [
    path("counter/", counterday.counter, name="counter"),
    path("counter/read/", counterday.read, name="read"),
    path("<str:number>/proxy/", proxy, name="proxy"),
]
in_api = {
    "counter/": "counter",
    "counter/read/": "read_scan",
    "<str:number>/proxy/": "proxy",
}
