"""The states of a petition and the roles around it (handbook 5-6 §1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yankao.kernel.cases.workflow import Role


class State(TextChoices):
    RECEIVED = "received", _("收件")
    AWAIT_CONFIRM = "await_confirm", _("待確認")
    VOID = "void", _("未確認失效")
    REGISTERED = "registered", pgettext_lazy("state", "立案")
    ASSIGNED = "assigned", pgettext_lazy("state", "分文")
    REASSIGN_REQ = "reassign_req", _("改分申請")
    DISPUTED = "disputed", _("改分爭議")
    IN_PROGRESS = "in_progress", _("辦理中")
    SUPPLEMENT = "supplement", pgettext_lazy("state", "通知補正")
    CO_HANDLING = "co_handling", pgettext_lazy("state", "會辦")
    PROPOSED = "proposed", _("陳核")
    EXTENDED = "extended", _("展期")
    REPLY_DRAFT = "reply_draft", pgettext_lazy("state", "擬答")
    APPROVED = "approved", _("核定")
    REPLIED = "replied", _("已回復")
    CLOSED = "closed", pgettext_lazy("state", "結案")
    REOPENED = "reopened", pgettext_lazy("state", "退回重辦")
    FILED = "filed", _("存參")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "撤案")
    MERGED = "merged", pgettext_lazy("state", "併案")
    TRANSFERRED_OUT = "transferred_out", _("移轉")
    CONVERTED = "converted", _("改依其他程序")


INTAKE = Role("intake", _("收件人員"))
DISPATCHER = Role("dispatcher", _("分文人員"), confidential=True)
WINDOW = Role("window", _("機關窗口"), at_holder=True, confidential=True)
OFFICER = Role("officer", _("承辦人"), own=True)
APPROVER = Role("approver", _("決行主管"), at_holder=True, confidential=True, identity="always")
CO_HANDLER = Role(
    "co_handler", _("會辦人員"), at_involved=True, confidential=True, identity="never"
)
CONTROLLER = Role("controller", _("研考會管考"), identity="never")
PRIVACY = Role("privacy", _("個資人員"), confidential=True, identity="always")
ETHICS = Role("ethics", _("政風人員"), at_holder=True, confidential=True, identity="always")
SUPERIOR = Role("superior", _("共同上級機關"), confidential=True, identity="never")

ROLES = [
    INTAKE, DISPATCHER, WINDOW, OFFICER, APPROVER, CO_HANDLER, CONTROLLER, PRIVACY, ETHICS,
    SUPERIOR,
]  # fmt: skip

WORKING = [State.IN_PROGRESS, State.EXTENDED, State.REOPENED]
RUNNING = [
    State.REGISTERED, State.ASSIGNED, State.REASSIGN_REQ, State.DISPUTED, *WORKING,
    State.SUPPLEMENT, State.CO_HANDLING, State.PROPOSED, State.REPLY_DRAFT, State.APPROVED,
]  # fmt: skip
UNANSWERED = [s for s in RUNNING if s not in (State.PROPOSED, State.REPLY_DRAFT, State.APPROVED)]
OPEN = [State.RECEIVED, State.AWAIT_CONFIRM, *RUNNING, State.REPLIED]
FINAL = [
    State.VOID, State.CLOSED, State.FILED, State.WITHDRAWN, State.MERGED, State.TRANSFERRED_OUT,
    State.CONVERTED,
]  # fmt: skip

TONES: dict[TextChoices, str] = {
    State.RECEIVED: "yellow", State.AWAIT_CONFIRM: "yellow", State.VOID: "secondary",
    State.REGISTERED: "blue", State.ASSIGNED: "blue", State.REASSIGN_REQ: "orange",
    State.DISPUTED: "orange", State.IN_PROGRESS: "azure", State.SUPPLEMENT: "purple",
    State.CO_HANDLING: "purple", State.PROPOSED: "indigo", State.EXTENDED: "azure",
    State.REPLY_DRAFT: "indigo", State.APPROVED: "teal", State.REPLIED: "teal",
    State.CLOSED: "green", State.REOPENED: "orange", State.FILED: "secondary",
    State.WITHDRAWN: "secondary", State.MERGED: "secondary", State.TRANSFERRED_OUT: "secondary",
    State.CONVERTED: "secondary",
}  # fmt: skip
