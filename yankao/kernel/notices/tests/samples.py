"""A letter of the tests' own: to a citizen, with a password."""

from yankao.kernel.notices.letters import Audience, Letter, Words

RECEIVED = Letter(
    "tests_received",
    "受理通知",
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "我們收到了您的反映（{number}）",
            "{name} 您好：\n\n您的反映已受理。\n\n案號：{number}\n查詢密碼：{password}\n"
            "案由：{title}\n\n請妥善保存案號與密碼，可隨時至 {url} 查詢進度。",
            "您的反映已受理，案號 {number}，查詢密碼 {password}。進度：{url}",
        ),
        "en": Words(
            "We received your report ({number})",
            "Dear {name},\n\nYour report has been received.\n\nNumber: {number}\n"
            "Password: {password}\nSubject: {title}\n\n"
            "Keep both; you can follow the progress at {url}.",
            "Report received. Number {number}, password {password}. Progress: {url}",
        ),
    },
    more={"password": "查詢密碼（寄出後不留存）"},
    secret=frozenset({"password"}),
)
