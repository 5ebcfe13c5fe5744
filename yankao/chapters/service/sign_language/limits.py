"""Hours and limits of the video service, each a named setting with its source."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

OURS = "本會暫定"

UNIT = Setting("sign_language.unit", "RDEC-JSC", _("承辦單位代碼"), OURS, "assumed")
ANSWER_MINUTES = Setting(
    "sign_language.answer_minutes", 3, _("接聽期限（分鐘）"), OURS, "assumed", 1, 60
)
WAIT_MINUTES = Setting(
    "sign_language.wait_minutes", 15, _("最多等候（分鐘），之後改留文字"), OURS, "assumed", 2, 120
)
GONE_MINUTES = Setting(
    "sign_language.gone_minutes", 2, _("等候中離開頁面幾分鐘視為離線"), OURS, "assumed", 1, 30
)
SAME_MINUTES = Setting(
    "sign_language.same_minutes", 10, _("幾分鐘內重新連線視為同一次"), OURS, "assumed", 0, 60
)
REPLY_HOURS = Setting(
    "sign_language.reply_hours", 4, _("回覆留言（辦公時數）"), OURS, "assumed", 1, 40
)
EMERGENCY = Setting(
    "sign_language.emergency",
    "緊急時請用手機傳簡訊到 119（消防救護）或 110（報案），寫明地點與情形。",
    _("緊急狀況的說明"),
    OURS,
    "assumed",
)

settings: list[Setting[int] | Setting[str] | Setting[bool] | Setting[list[str]]] = [
    UNIT, ANSWER_MINUTES, WAIT_MINUTES, GONE_MINUTES, SAME_MINUTES, REPLY_HOURS, EMERGENCY,
]  # fmt: skip


def same() -> timedelta:
    return timedelta(minutes=SAME_MINUTES.value())
