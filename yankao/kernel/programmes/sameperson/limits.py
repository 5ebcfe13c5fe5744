"""How long two joined records may be parted again, and how far back doubles are looked for."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.policy.policy import Setting

SOURCE = "本會設定，數值暫定"

UNDO_DAYS = Setting("people.part_days", 30, _("併同反映人可復原日數"), SOURCE, "assumed", 1, 365)
LOOKED_AT = Setting(
    "people.doubles_looked_at", 200, _("疑似同一人：檢視最近案件數"), SOURCE, "assumed", 10, 1000
)
