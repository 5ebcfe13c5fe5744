"""Limits and aims of the contact centre, each a named setting with its source."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

OURS = "本會暫定"
SEED = "本會年報伍、為民服務「1999話務中心」"
BORROWED = "參考其他縣市話務中心作法"

UNIT = Setting("contact_centre.unit", "RDEC-JSC", _("承辦單位代碼"), SEED, "found")
SHORT_SECONDS = Setting(
    "contact_centre.short_seconds", 5, _("幾秒內掛斷另計為短放棄"), OURS, "assumed", 0, 60
)
WITHIN_SECONDS = Setting(
    "contact_centre.within_seconds", 20, _("服務水準：幾秒內接聽"), OURS, "assumed", 1, 120
)
LEVEL_PERCENT = Setting(
    "contact_centre.level_percent", 80, _("服務水準目標（%）"), OURS, "assumed", 1, 99
)
OCCUPANCY_PERCENT = Setting(
    "contact_centre.occupancy_percent", 85, _("值機忙碌率上限（%）"), OURS, "assumed", 1, 100
)
SHRINKAGE_PERCENT = Setting(
    "contact_centre.shrinkage_percent", 30, _("請假、訓練與休息占班表（%）"), OURS, "assumed", 0, 80
)
PATIENCE_SECONDS = Setting(
    "contact_centre.patience_seconds", 120, _("民眾平均願意等候（秒）"), OURS, "assumed", 5, 3600
)
LONG_MINUTES = Setting(
    "contact_centre.long_minutes", 10, _("通話超過幾分鐘提醒"), BORROWED, "borrowed", 1, 120
)
REPEAT_DAYS = Setting(
    "contact_centre.repeat_days", 7, _("同號同題幾日內再來電，前一通不算一次解決"), OURS, "assumed",
    1, 60,
)  # fmt: skip
SATISFIED_LEAST = Setting(
    "contact_centre.satisfied_least",
    4,
    _("語音調查幾分以上算滿意（5 分制）"),
    OURS,
    "assumed",
    1,
    5,
)
ANSWER_DAYS = Setting(
    "contact_centre.answer_days", 1, _("機關答復待覆諮詢（工作天）"), OURS, "assumed", 1, 30
)
CALL_BACK_HOURS = Setting(
    "contact_centre.call_back_hours", 4, _("答復後回電（辦公時數）"), OURS, "assumed", 1, 40
)
ATTEMPTS = Setting("contact_centre.attempts", 3, _("回電幾次未接才可結案"), OURS, "assumed", 1, 10)
REVIEW_DAYS = Setting(
    "contact_centre.review_days", 180, _("知識條目多久檢視一次（天）"), OURS, "assumed", 7, 1095
)
SKEW_SECONDS = Setting(
    "contact_centre.skew_seconds", 2, _("交換機時鐘快幾秒以上視為不準"), OURS, "assumed", 0, 60
)

settings: list[Setting[int] | Setting[str] | Setting[bool] | Setting[list[str]]] = [
    UNIT, SHORT_SECONDS, WITHIN_SECONDS, LEVEL_PERCENT, OCCUPANCY_PERCENT, SHRINKAGE_PERCENT,
    PATIENCE_SECONDS, LONG_MINUTES, REPEAT_DAYS, SATISFIED_LEAST, ANSWER_DAYS, CALL_BACK_HOURS,
    ATTEMPTS, REVIEW_DAYS, SKEW_SECONDS,
]  # fmt: skip
