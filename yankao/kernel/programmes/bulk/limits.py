"""How many at once, and how long one may take it back."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

SOURCE = "本會設定，數值暫定"

MOST = Setting("bulk.most", 500, _("批次處理一次最多件數"), SOURCE, "assumed", 2, 2000)
UNDO_SECONDS = Setting(
    "bulk.undo_seconds", 60, _("批次處理可復原時間（秒）"), SOURCE, "assumed", 0, 3600
)
AT_ONCE = Setting(
    "bulk.looked_at_once",
    30,
    _("批次預覽立即試算件數（超過者由背景試算）"),
    SOURCE,
    "assumed",
    1,
    200,
)
KEPT_DAYS = Setting("bulk.kept_days", 90, _("批次處理紀錄保留日數"), SOURCE, "assumed", 1, 3650)
