"""The citizen's first page, and the menu above every public page."""

from django.http import HttpRequest, HttpResponse
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


def menu(request: HttpRequest) -> list[MenuItem]:
    """What a citizen may do, in the frame of every public page."""
    items = [MenuItem(_("首頁"), "/", "home")]
    items += [
        MenuItem(str(door.public.short or door.public.title), door.url, door.public.icon)
        for door in doors.every()
    ]
    items.append(MenuItem(_("查詢進度"), "/progress/", "search"))
    if doors.mapped():
        items.append(MenuItem(_("案件地圖"), "/map/", "map"))
    items.append(MenuItem(_("市政數字"), "/numbers/", "chart-bar"))
    return items
