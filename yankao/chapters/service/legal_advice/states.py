"""The states of a booking and who may move it (handbook 5-6 §6)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.workflow import Role


class State(TextChoices):
    WAITING = "waiting", _("候補")
    OFFERED = "offered", _("候補通知中")
    BOOKED = "booked", _("已預約")
    RESCHEDULED = "rescheduled", _("已改期")
    CHECKED_IN = "checked_in", _("已報到")
    SERVED = "served", _("已諮詢")
    NO_SHOW = "no_show", _("未到")
    CANCELLED = "cancelled", _("已取消")


OFFICER = Role("officer", _("法律諮詢承辦人"))
DESK = Role("desk", _("據點服務台"), at_holder=True)
LAWYER = Role("lawyer", _("諮詢律師"), own=True)
ROLES = [OFFICER, DESK, LAWYER]
STAFF = [OFFICER, DESK]

EXPECTED = (State.BOOKED, State.RESCHEDULED)
AHEAD = (State.WAITING, State.OFFERED, *EXPECTED)
FINAL = (State.SERVED, State.NO_SHOW, State.CANCELLED)
APART = (State.NO_SHOW, State.CANCELLED)

TONES: dict[TextChoices, str] = {
    State.WAITING: "yellow", State.OFFERED: "orange", State.BOOKED: "azure",
    State.RESCHEDULED: "purple", State.CHECKED_IN: "blue", State.SERVED: "green",
    State.NO_SHOW: "red", State.CANCELLED: "secondary",
}  # fmt: skip
