"""照護 → (119) → 事件紀錄 → 完成; what is not sudden is done when it is entered."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit, working_hours
from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import SYSTEM, Action, Clock, Workflow, stamp

from . import effects, guards, limits
from .forms import CorrectForm, HandOverForm, IncidentForm, SettleForm
from .states import MANAGER, NURSE, TONES, State


def to_report(case: Case) -> Limit:
    return working_hours(limits.REPORT_HOURS.value())


workflow = Workflow(
    State,
    start=State.ATTENDING,
    final=[State.DONE, State.VOID],
    actions=[
        Action("record", _("完成登錄"), State.ATTENDING, State.DONE, by=SYSTEM),
        Action(
            "call_ambulance", _("已通知 119"), State.ATTENDING, by=NURSE,
            only_if=guards.not_called, effects=[stamp("called_at")],
            hint=_("請留在病人身邊；自動體外心臟電擊器在服務台。"),
        ),
        Action(
            "hand_over", _("交給救護人員"), State.ATTENDING, State.REPORTING, by=NURSE,
            asks=HandOverForm, only_if=guards.called, effects=[effects.to_hospital],
        ),
        Action(
            "settle", _("沒有送醫，已結束"), State.ATTENDING, State.REPORTING, by=NURSE,
            asks=SettleForm, occasional=True,
        ),
        Action(
            "report", _("補登事件紀錄"), State.REPORTING, State.DONE, by=NURSE,
            asks=IncidentForm, tone="success",
        ),
        Action(
            "correct", _("更正"), [State.REPORTING, State.DONE], by=[NURSE, MANAGER],
            asks=CorrectForm, corrects=True, occasional=True,
        ),
        Action(
            "void", _("作廢"), [State.ATTENDING, State.REPORTING, State.DONE], State.VOID,
            by=[NURSE, MANAGER], asks=ReasonForm, tone="danger", occasional=True,
            hint=_("登錄錯誤才作廢；作廢的不計入人次。"),
        ),
    ],
    roles=[NURSE, MANAGER, SYSTEM],
    clocks=[Clock("report", _("事件紀錄期限"), to_report, runs_in=[State.REPORTING])],
    tones=TONES,
)  # fmt: skip
