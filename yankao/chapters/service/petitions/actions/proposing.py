"""What one proposes and another decides."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action, Move, leads_to

from .. import effects, guards
from ..asks.proposals import ConversionForm, EndorseForm, ExtensionForm, FilingForm, TransferForm
from ..models import Proposal, petition
from ..states import APPROVER, DISPATCHER, ETHICS, OFFICER, WORKING, State

OUTCOME = {
    Proposal.FILING: State.FILED,
    Proposal.EXTENSION: State.EXTENDED,
    Proposal.TRANSFER: State.TRANSFERRED_OUT,
    Proposal.CONVERSION: State.CONVERTED,
}


@leads_to(*OUTCOME.values())
def as_proposed(case: Case, move: Move) -> State:
    return OUTCOME[Proposal(petition(case).proposal)]


@leads_to(State.REGISTERED, *WORKING)
def back(case: Case, move: Move) -> State:
    return State(petition(case).back_to)


PROPOSING = [
    Action(
        "propose_filing", _("簽擬存參"), State.REGISTERED, State.PROPOSED, by=DISPATCHER,
        asks=FilingForm, restarts="deciding", tone="secondary",
    ),
    Action(
        "request_extension", _("申請展期"), WORKING, State.PROPOSED, by=[OFFICER, ETHICS],
        asks=ExtensionForm, restarts="deciding", only_if=guards.may_extend, tone="secondary",
    ),
    Action(
        "propose_transfer", _("簽擬移轉"), [State.REGISTERED, *WORKING], State.PROPOSED,
        by=[DISPATCHER, OFFICER, ETHICS], asks=TransferForm, restarts="deciding", occasional=True,
        tone="secondary",
    ),
    Action(
        "propose_conversion", _("簽擬改依其他程序"), [State.REGISTERED, *WORKING], State.PROPOSED,
        by=[DISPATCHER, OFFICER, ETHICS], asks=ConversionForm, restarts="deciding", occasional=True,
        tone="secondary",
    ),
    Action(
        "endorse", _("核定陳核事項"), State.PROPOSED, as_proposed, by=APPROVER, asks=EndorseForm,
        only_if=guards.another_decides, effects=[effects.carry_out], tone="success",
    ),
    Action(
        "decline", _("不同意陳核事項"), State.PROPOSED, back, by=APPROVER, asks=ReasonForm,
        returns=True, effects=[effects.tell_officer_why], tone="warning",
    ),
]  # fmt: skip
