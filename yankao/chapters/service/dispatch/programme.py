"""Everything the kernel needs to know of street dispatch; it finds this file by itself."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.counter.letters import give_receipt
from yankao.kernel.geo.places import coarse
from yankao.kernel.programmes.programme import Post, Programme, PublicDoor
from yankao.kernel.programmes.quality.sheet import Sheet

from .effects import flag_recurrence
from .endings import ending
from .figures import figures
from .forms import PublicReportForm, ReportForm
from .learning import WEIGHTS
from .limits import CRITERIA, PASSING, PUBLIC_WORDS, SAMPLE_LEAST, SAMPLE_PERCENT, settings
from .models import Dispatch, Hazard, original
from .similar import same_incident
from .workflow import CONTROLLER, DUTY, OPERATOR, OUTDOORS, State, workflow


def public_pin(case: Case) -> tuple[float, float] | None:
    """Where it is, to three decimals for noise and animals: never somebody's door."""
    if case.lng is None or case.lat is None:
        return None
    sensitive = case.category is not None and case.category.data.get("sensitive_place")
    return coarse(case.lng, case.lat) if sensitive else (case.lng, case.lat)


def progress(case: Case) -> list[tuple[str, str]]:
    """What the reporter may read of the handling; free text of officials stays inside."""
    detail: Dispatch = case.dispatch
    shown = [(_("處理結果"), detail.get_result_display()), (_("處理情形"), detail.remedy)]
    if detail.planned_at:
        shown.append((_("預定修復日"), detail.planned_at.isoformat()))
    if detail.handed_to:
        shown.append((_("已轉請單位"), detail.handed_to))
    return [(str(label), str(value)) for label, value in shown if value]


def public_words(case: Case) -> str:
    """The description, once the city has decided to publish it; the counter masks it."""
    detail: Dispatch = case.dispatch
    return detail.description if PUBLIC_WORDS.value() else ""


def settled(since: datetime, until: datetime) -> CaseQuerySet:
    """What was closed in that span; joined and void reports were never worked on."""
    rows = Case.objects.ours().filter(programme="dispatch", state=State.CLOSED)
    return rows.filter(closed_at__gte=since, closed_at__lt=until)


def searchable(detail: Dispatch) -> str:
    return f"{detail.description} {detail.asset_no} {detail.remedy} {detail.source_number}"


POSTS = [
    Post("operator", "林值機", "operator", "RDEC-JSC"),
    Post("controller", "周管考", "controller", "397220000A"),
    Post("duty-maintenance", "陳值勤", "duty", "B01000"),
    Post("crew-maintenance", "許大業", "crew", "B01000", "道路一班"),
    Post("contractor", "蘇承攬", "contractor", "B01000", "開口契約甲班", "大港土木包工業"),
    Post("duty-environment", "黃值勤", "duty", "A03000"),
    Post("duty-traffic", "吳值勤", "duty", "A04000"),
    Post("duty-water", "劉值勤", "duty", "B02000"),
    Post("duty-police", "蔡值勤", "duty", "A02000"),
    Post("duty-animals", "楊值勤", "duty", "E01001"),
    Post("duty-taipower", "鄭值勤", "duty", "E01005"),
]

SAYS = {
    State.CREATED: _("已收件，1999 正在通知負責的單位。"),
    State.NOTIFIED: _("已通知負責的單位，等候派員。"),
    State.HANDLING: _("負責的單位已受理，正在處理。"),
    State.MISROUTED: _("正在確認由哪個單位負責，時間照算。"),
    State.DONE: _("現場已處理完，1999 正在確認結果。"),
    State.PLANNED: _("危險已排除，正式修復已排定日期。"),
    State.CLOSED: _("處理完成。"),
    State.CONVERTED: _("需要較長時間，已改列為陳情案件續辦。"),
    State.DUPLICATE: _("與較早的通報是同一件，一起處理。"),
    State.VOID: _("這一案未成立。"),
}

programme = Programme(
    label="派工通報",
    label_en="Street dispatch",
    prefix="SD",
    forgets=["remedy", "safety_note", "phone_notice_to", "cause"],
    keep_years=5,
    icon="tool",
    detail=Dispatch,
    intake=ReportForm,
    opened_by=[OPERATOR],
    workflow=workflow,
    columns=["number", "state", "category", "address", "holder", "opened_at", "due_at"],
    facts=[
        "description", "hazard", "asset_no", "road_width", "road_class", "asset_owner",
        "observed_at", "phone_notice_at", "phone_notice_to", "online_notice_at", "ack_at",
        "arrived_at", "made_safe_at", "safety_note", "finished_at", "result", "remedy", "cause",
        "planned_at", "handed_to", "informed_at", "recurrence", "source_number",
    ],
    public=PublicDoor(
        title=_("通報道路與環境問題"),
        invitation=_("路面坑洞、路燈故障、路樹傾倒、積水、髒亂……有立即危險或妨礙的，四小時內處理。"),
        icon="tool",
        intake=PublicReportForm,
        on_the_map=True,
        pin=public_pin,
        progress=progress,
        actions=["add", "not_yet"],
        suggest_nearby=True,
        rated=[State.CLOSED],
        similar=same_incident,
        short=_("通報問題"),
        says=SAYS,
        words=public_words,
        ending=ending,
        photos=True,
        offline=True,
    ),
    mounts={"open311/v2/": "open311", "open1999/": "legacy"},
    settings=settings,
    figures=figures,
    managers=[CONTROLLER],
    hands_out=[DUTY, OPERATOR],
    joins_people=[OPERATOR],
    overseers=[CONTROLLER, OPERATOR],
    drives_out=OUTDOORS,
    asset="asset_no",
    recurs="recurrence",
    urgent=Q(dispatch__hazard=Hazard.IMMEDIATE),
    sheet=Sheet(CRITERIA, settled, CONTROLLER, SAMPLE_PERCENT, SAMPLE_LEAST, PASSING),
    after_open=[flag_recurrence, give_receipt],
    demo_posts=POSTS,
    searchable=searchable,
    weights=WEIGHTS,
    original=original,
)  # fmt: skip
