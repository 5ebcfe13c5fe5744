"""Hours and limits of the health corner, each a named setting with its source."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

SEED = "本會年報伍、為民服務「保健服務」"
OURS = "本會暫定"

UNIT = Setting("health_corner.unit", "RDEC-JSC", _("承辦單位代碼"), SEED, "found")
OPENS = Setting("health_corner.opens", 480, _("開始服務（當日第幾分鐘）"), SEED, "found", 0, 1439)
CLOSES = Setting(
    "health_corner.closes", 1050, _("結束服務（當日第幾分鐘）"), SEED, "found", 1, 1440
)
REPORT_HOURS = Setting(
    "health_corner.report_hours", 8, _("補登事件紀錄（辦公時數）"), OURS, "assumed", 1, 80
)
BACK_DAYS = Setting(
    "health_corner.back_days", 7, _("可補登幾天前的服務（日曆天）"), OURS, "assumed", 0, 60
)

settings: list[Setting[int] | Setting[str] | Setting[bool] | Setting[list[str]]] = [
    UNIT, OPENS, CLOSES, REPORT_HOURS, BACK_DAYS,
]  # fmt: skip
