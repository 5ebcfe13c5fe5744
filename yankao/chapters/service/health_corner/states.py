"""The states of a visit and who may move it (handbook 5-6 §7)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.workflow import Role


class State(TextChoices):
    ATTENDING = "attending", _("照護中")
    REPORTING = "reporting", _("待補事件紀錄")
    DONE = "done", _("完成")
    VOID = "void", _("作廢")


NURSE = Role("nurse", _("護理人員"), at_holder=True)
MANAGER = Role("manager", _("服務中心主管"))

TONES: dict[TextChoices, str] = {
    State.ATTENDING: "red", State.REPORTING: "yellow", State.DONE: "green",
    State.VOID: "secondary",
}  # fmt: skip
