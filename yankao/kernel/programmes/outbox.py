"""What did not arrive, to be sent again; in the demo also what would have been sent."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice, NoticeQuerySet
from yankao.kernel.notices.outbox import SHOWN, outbox_context, send_again
from yankao.kernel.people.models import Person
from yankao.kernel.ui.pages import page

from . import registry
from .access import official
from .tabs import oversees


def troubled(person: Person) -> NoticeQuerySet:
    """Letters about cases this person may see that have not reached anybody."""
    cases = Case.objects.visible_to(person).values("pk")
    return Notice.objects.outgoing().undelivered().filter(case__in=cases)


@login_required
def outbox(request: HttpRequest) -> HttpResponse:
    """For those who oversee a room; whole letters are shown in the demo only."""
    person = official(request)
    if not any(oversees(programme, person) for programme in registry.every()):
        raise Http404
    if request.method == "POST":
        wanted = request.POST.get("notice", "")
        notice = get_object_or_404(troubled(person), pk=wanted if wanted.isdigit() else 0)
        send_again(request, notice.pk)
        return redirect(request.path)
    context = outbox_context() if getattr(settings, "DEMO", False) else {"letters": []}
    context |= {"troubled": list(troubled(person)[:SHOWN]), "resend_url": request.path}
    return page(request, "notices/outbox.html", context)
