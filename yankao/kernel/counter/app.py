"""便民一路通: the counter as a program on the telephone; its name, and what it is offline."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from yankao.kernel.cases.intake import APP
from yankao.kernel.programmes.access import public
from yankao.kernel.ui.pages import page

from . import doors

BRAND = "#0b5a80"
ICONS = [("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"),
         ("icon-maskable.png", 512, "maskable")]  # fmt: skip


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Name, icons and shortcuts of the installed program (W3C Web Application Manifest)."""
    told = {
        "id": "/", "name": APP, "short_name": APP, "start_url": "/?app", "scope": "/",
        "display": "standalone", "background_color": BRAND, "theme_color": BRAND,
        "lang": "en" if get_language() == "en" else "zh-Hant-TW",
        "description": _("通報、陳情、預約與查詢進度；沒有訊號時先寫好，連上網路自動送出。"),
        "icons": [
            {"src": static(f"ui/{name}"), "sizes": f"{size}x{size}", "type": "image/png",
             "purpose": purpose}
            for name, size, purpose in ICONS
        ],
        "shortcuts": [
            {"name": str(door.public.short or door.public.title), "url": door.begins}
            for door in doors.every()
        ],
    }  # fmt: skip
    answer = JsonResponse(told, content_type="application/manifest+json")
    answer["Cache-Control"] = "no-store"  # the telephone asks for it to know whether we answer
    return answer


@public
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Kept on the telephone: which forms can be filled in without a signal, and what waits."""
    forms = [door for door in doors.every() if door.public.offline]
    return page(request, "counter/offline.html", {"doors": forms})
