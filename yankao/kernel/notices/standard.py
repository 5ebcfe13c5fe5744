"""The letters every programme may send; programmes declare their own beside their workflow."""

from django.utils.translation import gettext_lazy as _

from .letters import Audience, Letter, Words

ASSIGNED = Letter(
    "assigned",
    _("分派通知"),
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【新案】{number} {category}",
            "{name} 您好：\n\n案件 {number} 已分派貴單位辦理。\n\n"
            "類別：{category}\n案由：{title}\n地點：{place}\n期限：{due}\n\n請至 {url} 辦理。",
            "【新案】{number} {category} {place}，期限 {due}。{url}",
        ),
        "en": Words(
            "New case {number}: {category}",
            "Dear {name},\n\nCase {number} has been assigned to your unit.\n\n"
            "Category: {category}\nSubject: {title}\nPlace: {place}\nDue: {due}\n\nOpen it: {url}",
            "New case {number} {category} {place}, due {due}. {url}",
        ),
    },
)
RETURNED = Letter(
    "returned",
    _("退回通知"),
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【退回】{number} {category}",
            "{name} 您好：\n\n案件 {number} 已退回貴單位續辦，期限仍為 {due}。\n\n"
            "退回理由：{reason}\n\n請至 {url} 辦理。",
            "【退回】{number}：{reason}。期限 {due}。{url}",
        ),
        "en": Words(
            "Returned: {number} {category}",
            "Dear {name},\n\nCase {number} was returned to your unit; it is still due {due}.\n\n"
            "Reason: {reason}\n\nOpen it: {url}",
            "Returned: {number}, {reason}. Due {due}. {url}",
        ),
    },
)
REMINDER = Letter(
    "reminder",
    _("期限提醒"),
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【提醒】{number} {what}",
            "{name} 您好：\n\n案件 {number}（{category}）{what}。\n目前狀態：{state}\n"
            "期限：{due}\n\n請至 {url} 辦理。",
            "【提醒】{number} {what}，期限 {due}。{url}",
        ),
        "en": Words(
            "Reminder {number}: {what}",
            "Dear {name},\n\nCase {number} ({category}): {what}.\nState: {state}\nDue: {due}\n\n"
            "Open it: {url}",
            "Reminder {number}: {what}, due {due}. {url}",
        ),
    },
    more={"what": _("提醒事項")},
)
OVERDUE = Letter(
    "overdue",
    _("逾期通知"),
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【逾期】{number} {category}",
            "{name} 您好：\n\n案件 {number} 已於 {due} 逾期，由「{unit}」辦理中。\n"
            "目前狀態：{state}\n\n請至 {url} 查看。",
            "【逾期】{number} {unit}，期限 {due}。{url}",
        ),
        "en": Words(
            "Overdue: {number} {category}",
            "Dear {name},\n\nCase {number} passed its limit at {due}; it is held by {unit}.\n"
            "State: {state}\n\nSee {url}",
            "Overdue: {number}, {unit}, was due {due}. {url}",
        ),
    },
)
CONFIRM = Letter(
    "confirm",
    _("確認信"),
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "請確認您的來信（{number}）",
            "{name} 您好：\n\n請在 {until} 前開啟下列連結，確認這封信由您寄出：\n{link}\n\n"
            "逾期未確認，來信將不予立案。若您沒有寄信，請不必理會。",
            "請在 {until} 前確認您的來信：{link}",
        ),
        "en": Words(
            "Please confirm your letter ({number})",
            "Dear {name},\n\nPlease open this link before {until} to confirm that you wrote to us:"
            "\n{link}\n\nUnconfirmed letters are not registered. "
            "If you did not write, please ignore this message.",
            "Please confirm your letter before {until}: {link}",
        ),
    },
    more={"link": _("確認連結（寄出後不留存）"), "until": _("確認期限")},
    secret=frozenset({"link"}),
    topic="",
)
PROGRESS = Letter(
    "progress",
    _("進度通知"),
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "您反映的案件有新進度（{number}）",
            "{name} 您好：\n\n您反映的案件 {number}（{title}）目前狀態：{state}。\n"
            "承辦單位：{unit}\n\n詳情請見 {url}，也歡迎您告訴我們是否滿意。",
            "案件 {number} 目前狀態：{state}。詳情：{url}",
        ),
        "en": Words(
            "News of your report ({number})",
            "Dear {name},\n\nYour report {number} ({title}) is now: {state}.\n"
            "Handled by: {unit}\n\nDetails and rating: {url}",
            "Report {number} is now: {state}. Details: {url}",
        ),
    },
)
CLOSED = Letter(
    "closed",
    _("結案通知"),
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "您反映的案件已辦理完成（{number}）",
            "{name} 您好：\n\n您反映的案件 {number}（{title}）已由「{unit}」辦理完成。\n\n"
            "{result}\n\n詳情請見 {url}，也歡迎您告訴我們是否滿意。",
            "案件 {number} 已由{unit}辦理完成。詳情：{url}",
        ),
        "en": Words(
            "Your report has been dealt with ({number})",
            "Dear {name},\n\n{unit} has completed your report {number} ({title}).\n\n{result}\n\n"
            "Details and rating: {url}",
            "Report {number} was completed by {unit}. Details: {url}",
        ),
    },
    more={"result": _("處理結果")},
)
JOINED = Letter(
    "joined",
    _("併案通知"),
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "您反映的案件已有人通報（{number}）",
            "{name} 您好：\n\n您反映的 {number}（{title}）與較早通報的案件為同一事由，"
            "已併案辦理，完成後會另行通知您。\n\n進度查詢：{url}",
            "案件 {number} 已併入同一事由的案件辦理，完成後會通知您。{url}",
        ),
        "en": Words(
            "Your report joins an earlier one ({number})",
            "Dear {name},\n\nYour report {number} ({title}) concerns a matter already reported. "
            "The two are handled together and you will be told when it is done.\n\n"
            "Progress: {url}",
            "Report {number} joins an earlier one; we will tell you when it is done. {url}",
        ),
    },
)
