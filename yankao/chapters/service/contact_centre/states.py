"""The states of a question that could not be answered at once, and the roles of the centre."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.workflow import Role


class State(TextChoices):
    ASKED = "asked", _("待機關答復")
    ANSWERED = "answered", _("待回電")
    DONE = "done", _("已回電")
    UNREACHED = "unreached", _("聯絡不到")
    WITHDRAWN = "withdrawn", _("撤回")


class Disposition(TextChoices):
    """How a call ended (handbook 5-6 §2)."""

    ANSWERED = "answered", _("接聽")
    TRANSFERRED = "transferred", _("轉接")
    CALLBACK = "callback", _("另行回電")
    ABANDONED_QUEUE = "abandoned_queue", _("等候中放棄")
    ABANDONED_SHORT = "abandoned_short", _("數秒內掛斷")
    ABANDONED_IVR = "abandoned_ivr", _("語音中離線")
    BLOCKED = "blocked", _("未能進線")


class Kind(TextChoices):
    """What a handled call was for; the primary reason wins."""

    CONSULT = "consult", _("諮詢")
    RECORD = "record", _("錄案後送")
    OTHER = "other", _("其他")


AGENT = Role("agent", _("值機人員"))
LEAD = Role("lead", _("值班班長"))
AUDITOR = Role("auditor", _("品質稽核員"), identity="never")
EDITOR = Role("editor", _("知識編輯"), at_holder=True, identity="never")
MANAGER = Role("manager", _("本會承辦人"))

FLOOR = [AGENT, LEAD]
OVERSEERS = [LEAD, MANAGER]
ROLES = [AGENT, LEAD, AUDITOR, EDITOR, MANAGER]

TONES: dict[TextChoices, str] = {
    State.ASKED: "yellow", State.ANSWERED: "blue", State.DONE: "green",
    State.UNREACHED: "secondary", State.WITHDRAWN: "secondary",
}  # fmt: skip
