"""建立 → 通報 → 處理中 → 完成回報 → 結案; one clock from first report to first DONE."""

from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from yankao.kernel.calendar.limits import minutes
from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.crews import CrewForm, has_crews
from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.translating import translate
from yankao.kernel.cases.workflow import (
    OUTSIDER,
    REPORTER,
    SYSTEM,
    Action,
    Clock,
    Move,
    Reminder,
    Role,
    Workflow,
    leads_to,
    stamp,
)
from yankao.kernel.counter.effects import add_up
from yankao.kernel.counter.reopening import not_yet
from yankao.kernel.notices.effects import (
    tell_crew,
    tell_holder,
    tell_joined,
    tell_returned,
)

from . import letters, limits
from .effects import become_petition
from .forms import (
    ArriveForm,
    CloseForm,
    CorrectForm,
    DuplicateForm,
    FinishForm,
    MisrouteForm,
    MoreForm,
    NotifyForm,
    RepairForm,
    ReturnForm,
    SafeForm,
)
from .models import Result, original


class State(TextChoices):
    CREATED = "created", gettext_lazy("建立")
    NOTIFIED = "notified", gettext_lazy("已通報")
    HANDLING = "handling", gettext_lazy("處理中")
    MISROUTED = "misrouted", gettext_lazy("待改派")
    DONE = "done", gettext_lazy("完成回報")
    PLANNED = "planned", gettext_lazy("待排期修復")
    CLOSED = "closed", gettext_lazy("結案")
    CONVERTED = "converted", gettext_lazy("轉陳情")
    DUPLICATE = "duplicate", gettext_lazy("併案")
    VOID = "void", pgettext_lazy("action", "註銷")


OPERATOR = Role("operator", gettext_lazy("1999 值機員"), confidential=True)
DUTY = Role("duty", gettext_lazy("機關值勤窗口"), at_holder=True)
CREW = Role("crew", gettext_lazy("外勤班"), at_holder=True)
CONTRACTOR = Role("contractor", gettext_lazy("委外班"), at_crew=True, identity="never")
CONTROLLER = Role("controller", gettext_lazy("研考會管考"), confidential=True, identity="never")

OUTDOORS = [CREW, CONTRACTOR, DUTY]
UNDER_WAY = [State.CREATED, State.NOTIFIED, State.HANDLING, State.MISROUTED]


def within_misroute_time(case: Case, by: Actor) -> str:
    notified = case.dispatch.online_notice_at
    allowed = limits.MISROUTE.value()
    if notified and timezone.now() - notified > timedelta(minutes=allowed):
        return _("通報已逾 {n} 分鐘，不能再申請改派，請電洽 1999 中心協調。").format(n=allowed)
    return ""


def made_safe_first(case: Case, by: Actor) -> str:
    safe = case.dispatch.made_safe_at
    return "" if safe else _("請先記錄現場安全措施（排除危險），才能轉為陳情案件。")


@leads_to(State.CLOSED, State.PLANNED)
def closed_or_planned(case: Case, move: Move) -> TextChoices:
    result = case.dispatch.result
    return State.PLANNED if result == Result.MADE_SAFE else State.CLOSED


def began(case: Case, move: Move) -> datetime:
    """At the end of the call, or when the app submitted."""
    return case.dispatch.call_ended_at or case.opened_at


def reminders() -> list[Reminder]:
    """To the holder at 120 minutes, to the controllers at 180 and when it is late."""
    remind, escalate = limits.REMIND.value(), limits.ESCALATE.value()
    return [
        Reminder("remind", letters.to_holder(_("尚未完成回報")), minutes(remind)),
        Reminder("escalate", letters.to_role(_("即將逾期"), CONTROLLER.name), minutes(escalate)),
        Reminder("overdue", letters.overdue(CONTROLLER.name)),
    ]


def not_accepted() -> list[Reminder]:
    return [Reminder("unaccepted", letters.to_holder(_("通報後尚未受理")))]


