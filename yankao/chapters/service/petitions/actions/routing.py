"""Finding the competent owner, and what belongs together or apart."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action, Move, leads_to, stamp, succession
from yankao.kernel.counter.effects import add_up
from yankao.kernel.notices.effects import tell_handler, tell_holder, tell_joined

from .. import effects, guards
from ..asks.routing import (
    AcceptForm,
    AssignForm,
    DesignateForm,
    MergeForm,
    ReassignForm,
    RuleForm,
    SplitForm,
)
from ..models import petition
from ..states import DISPATCHER, ETHICS, OFFICER, OPEN, SUPERIOR, UNANSWERED, WINDOW, WORKING, State

DISPUTE_FROM = 2


@leads_to(State.REASSIGN_REQ, State.DISPUTED)
def first_or_repeated(case: Case, move: Move) -> State:
    """A repeated dispute is decided by the common superior."""
    repeated = petition(case).reassign_requests >= DISPUTE_FROM
    return State.DISPUTED if repeated else State.REASSIGN_REQ


ROUTING = [
    Action(
        "assign", _("分文"), [State.REGISTERED, State.REASSIGN_REQ], State.ASSIGNED, by=DISPATCHER,
        asks=AssignForm, effects=[stamp("assigned_at"), effects.reclassify, tell_holder], bulk=True,
        hint=_("改分時期限不變。"),
    ),
    Action(
        "keep_owner", _("不同意改分"), State.REASSIGN_REQ, State.ASSIGNED, by=DISPATCHER,
        asks=ReasonForm, effects=[stamp("assigned_at"), tell_holder], tone="secondary",
    ),
    Action(
        "accept", _("承辦"), State.ASSIGNED, State.IN_PROGRESS, by=[WINDOW, OFFICER, ETHICS],
        asks=AcceptForm, effects=[stamp("accepted_at"), tell_handler], bulk=True,
    ),
    Action(
        "request_reassign", _("申請改分"), State.ASSIGNED, first_or_repeated, by=[WINDOW, ETHICS],
        asks=ReassignForm, only_if=guards.may_ask_reassignment, restarts="ruling", tone="secondary",
    ),
    Action(
        "rule", _("裁定承辦機關"), State.DISPUTED, State.ASSIGNED, by=SUPERIOR, asks=RuleForm,
        effects=[stamp("assigned_at"), tell_holder],
    ),
    Action(
        "designate", _("改派承辦人"), [*WORKING, State.APPROVED, State.REPLIED],
        by=[WINDOW, ETHICS], asks=DesignateForm, effects=[tell_handler], occasional=True,
        tone="secondary",
    ),
    Action(
        "merge", pgettext_lazy("action", "併案"), UNANSWERED, State.MERGED, by=DISPATCHER,
        asks=MergeForm, effects=[tell_joined, add_up, effects.end_co_handling], occasional=True,
        bulk=True, tone="secondary",
    ),
    Action(
        "split", _("分案"), [State.REGISTERED, State.ASSIGNED, *WORKING], by=DISPATCHER,
        asks=SplitForm, effects=[effects.split_off], occasional=True, tone="secondary",
        hint=_("一函數事者，逐一分出；分出之案各有期限與回復，收件日相同。"),
    ),
    succession(OPEN, effects=[tell_holder]),
]  # fmt: skip
