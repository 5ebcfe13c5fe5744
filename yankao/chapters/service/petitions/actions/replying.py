"""Draft, approval, sending, closing, reopening."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.workflow import SYSTEM, Action, stamp
from yankao.kernel.counter.reopening import not_yet
from yankao.kernel.notices.effects import tell_handler, tell_returned
from yankao.kernel.replies.forms import ReturnReply

from .. import effects, guards
from ..asks.handling import ReopenForm
from ..asks.replying import ApproveForm, DeliveryForm, DraftForm, ForwardForm, SendForm
from ..states import APPROVER, CONTROLLER, ETHICS, OFFICER, SUPERIOR, WINDOW, WORKING, State

REPLYING = [
    Action(
        "draft", _("擬答"), WORKING, State.REPLY_DRAFT, by=[OFFICER, ETHICS], asks=DraftForm,
        bulk=True,
    ),
    Action(
        "take_back", _("取回修改"), State.REPLY_DRAFT, State.IN_PROGRESS, by=[OFFICER, ETHICS],
        occasional=True, tone="secondary",
    ),
    Action(
        "approve", _("核定回復"), State.REPLY_DRAFT, State.APPROVED, by=APPROVER, asks=ApproveForm,
        only_if=guards.may_approve, effects=[stamp("approved_at"), tell_handler],
        tone="success", bulk=True,
    ),
    Action(
        "forward", _("核轉上級"), State.REPLY_DRAFT, by=APPROVER, asks=ForwardForm,
        only_if=guards.must_forward, effects=[effects.tell_superiors],
        hint=_("依分層負責須由上級決行者，簽註意見後核轉。"),
    ),
    Action(
        "return_draft", _("退回修改"), State.REPLY_DRAFT, State.IN_PROGRESS, by=APPROVER,
        asks=ReturnReply, only_if=guards.another_approves, returns=True,
        effects=[effects.tell_officer_why], tone="warning",
    ),
    Action(
        "send", _("發出回復"), State.APPROVED, State.REPLIED, by=[OFFICER, ETHICS], asks=SendForm,
        effects=[stamp("replied_at"), effects.send_reply, effects.answer_joined], tone="success",
        bulk=True,
    ),
    Action(
        "redraft", _("重新擬答"), State.APPROVED, State.IN_PROGRESS, by=[OFFICER, ETHICS],
        asks=ReasonForm, occasional=True, tone="secondary",
        hint=_("核定後情事變更，須重新擬答並再經核定。"),
    ),
    Action(
        "record_delivery", _("登錄送達結果"), State.REPLIED, by=[OFFICER, WINDOW, ETHICS, SYSTEM],
        asks=DeliveryForm, effects=[effects.delivered],
    ),
    Action(
        "close", pgettext_lazy("action", "結案"), State.REPLIED, State.CLOSED,
        by=[CONTROLLER, SYSTEM], only_if=guards.arrived, effects=[effects.tell_closed],
        bulk=True, tone="success",
    ),
    Action(
        "reopen", _("退回重辦"), State.CLOSED, State.REOPENED, by=[CONTROLLER, SUPERIOR],
        asks=ReopenForm, restarts="reply", returns=True, tone="warning",
        effects=[effects.new_round, tell_returned, effects.tell_officer_why],
        hint=_("重新起算一輪期限；第一輪的時效紀錄保留。"),
    ),
    not_yet(
        State.CLOSED, State.REOPENED, restarts="reply", controllers=[CONTROLLER],
        effects=[effects.new_round],
    ),
]  # fmt: skip