ACTIONS = [
    Action(
        "notify", gettext_lazy("通報"), [State.CREATED, State.MISROUTED], State.NOTIFIED,
        by=OPERATOR, asks=NotifyForm, effects=[stamp("online_notice_at"), tell_holder], bulk=True,
        hint=gettext_lazy("電話與線上同時通知權責單位；兩者都有紀錄才算完成通報。"),
    ),
    Action(
        "accept", gettext_lazy("受理"), State.NOTIFIED, State.HANDLING, by=[DUTY, CREW],
        effects=[stamp("ack_at")], bulk=True,
    ),
    Action(
        "misroute", gettext_lazy("申請改派"), [State.NOTIFIED, State.HANDLING], State.MISROUTED,
        by=DUTY, asks=MisrouteForm, only_if=within_misroute_time, tone="secondary", occasional=True,
    ),
    Action(
        "redirect", gettext_lazy("逕行改派"), [State.NOTIFIED, State.HANDLING], State.NOTIFIED,
        by=OPERATOR, asks=NotifyForm, effects=[stamp("online_notice_at"), tell_holder],
        tone="secondary", hint=gettext_lazy("期限不重新起算。"), occasional=True,
    ),
    Action(
        "send", gettext_lazy("派班"), [State.NOTIFIED, State.HANDLING, State.PLANNED], by=DUTY,
        asks=CrewForm, only_if=has_crews, effects=[tell_crew], bulk=True, occasional=True,
        tone="secondary",
    ),
    Action(
        "arrive", gettext_lazy("到場"), State.HANDLING, by=[CREW, CONTRACTOR], asks=ArriveForm,
        effects=[stamp("arrived_at")], tone="secondary", occasional=True, outdoors=True,
    ),
    Action(
        "make_safe", gettext_lazy("排除危險"), State.HANDLING, by=OUTDOORS, asks=SafeForm,
        effects=[stamp("made_safe_at")], tone="secondary", occasional=True, outdoors=True,
    ),
    Action(
        "finish", pgettext_lazy("action", "完成回報"), State.HANDLING, State.DONE,
        by=[*OUTDOORS, OUTSIDER],
        asks=FinishForm, effects=[stamp("finished_at")], tone="success", outdoors=True,
    ),
    Action(
        "repair", gettext_lazy("修復回報"), State.PLANNED, State.CLOSED, by=OUTDOORS,
        asks=RepairForm, effects=[letters.tell_ended], tone="success", outdoors=True,
    ),
    Action(
        "rework", gettext_lazy("退回"), State.DONE, State.HANDLING, by=OPERATOR, asks=ReturnForm,
        effects=[tell_returned], returns=True, tone="warning", occasional=True,
    ),
    Action(
        "close", pgettext_lazy("action", "結案"), State.DONE, closed_or_planned, by=OPERATOR,
        asks=CloseForm, effects=[stamp("informed_at"), letters.tell_ended], tone="success",
        bulk=True,
    ),
    Action(
        "convert", pgettext_lazy("action", "轉陳情"), State.HANDLING, State.CONVERTED, by=OPERATOR,
        asks=ReasonForm, only_if=made_safe_first, effects=[become_petition, letters.tell_ended],
        tone="secondary", occasional=True,
    ),
    Action(
        "merge", pgettext_lazy("action", "併案"), UNDER_WAY, State.DUPLICATE, by=OPERATOR,
        asks=DuplicateForm, effects=[tell_joined, add_up], tone="secondary",
        occasional=True, bulk=True,
    ),
    Action(
        "void", pgettext_lazy("action", "註銷"), UNDER_WAY, State.VOID, by=OPERATOR,
        asks=ReasonForm, effects=[letters.tell_ended], tone="danger", occasional=True,
    ),
    Action(
        "reopen", gettext_lazy("重啟"), [State.CLOSED, State.PLANNED], State.HANDLING,
        by=[OPERATOR, CONTROLLER], asks=ReasonForm, effects=[tell_returned], returns=True,
        restarts="make_safe", tone="warning", occasional=True,
    ),
    translate([*UNDER_WAY, State.DONE, State.PLANNED], [OPERATOR, DUTY], original),
    not_yet(State.CLOSED, State.HANDLING, restarts="make_safe", controllers=[CONTROLLER]),
    Action(
        "correct", gettext_lazy("更正"), [*UNDER_WAY, State.DONE], by=OPERATOR, asks=CorrectForm,
        corrects=True, tone="secondary", occasional=True, bulk=True,
    ),
    Action(
        "add", gettext_lazy("補充資料"), [*UNDER_WAY, State.PLANNED], by=[REPORTER, OPERATOR],
        asks=MoreForm, tone="secondary", occasional=True,
    ),
]  # fmt: skip

workflow = Workflow(
    State,
    start=State.CREATED,
    final=[State.CLOSED, State.CONVERTED, State.DUPLICATE, State.VOID],
    actions=ACTIONS,
    roles=[OPERATOR, DUTY, CREW, CONTRACTOR, CONTROLLER, REPORTER, SYSTEM],
    clocks=[
        Clock(
            "make_safe", gettext_lazy("四小時排除"), limits.make_safe, runs_in=UNDER_WAY,
            starts=began, reminders=reminders,
        ),
        Clock(
            "ack", gettext_lazy("三十分鐘受理"), limits.acknowledge, runs_in=[State.NOTIFIED],
            counts=False, reminders=not_accepted,
        ),
    ],
    tones={
        State.CREATED: "yellow", State.NOTIFIED: "blue", State.HANDLING: "azure",
        State.MISROUTED: "orange", State.DONE: "teal", State.PLANNED: "purple",
        State.CLOSED: "green", State.CONVERTED: "secondary", State.DUPLICATE: "secondary",
        State.VOID: "secondary",
    },
)  # fmt: skip
