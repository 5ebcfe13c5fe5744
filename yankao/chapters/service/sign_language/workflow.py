"""申請 → 等候 → 視訊 → 結束; whoever could not be heard leaves written words (handbook 5-6 §5)."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit, minutes, working_hours
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import (
    REPORTER,
    SYSTEM,
    Action,
    Clock,
    Move,
    Workflow,
    leads_to,
    stamp,
)

from . import effects, guards, letters, limits
from .asks import AnswerForm, CorrectForm, EmergencyForm, RecordForm, WriteForm
from .models import session
from .states import ALIVE, INTERPRETER, MANAGER, ROLES, STAFF, TONES, UNHEARD, State

FINAL = [State.ENDED, *UNHEARD, State.ANSWERED]


@leads_to(State.MISSED, State.ENDED)
def unheard(case: Case, move: Move) -> State:
    """Whoever was on the line before and lost it has had their session."""
    return State.ENDED if session(case).connected_at else State.MISSED


def to_answer(case: Case) -> Limit:
    return minutes(limits.ANSWER_MINUTES.value())


def to_reply(case: Case) -> Limit:
    return working_hours(limits.REPLY_HOURS.value())


workflow = Workflow(
    State,
    start=State.REQUESTED,
    final=FINAL,
    actions=[
        Action("queue", _("開始等候"), State.REQUESTED, State.QUEUED, by=SYSTEM,
               effects=[stamp("queued_at"), letters.tell_signers]),
        Action("decline", _("非服務時間"), State.REQUESTED, State.DECLINED, by=SYSTEM,
               effects=[stamp("declined_at")]),
        Action("enter", _("登錄 LINE 視訊"), State.REQUESTED, State.ENDED, by=SYSTEM),
        Action(
            "take", _("接聽"), State.QUEUED, by=INTERPRETER, only_if=guards.may_take,
            effects=[effects.take],
        ),
        Action(
            "give_back", _("放回等候"), State.QUEUED, by=[INTERPRETER, MANAGER],
            only_if=guards.is_taken, effects=[effects.give_back], occasional=True,
        ),
        Action("connect", _("接通"), State.QUEUED, State.CONNECTED, by=SYSTEM,
               effects=[effects.connect]),
        Action(
            "end", _("結束並記錄"), [State.CONNECTED, State.ENDED], State.ENDED, by=INTERPRETER,
            asks=RecordForm, only_if=guards.not_recorded, effects=[effects.link_cases],
            tone="success",
        ),
        Action("hang_up", _("民眾結束"), State.CONNECTED, State.ENDED, by=REPORTER),
        Action("drop", _("斷線未再連上"), State.CONNECTED, State.ENDED, by=SYSTEM),
        Action("miss", _("未接通"), State.QUEUED, unheard, by=[SYSTEM, INTERPRETER],
               effects=[effects.miss], occasional=True, tone="warning"),
        Action("leave", _("民眾離開"), State.QUEUED, unheard, by=REPORTER, effects=[effects.miss]),
        Action(
            "resume", _("重新連線"), State.ENDED, State.QUEUED, by=REPORTER,
            only_if=guards.may_resume, effects=[effects.resume], returns=True,
        ),
        Action(
            "report_emergency", _("已通報 119／110"), ALIVE, by=INTERPRETER,
            asks=EmergencyForm, effects=[stamp("emergency_at")], occasional=True, tone="danger",
        ),
        Action(
            "correct", _("更正"), State.ENDED, by=[INTERPRETER, MANAGER], asks=CorrectForm,
            corrects=True, occasional=True,
        ),
        Action("write", _("留下文字"), UNHEARD, State.WRITTEN, by=REPORTER, asks=WriteForm),
        Action(
            "answer", _("文字回覆"), State.WRITTEN, State.ANSWERED, by=STAFF, asks=AnswerForm,
            effects=[letters.tell_answer], tone="success",
        ),
    ],
    on_entering={State.ENDED: [effects.end]},
    roles=[*ROLES, REPORTER, SYSTEM],
    clocks=[
        Clock("pick_up", _("接聽期限"), to_answer, runs_in=[State.QUEUED], counts=False),
        Clock("reply", _("回覆期限"), to_reply, runs_in=[State.WRITTEN]),
    ],
    tones=TONES,
)  # fmt: skip
