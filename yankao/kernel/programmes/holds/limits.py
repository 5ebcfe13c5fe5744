"""When whoever set a hold is asked whether it must go on."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

SOURCE = "本會設定，數值暫定"

SOON = Setting("holds.soon_days", 30, _("案卷保全到期前幾日提醒"), SOURCE, "assumed", 1, 365)
