"""收件 → 立案 → 分文 → 辦理 → 擬答 → 核定 → 回復 → 結案; days count from the receipt."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import REPORTER, SYSTEM, Clock, Move, Workflow

from . import limits, reminders
from .actions.handling import HANDLING
from .actions.keeping import KEEPING
from .actions.proposing import PROPOSING
from .actions.receiving import RECEIVING
from .actions.replying import REPLYING
from .actions.routing import ROUTING
from .models import petition
from .states import FINAL, ROLES, RUNNING, TONES, State


def began(case: Case, move: Move) -> datetime:
    """Day 0 is the day of receipt; a letter to be confirmed is received when it is confirmed."""
    if move.before == State.AWAIT_CONFIRM:
        return move.at
    return petition(case).received_at or case.opened_at


workflow = Workflow(
    State,
    start=State.RECEIVED,
    final=FINAL,
    actions=[*RECEIVING, *ROUTING, *REPLYING, *HANDLING, *PROPOSING, *KEEPING],
    roles=[*ROLES, REPORTER, SYSTEM],
    clocks=[
        Clock(
            "reply", _("辦理期限"), limits.reply, runs_in=RUNNING, starts=began,
            next_round=limits.redo, reminders=reminders.reply_bells,
        ),
        Clock(
            "confirm", _("確認期限"), limits.confirm, runs_in=[State.AWAIT_CONFIRM], counts=False
        ),
        Clock(
            "receiving", _("立案期限"), limits.receive, runs_in=[State.RECEIVED], counts=False,
            reminders=reminders.receive_bells,
        ),
        Clock(
            "assigning", _("分文期限"), limits.assign, runs_in=[State.REGISTERED], counts=False,
            reminders=reminders.assign_bells,
        ),
        Clock(
            "ruling", _("改分裁定期限"), limits.rule,
            runs_in=[State.REASSIGN_REQ, State.DISPUTED], counts=False,
            reminders=reminders.ruling_bells,
        ),
        Clock("deciding", _("陳核期限"), limits.decide, runs_in=[State.PROPOSED], counts=False),
        Clock(
            "supplement", _("補正期限"), limits.supplement, runs_in=[State.SUPPLEMENT], counts=False
        ),
    ],
    tones=TONES,
)  # fmt: skip
