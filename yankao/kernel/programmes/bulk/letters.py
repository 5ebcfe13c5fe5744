"""What whoever started a batch reads when it is over."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.notices.letters import Audience, Letter, Words

FINISHED = Letter(
    "bulk.finished",
    _("批次處理結果"),
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【批次】「{action}」完成 {done} 件，未執行 {refused} 件",
            "「{action}」完成 {done} 件，未執行 {refused} 件。\n逐案結果：{path}",
            "「{action}」完成 {done} 件，未執行 {refused} 件。",
        ),
        "en": Words(
            "Bulk {action}: {done} done, {refused} not",
            "{action}: {done} done, {refused} not carried out.\nCase by case: {path}",
            "Bulk {action}: {done} done, {refused} not.",
        ),
    },
    more={
        "action": _("動作"), "done": _("完成件數"), "refused": _("未執行件數"),
        "path": _("結果頁網址"),
    },
)  # fmt: skip
