"""From the letter to the register."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.workflow import REPORTER, SYSTEM, Action, stamp

from .. import effects, guards
from ..states import DISPATCHER, INTAKE, State

REGISTERING = [stamp("registered_at"), effects.keep_start, effects.tell_registered]

RECEIVING = [
    Action(
        "ask_confirmation", _("寄發確認信"), State.RECEIVED, State.AWAIT_CONFIRM, by=SYSTEM,
        effects=[effects.send_confirmation],
    ),
    Action(
        "confirm", _("確認來信"), State.AWAIT_CONFIRM, State.REGISTERED, by=REPORTER,
        only_if=guards.link_alive, effects=[stamp("confirmed_at"), *REGISTERING], tone="success",
        hint=_("按下後即正式立案。"),
    ),
    Action(
        "expire", _("逾期未確認"), State.AWAIT_CONFIRM, State.VOID, by=SYSTEM,
        only_if=guards.link_expired,
    ),
    Action(
        "register", _("立案"), State.RECEIVED, State.REGISTERED, by=[INTAKE, DISPATCHER, SYSTEM],
        effects=REGISTERING, hint=_("檢核內容與聯絡資料後立案；不予處理者也須先立案。"), bulk=True,
    ),
    Action(
        "vouch", _("代為確認"), State.AWAIT_CONFIRM, State.REGISTERED, by=[INTAKE, DISPATCHER],
        asks=ReasonForm, occasional=True, tone="secondary", effects=REGISTERING,
        hint=_("已用其他方式確認為本人來信時使用，請寫明確認方式。"),
    ),
]  # fmt: skip
