"""Whether the city works: for a load balancer in a word, for controllers in figures."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, connection
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from yankao.kernel.figures.models import Kept
from yankao.kernel.files import ocr
from yankao.kernel.files.models import Attachment
from yankao.kernel.notices.models import Notice
from yankao.kernel.ui.pages import page

from . import registry
from .access import official, public
from .calendar_duty import asked_for
from .calendar_pages import missing_year
from .measures import metrics
from .tabs import oversees
from .vitals import (
    SILENT,
    free_bytes,
    silence,
    stalled_jobs,
    store_answers,
    tried_letters,
    waiting_letters,
)

MOST_STALLED, MOST_LETTERS, FEW = 0, 20, 3
LEAST_FREE = 1 << 30


@dataclass(frozen=True)
class Sign:
    """One sign of health: what was seen, and whether that is well."""

    name: str
    label: str | Promise
    seen: str | Promise
    well: bool


def database() -> Sign:
    """Answers at all; an error is a sign as well."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return Sign("database", _("資料庫"), _("無回應"), False)
    return Sign("database", _("資料庫"), _("正常"), True)


def worker() -> Sign:
    ago = silence()
    if ago is None:
        return Sign("worker", _("背景作業程式"), _("未啟動"), False)
    seconds = max(0, int(ago.total_seconds()))
    seen = _("{seconds} 秒前回報").format(seconds=seconds)
    return Sign("worker", _("背景作業程式"), seen, ago < SILENT)


def stalled() -> Sign:
    count = stalled_jobs()
    return Sign("jobs", _("中斷的背景作業"), str(count), count <= MOST_STALLED)


def letters() -> Sign:
    count = waiting_letters()
    return Sign("letters", _("逾時未寄的信"), str(count), count <= MOST_LETTERS)


def mail() -> Sign:
    """Attempts that fail in a row are seen at once, long before letters count as late."""
    sent, failed = tried_letters()
    seen = _("寄出 {sent}，未成 {failed}（15 分鐘內）").format(sent=sent, failed=failed)
    return Sign("mail", _("寄信"), seen, failed < FEW or failed <= sent)


def store() -> Sign:
    """Not for the load balancer: without photos a city still answers."""
    well = store_answers()
    return Sign("store", _("檔案儲存"), _("正常") if well else _("無回應"), well)


def reader() -> Sign:
    """Not needed: without it pictures stay closed until an officer has looked."""
    if not ocr.present():
        return Sign("reader", _("照片文字辨識"), _("未安裝，照片由承辦人查看"), True)
    chinese = ocr.reads_chinese()
    seen = _("已安裝（中文與英數字）") if chinese else _("已安裝（只有英數字，請加裝繁體中文）")
    waiting = Attachment.objects.waiting_for_look().count()
    told = format_lazy("{}{}", seen, _("，待檢查 {n} 張").format(n=waiting)) if waiting else seen
    return Sign("reader", _("照片文字辨識"), told, chinese)


def disk() -> Sign:
    free = free_bytes()
    return Sign("disk", _("磁碟可用空間"), f"{free / (1 << 30):.1f} GiB", free >= LEAST_FREE)


def office_calendar() -> Sign:
    """From 1 October on next year's calendar should be here; it stops no server."""
    missing = missing_year()
    seen = _("尚未載入 {year} 年").format(year=missing) if missing else _("已載入")
    urgent = missing is not None and asked_for(missing)
    return Sign("calendar", _("辦公日曆"), seen, not urgent)


def kept_figures() -> Sign:
    """What the nightly proof found; a wrong figure stops no server."""
    wrong = Kept.objects.aggregate(all=Sum("differences"))["all"] or 0
    seen = _("統計與案件不符 {n} 處").format(n=wrong) if wrong else _("正常")
    return Sign("figures", _("統計彙總"), seen, not wrong)


ASKING_THE_DATABASE: list[Callable[[], Sign]] = [worker, stalled, letters, mail]


def signs() -> Iterator[Sign]:
    """All signs; what lives in the database is asked only when that answers."""
    first = database()
    yield first
    yield disk()
    if first.well:
        for sign in ASKING_THE_DATABASE:
            yield sign()


@public
def health(request: HttpRequest) -> HttpResponse:
    """200 when all is well, 503 when something is not; which, but never why."""
    found = {sign.name: sign.well for sign in signs()}
    well = all(found.values())
    told = {"status": "ok" if well else "unwell", "checks": found}
    answer = JsonResponse(told, status=200 if well else 503)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@login_required
def health_page(request: HttpRequest) -> HttpResponse:
    """The same with its figures, for those who oversee a room."""
    person = official(request)
    if not any(oversees(programme, person) for programme in registry.every()):
        raise Http404
    found = [*signs(), store(), reader(), office_calendar(), kept_figures()]
    context = {
        "signs": found,
        "well": all(sign.well for sign in found),
        "undelivered": Notice.objects.undelivered().count(),
        "waiting_jobs": ProcrastinateJob.objects.filter(status="todo").count(),
        "now": timezone.now(),
    }
    return page(request, "programmes/health.html", context, part="signs")


urlpatterns = [
    path("health", health, name="health"),
    path("metrics", public(metrics), name="metrics"),
    path("desk/health/", health_page, name="health_page"),
]
