"""What the holder reads when somebody outside has answered."""

from django.utils.translation import gettext_lazy as _

from yankao.kernel.notices.letters import Audience, Letter, Words

ANSWERED = Letter(
    "outside.answered",
    _("外部單位回報通知"),
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【外部回報】{number} {who}",
            "{name} 您好：\n\n{who} 已就案件 {number} 回報：\n\n{answer}\n\n"
            "目前狀態：{state}\n期限：{due}\n\n請至 {url} 查看。",
            "【外部回報】{number} {who} 已回報。{url}",
        ),
        "en": Words(
            "Answer from outside: {number} {who}",
            "Dear {name},\n\n{who} answered about case {number}:\n\n{answer}\n\n"
            "State: {state}\nDue: {due}\n\nOpen it: {url}",
            "Answer from outside: {number} {who}. {url}",
        ),
    },
    more={"who": _("外部單位"), "answer": _("回報內容")},
)
