"""What was sent or would have been sent: letters and their deliveries, for controllers."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from yankao.kernel.notices.models import OutboxLetter
from yankao.kernel.ui.pages import page

from . import registry
from .access import official
from .tabs import oversees

SHOWN = 100


@login_required
def outbox(request: HttpRequest) -> HttpResponse:
    """The demo's post box; only letters of rooms this person oversees."""
    person = official(request)
    if not any(oversees(programme, person) for programme in registry.every()):
        raise Http404
    letters = OutboxLetter.objects.order_by("-pk")[:SHOWN]
    return page(request, "notices/outbox.html", {"letters": letters})
