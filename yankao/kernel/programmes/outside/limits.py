"""How long a link lives, and how often it may be tried."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

SOURCE = "本會設定，數值暫定"

DAYS = Setting("outside.most_days", 14, _("外部單位連結最長有效日數"), SOURCE, "assumed", 1, 180)
WRONG = Setting(
    "outside.wrong_per_hour",
    20,
    _("每一連線每小時可試錯外部連結次數"),
    SOURCE,
    "assumed",
    1,
    1000,
)
ANSWERS = Setting(
    "outside.answers_per_hour", 20, _("每一外部連結每小時可回報次數"), SOURCE, "assumed", 1, 1000
)
