"""The verbs of a petition: who may press them, from where, and what they ask."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import REPORTER, SYSTEM, Action, Move, leads_to, stamp
from yankao.kernel.notices.effects import tell_handler, tell_holder, tell_joined

from . import effects, guards
from .forms.handling import (
    CoAnswerForm,
    CoHandleForm,
    LeakForm,
    ReopenForm,
    SupplementAnswerForm,
    SupplementForm,
    WithdrawForm,
)
from .forms.proposals import (
    ConversionForm,
    EndorseForm,
    ExtensionForm,
    FilingForm,
    TransferForm,
)
from .forms.replying import ApproveForm, DeliveryForm, DraftForm, ReturnDraftForm, SendForm
from .forms.routing import (
    AcceptForm,
    AssignForm,
    CorrectForm,
    DesignateForm,
    MergeForm,
    ReassignForm,
    RuleForm,
    SplitForm,
)
from .models import Proposal, petition
from .states import (
    APPROVER,
    CO_HANDLER,
    CONTROLLER,
    DISPATCHER,
    ETHICS,
    INTAKE,
    OFFICER,
    OPEN,
    PRIVACY,
    RUNNING,
    SUPERIOR,
    WINDOW,
    WORKING,
    State,
)

DISPUTE_FROM = 2
UNANSWERED = [s for s in RUNNING if s not in (State.PROPOSED, State.REPLY_DRAFT, State.APPROVED)]


@leads_to(State.REASSIGN_REQ, State.DISPUTED)
def first_or_repeated(case: Case, move: Move) -> State:
    """A repeated dispute is decided by the common superior."""
    repeated = petition(case).reassign_requests >= DISPUTE_FROM
    return State.DISPUTED if repeated else State.REASSIGN_REQ


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


RECEIVING = [
    Action(
        "ask_confirmation", _("寄發確認信"), State.RECEIVED, State.AWAIT_CONFIRM, by=SYSTEM,
        effects=[effects.send_confirmation],
    ),
    Action(
        "confirm", _("確認來信"), State.AWAIT_CONFIRM, State.REGISTERED, by=REPORTER,
        only_if=guards.link_alive,
        effects=[stamp("confirmed_at"), stamp("registered_at"), effects.keep_start, effects.tell_registered],
        tone="success", hint=_("按下後即正式立案。"),
    ),
    Action(
        "expire", _("逾期未確認"), State.AWAIT_CONFIRM, State.VOID, by=SYSTEM,
        only_if=guards.link_expired,
    ),
    Action(
        "register", _("立案"), [State.RECEIVED, State.AWAIT_CONFIRM], State.REGISTERED,
        by=[INTAKE, DISPATCHER, SYSTEM], bulk=True,
        effects=[stamp("registered_at"), effects.keep_start, effects.tell_registered],
        hint=_("檢核內容與聯絡資料後立案；不予處理者也須先立案。"),
    ),
]

ROUTING = [
    Action(
        "assign", _("分文"), [State.REGISTERED, State.REASSIGN_REQ], State.ASSIGNED, by=DISPATCHER,
        asks=AssignForm, effects=[stamp("assigned_at"), effects.reclassify, tell_holder],
        hint=_("改分時期限不變。"),
    ),
    Action(
        "keep_owner", _("不同意改分"), State.REASSIGN_REQ, State.ASSIGNED, by=DISPATCHER,
        asks=ReasonForm, effects=[stamp("assigned_at"), tell_holder], tone="secondary",
    ),
    Action(
        "request_reassign", _("申請改分"), State.ASSIGNED, first_or_repeated, by=[WINDOW, ETHICS],
        asks=ReassignForm, only_if=guards.may_ask_reassignment, tone="secondary",
    ),
    Action(
        "rule", _("裁定承辦機關"), State.DISPUTED, State.ASSIGNED, by=SUPERIOR, asks=RuleForm,
        effects=[stamp("assigned_at"), tell_holder],
    ),
    Action(
        "accept", _("承辦"), State.ASSIGNED, State.IN_PROGRESS, by=[WINDOW, OFFICER, ETHICS],
        asks=AcceptForm, effects=[stamp("accepted_at"), tell_handler],
    ),
    Action(
        "designate", _("改派承辦人"), [*WORKING, State.APPROVED, State.REPLIED], by=[WINDOW, ETHICS],
        asks=DesignateForm, effects=[tell_handler], tone="secondary",
    ),
    Action(
        "merge", _("併案"), UNANSWERED, State.MERGED, by=DISPATCHER, asks=MergeForm,
        effects=[tell_joined, effects.end_co_handling], occasional=True, tone="secondary",
    ),
    Action(
        "split", _("分案"), [State.REGISTERED, State.ASSIGNED, *WORKING], by=DISPATCHER,
        asks=SplitForm, effects=[effects.split_off], tone="secondary",
        hint=_("一函數事者，逐一分出；分出之案各有期限與回復，收件日相同。"),
    ),
    Action(
        "succeed", _("機關改組承接"), OPEN, by=SYSTEM, only_if=guards.holder_gone,
        effects=[effects.follow_successor, tell_holder],
    ),
]

HANDLING = [
    Action(
        "ask_supplement", _("通知補正"), WORKING, State.SUPPLEMENT, by=[OFFICER, ETHICS],
        asks=SupplementForm, only_if=guards.not_asked_yet, restarts="supplement",
        effects=[stamp("supplement_asked_at"), effects.tell_supplement], tone="secondary",
    ),
    Action(
        "supplement", _("補正資料"), State.SUPPLEMENT, State.IN_PROGRESS,
        by=[REPORTER, OFFICER, ETHICS], asks=SupplementAnswerForm,
        effects=[stamp("supplemented_at"), tell_handler],
    ),
    Action(
        "lapse", _("逾期未補正"), State.SUPPLEMENT, State.IN_PROGRESS, by=[SYSTEM, OFFICER, ETHICS],
        only_if=guards.supplement_over, effects=[effects.mark(silent=True), tell_handler],
        hint=_("依現有資料答復。"),
    ),
    Action(
        "co_handle", _("會辦"), WORKING, State.CO_HANDLING, by=[OFFICER, ETHICS], asks=CoHandleForm,
        effects=[effects.ask_units], tone="secondary",
    ),
    Action(
        "answer", _("會辦意見"), State.CO_HANDLING, by=CO_HANDLER, asks=CoAnswerForm,
        only_if=guards.asked_of_me,
    ),
    Action(
        "consolidate", _("彙整會辦意見"), State.CO_HANDLING, State.IN_PROGRESS,
        by=[OFFICER, ETHICS], effects=[effects.end_co_handling],
    ),
    Action(
        "propose_filing", _("簽擬存參"), State.REGISTERED, State.PROPOSED, by=DISPATCHER,
        asks=FilingForm, tone="secondary",
    ),
    Action(
        "request_extension", _("申請展期"), WORKING, State.PROPOSED, by=[OFFICER, ETHICS],
        asks=ExtensionForm, only_if=guards.may_extend, tone="secondary",
    ),
    Action(
        "propose_transfer", _("簽擬移轉"), [State.REGISTERED, *WORKING], State.PROPOSED,
        by=[DISPATCHER, OFFICER, ETHICS], asks=TransferForm, occasional=True, tone="secondary",
    ),
    Action(
        "propose_conversion", _("簽擬改依其他程序"), [State.REGISTERED, *WORKING], State.PROPOSED,
        by=[DISPATCHER, OFFICER, ETHICS], asks=ConversionForm, occasional=True, tone="secondary",
    ),
    Action(
        "endorse", _("核定陳核事項"), State.PROPOSED, as_proposed, by=APPROVER, asks=EndorseForm,
        only_if=guards.another_decides, effects=[effects.carry_out], tone="success",
    ),
    Action(
        "decline", _("不同意陳核事項"), State.PROPOSED, back, by=APPROVER, asks=ReasonForm,
        returns=True, effects=[tell_handler], tone="warning",
    ),
    Action(
        "withdraw", _("撤案"), OPEN, State.WITHDRAWN, by=[REPORTER, INTAKE, DISPATCHER, OFFICER],
        asks=WithdrawForm, effects=[effects.end_co_handling, effects.tell_withdrawn],
        occasional=True, tone="danger",
    ),
]

REPLYING = [
    Action(
        "draft", _("擬答"), WORKING, State.REPLY_DRAFT, by=[OFFICER, ETHICS], asks=DraftForm,
    ),
    Action(
        "take_back", _("取回修改"), State.REPLY_DRAFT, State.IN_PROGRESS, by=[OFFICER, ETHICS],
        occasional=True, tone="secondary",
    ),
    Action(
        "approve", _("核定回復"), State.REPLY_DRAFT, State.APPROVED, by=APPROVER, asks=ApproveForm,
        only_if=guards.another_approves, effects=[stamp("approved_at"), tell_handler],
        tone="success",
    ),
    Action(
        "return_draft", _("退回修改"), State.REPLY_DRAFT, State.IN_PROGRESS, by=APPROVER,
        asks=ReturnDraftForm, only_if=guards.another_approves, effects=[tell_handler],
        returns=True, tone="warning",
    ),
    Action(
        "send", _("發出回復"), State.APPROVED, State.REPLIED, by=[OFFICER, ETHICS], asks=SendForm,
        effects=[stamp("replied_at"), effects.send_reply, effects.answer_joined],
        tone="success",
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
        "close", _("結案"), State.REPLIED, State.CLOSED, by=[CONTROLLER, SYSTEM],
        only_if=guards.arrived, effects=[effects.tell_closed], bulk=True, tone="success",
    ),
    Action(
        "reopen", _("退回重辦"), State.CLOSED, State.REOPENED, by=[CONTROLLER, SUPERIOR],
        asks=ReopenForm, effects=[effects.new_round, tell_holder, tell_handler], returns=True,
        restarts="reply", tone="warning", hint=_("重新起算一輪期限；第一輪的時效紀錄保留。"),
    ),
]

KEEPING = [
    Action(
        "correct", _("更正"), UNANSWERED, by=[DISPATCHER, PRIVACY], asks=CorrectForm,
        corrects=True, tone="secondary",
    ),
    Action(
        "report_leak", _("通報個資外洩"), [*OPEN, State.CLOSED], by=[PRIVACY, ETHICS, CONTROLLER],
        asks=LeakForm, occasional=True, tone="danger",
    ),
]

ACTIONS = [*RECEIVING, *ROUTING, *HANDLING, *REPLYING, *KEEPING]
