"""待機關答復 → 待回電 → 已回電: nobody who asked on the telephone is forgotten."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit, working_days, working_hours
from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action, Clock, Workflow, stamp

from . import effects, guards, limits
from .forms import AnswerForm, PassOnForm, SendBackForm
from .states import EDITOR, FLOOR, LEAD, ROLES, TONES, State


def to_answer(case: Case) -> Limit:
    return working_days(limits.ANSWER_DAYS.value())


def to_call_back(case: Case) -> Limit:
    return working_hours(limits.CALL_BACK_HOURS.value())


workflow = Workflow(
    State,
    start=State.ASKED,
    final=[State.DONE, State.UNREACHED, State.WITHDRAWN],
    actions=[
        Action(
            "answer", _("提供答復"), State.ASKED, State.ANSWERED, by=EDITOR, asks=AnswerForm,
            effects=[stamp("answered_at")], tone="success",
        ),
        Action(
            "pass_on", _("改由其他機關答復"), State.ASKED, by=[EDITOR, LEAD], asks=PassOnForm,
            restarts="answer", occasional=True,
        ),
        Action("call_back", _("已回電告知"), State.ANSWERED, State.DONE, by=FLOOR, tone="success",
               hint=_("請照答復內容告知，並確認民眾聽懂了。")),
        Action(
            "missed", _("未接"), State.ANSWERED, by=FLOOR, effects=[effects.missed],
            occasional=True, tone="warning",
        ),
        Action(
            "give_up", _("聯絡不到，結案"), State.ANSWERED, State.UNREACHED, by=FLOOR,
            only_if=guards.not_tried, occasional=True, tone="warning",
        ),
        Action(
            "send_back", _("請機關再說明"), State.ANSWERED, State.ASKED, by=FLOOR,
            asks=SendBackForm, effects=[effects.asked_anew], returns=True, tone="warning",
        ),
        Action(
            "withdraw", _("撤回"), [State.ASKED, State.ANSWERED], State.WITHDRAWN, by=FLOOR,
            asks=ReasonForm, occasional=True, tone="danger",
        ),
    ],
    roles=ROLES,
    clocks=[
        Clock("answer", _("答復期限"), to_answer, runs_in=[State.ASKED]),
        Clock("call_back", _("回電期限"), to_call_back, runs_in=[State.ANSWERED]),
    ],
    tones=TONES,
)  # fmt: skip
