"""櫃台: the clerk's day, all channels on one page; and a scan read, offered, never trusted."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from PIL import Image

from yankao.kernel.cases.intake import Channel
from yankao.kernel.cases.known import named
from yankao.kernel.cases.models import Case
from yankao.kernel.files import ocr
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.access import official, only
from yankao.kernel.programmes.tabs import tabs
from yankao.kernel.ui.pages import page
from yankao.kernel.values.taipei import day_of, midnight

from .states import CONTROLLER, DISPATCHER, INTAKE, State

NAME, URL = "petitions", "/service/petitions/"
SHOWN = 50
LARGEST = 20 * 1024 * 1024
WAITS = [State.AWAIT_CONFIRM, State.RECEIVED, State.REGISTERED]
BY_HAND = {Channel.COUNTER: "user", Channel.PHONE: "phone", Channel.PAPER: "mail",
           Channel.FAX: "printer"}  # fmt: skip


def may_enter(person: Person) -> bool:
    return bool({INTAKE.name, DISPATCHER.name, CONTROLLER.name} & person.roles_in(NAME))


def may_take_in(person: Person) -> bool:
    return INTAKE.name in person.roles_in(NAME)


@dataclass(frozen=True)
class Line:
    """A channel today: what came in, and what of all that came in still waits, by state."""

    label: str
    came: int
    waits: list[int]


def lines(person: Person, now: datetime) -> list[Line]:
    """The five channels and their sum, as far as this person may see the cases."""
    today = Q(opened_at__gte=midnight(day_of(now)))
    rows = Case.objects.visible_to(person).filter(programme=NAME)
    rows = rows.filter(today | Q(state__in=WAITS)).exclude(state=State.VOID).order_by()
    sums = {state: Count("pk", filter=Q(state=state)) for state in WAITS}
    counted: dict[str, Any] = {
        row["channel"]: row
        for row in rows.values("channel").annotate(came=Count("pk", filter=today), **sums)
    }
    empty = dict.fromkeys(["came", *WAITS], 0)
    found = []
    for channel in Channel:
        row = counted.get(channel.value, empty)
        found.append(Line(str(channel.label), row["came"], [row[state] for state in WAITS]))
    whole = [sum(numbers) for numbers in zip(*(one.waits for one in found), strict=True)]
    return [*found, Line(_("合計"), sum(one.came for one in found), whole)]


def waiting(person: Person) -> list[Case]:
    """What the clerk has to register or to assign, the longest waiting first."""
    rows = Case.objects.visible_to(person).filter(programme=NAME)
    rows = rows.filter(state__in=[State.RECEIVED, State.REGISTERED])
    return named(rows.order_by("opened_at", "pk")[:SHOWN])


@require_GET
@only(may_enter)
def counter(request: HttpRequest) -> HttpResponse:
    """Today at the counter."""
    person, programme, now = official(request), registry.get(NAME), timezone.now()
    context = {
        "programme": programme, "tabs": tabs(programme, person, "counter"), "url": URL,
        "lines": lines(person, now), "steps": [_("待確認"), _("待立案"), _("待分文")],
        "rows": waiting(person), "shown": SHOWN, "enters": may_take_in(person),
        "ways": [(one.value, one.label, icon) for one, icon in BY_HAND.items()],
    }  # fmt: skip
    return page(request, "petitions/counter.html", context)


@require_POST
@only(may_take_in)
def read(request: HttpRequest) -> HttpResponse:
    """The text of a scan, for the clerk to check; nothing is kept."""
    text, trouble = read_scan(request.FILES.get("file"))
    return JsonResponse({"text": text, "trouble": trouble}, status=422 if trouble else 200)


def read_scan(file: "UploadedFile[bytes] | None") -> tuple[str, str]:
    """What was read, or why nothing was."""
    if file is None or not file.size or file.size > LARGEST:
        return "", _("請選一個 20 MB 以內的圖檔。")
    try:
        text = ocr.text(file.read())
    except (ocr.Unreadable, OSError, ValueError, Image.DecompressionBombError):
        return "", _("讀不出文字。請用 JPG、PNG 或 TIFF 圖檔，或直接打字。")
    return text, "" if text else _("這張圖裡沒有讀到文字。")
