"""The city's older feed, ServiceRequestsQuery, served as it always was; mounted at /open1999/."""

from datetime import date, datetime, timedelta

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.counter import doors
from yankao.kernel.programmes.access import public
from yankao.kernel.values.roc import Unreadable, chinese_clock, parse_date
from yankao.kernel.values.taipei import end_of, midnight

from .models import Dispatch
from .workflow import State

LONGEST = timedelta(days=92)
STATUS = {
    State.CREATED: ("1", "建立中"),
    State.NOTIFIED: ("2", "待確認"),
    State.MISROUTED: ("2", "待確認"),
    State.HANDLING: ("3", "待處理"),
    State.DONE: ("4", "處理完成"),
}
CLOSED = ("5", "解除管制")


@public
@require_GET
def service_requests_query(request: HttpRequest) -> HttpResponse:
    """Cases created from startDate to endDate (YYYYMMDD), both days included."""
    try:
        since, until = (asked(request, name) for name in ("startDate", "endDate"))
    except Unreadable as error:
        return JsonResponse({"error": str(error)}, status=400)
    if not since <= until < since + LONGEST:
        words = _("startDate 不得晚於 endDate，且相距至多 {n} 天。").format(n=LONGEST.days - 1)
        return JsonResponse({"error": words}, status=400)
    rows = created(since, until).order_by("-opened_at", "-pk")
    response = JsonResponse(
        list(map(row, rows)), safe=False, json_dumps_params={"ensure_ascii": False}
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def asked(request: HttpRequest, name: str) -> date:
    said = request.GET.get(name, "").strip()
    if len(said) != 8:
        raise Unreadable(_("請以 YYYYMMDD 給 {name}。").format(name=name))
    return parse_date(said)


def created(since: date, until: date) -> CaseQuerySet:
    rows = Case.objects.ours().filter(
        programme="dispatch", confidential=False, opened_at__gte=midnight(since),
        opened_at__lt=end_of(until),
    )  # fmt: skip
    return rows.select_related("category", "district", "holder", "dispatch")


def row(case: Case) -> dict[str, str]:
    """The names of the old feed; what people wrote only when that is published, and masked."""
    detail: Dispatch = case.dispatch
    code, name = STATUS.get(State(case.state), CLOSED)
    seen = doors.pin(case)
    return {
        "FileNo_": detail.source_number or case.number,
        "Status_": code,
        "StatusName_": name,
        "Cre_Date_": chinese_clock(case.opened_at),
        "ReplyUnit_": case.holder.code if case.holder else "",
        "UnitName_": case.holder.short_name if case.holder else "",
        "zipcode_": case.district.zip3 if case.district else "",
        "ZipName_": case.district.name if case.district else "",
        "address_": doors.place(case),
        "InformDesc_": case.category.name if case.category else "",
        "BeforeDesc_": doors.words(case) or (case.category.hint if case.category else ""),
        "AfterDesc_": str(detail.get_result_display()) if detail.result else "",
        "Memo_": "",
        "Save_Date_": clock(detail.online_notice_at),
        "Close_Date_": clock(case.closed_at),
        "Lat_": str(seen[1]) if seen else "",
        "Lng_": str(seen[0]) if seen else "",
    }


def clock(at: datetime | None) -> str:
    return chinese_clock(at) if at else ""


urlpatterns = [path("ServiceRequestsQuery", service_requests_query, name="service_requests_query")]
