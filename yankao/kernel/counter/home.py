"""The citizen's first page, and the menu above every public page."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language

from yankao.kernel.programmes.access import public
from yankao.kernel.ui.menu import MenuItem
from yankao.kernel.ui.pages import page

from . import doors, grants
from .caching import unkept


@public
@unkept
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Every programme's door, the way back to one's own cases, the telephone."""
    context = {"doors": doors.every(), "cases": grants.cases(request), "map": bool(doors.mapped())}
    return page(request, "counter/home.html", context)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Chinese or English, then back to where one was."""
    return set_language(request)


@public
@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """Where a weakness may be reported (RFC 9116); without an address there is no such page."""
    contact = settings.SECURITY_CONTACT
    if not contact:
        raise Http404
    until = (timezone.now() + timedelta(days=180)).strftime("%Y-%m-%dT%H:%M:%SZ")
    lines = [f"Contact: {contact}", f"Expires: {until}", "Preferred-Languages: zh, en"]
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def menu(request: HttpRequest) -> list[MenuItem]:
    """What a citizen may do, in the frame of every public page."""
    items = [MenuItem(_("首頁"), "/", "home")]
    items += [
        MenuItem(str(door.public.short or door.public.title), door.begins, door.public.icon)
        for door in doors.every()
    ]
    items.append(MenuItem(_("查詢進度"), "/progress/", "search"))
    if doors.mapped():
        items.append(MenuItem(_("案件地圖"), "/map/", "map"))
    items.append(MenuItem(_("市政數字"), "/numbers/", "chart-bar"))
    return items
