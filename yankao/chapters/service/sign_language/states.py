"""The states of a session and who may move it (handbook 5-6 §5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.workflow import Role


class State(TextChoices):
    REQUESTED = "requested", _("已申請")
    QUEUED = "queued", _("等候接聽")
    CONNECTED = "connected", _("視訊中")
    ENDED = "ended", _("已結束")
    MISSED = "missed", _("未接通")
    DECLINED = "declined_off_hours", _("非服務時間")
    WRITTEN = "written", _("留言待回")
    ANSWERED = "answered", _("已文字回覆")


INTERPRETER = Role("interpreter", _("手語翻譯員"))
AGENT = Role("agent", _("值機人員"))
MANAGER = Role("manager", _("本會承辦人"))

ROLES = [INTERPRETER, AGENT, MANAGER]
STAFF = [INTERPRETER, AGENT]
ALIVE = [State.QUEUED, State.CONNECTED]
UNHEARD = [State.MISSED, State.DECLINED]

TONES: dict[TextChoices, str] = {
    State.REQUESTED: "secondary", State.QUEUED: "yellow", State.CONNECTED: "blue",
    State.ENDED: "green", State.MISSED: "red", State.DECLINED: "secondary",
    State.WRITTEN: "yellow", State.ANSWERED: "green",
}  # fmt: skip
