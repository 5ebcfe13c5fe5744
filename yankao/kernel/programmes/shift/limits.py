"""When shifts change, from when on a note may be acknowledged, how long remarks are kept."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.policy.policy import Setting

SOURCE = "本會設定，數值暫定"
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d|24:00")


def in_order(told: Sequence[str]) -> str:
    """Why these are no moments of a day at which shifts change; "" when they are."""
    if told and all(map(CLOCK.fullmatch, told)) and list(told) == sorted(set(told)):
        return ""
    return _("請每行一個時刻（00:01 至 24:00，例如 08:00），由早到晚，不可重複。")


CHANGES: Setting[list[str]] = Setting(
    "shift.changes", ["08:00", "16:00", "24:00"], gettext_lazy("換班時刻（每行一個）"), SOURCE,
    fits=in_order,
)  # fmt: skip
EARLY = Setting(
    "shift.read_minutes_before", 60, gettext_lazy("換班前幾分鐘起可確認已閱交班紀錄"), SOURCE,
    "assumed", 0, 480,
)  # fmt: skip
KEPT = Setting(
    "shift.remarks_kept_days",
    365,
    gettext_lazy("交班事項內容保存日數"),
    SOURCE,
    "assumed",
    30,
    3650,
)
