"""The two letters of the counter; they carry number and password and nothing else about anyone."""

from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.letters import Audience, Letter, Words
from yankao.kernel.notices.posting import post

from . import passwords, receipts

RECEIPT = Letter(
    "receipt",
    "收件回執",
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "我們收到了您的案件（{number}）",
            "您好：\n\n您的案件已收件。\n\n案號：{number}\n查詢密碼：{password}\n\n"
            "請保存案號與密碼，隨時可到下列網址查詢進度、補充照片：\n{url}",
            "已收件，案號 {number}，查詢密碼 {password}。進度：{url}",
        ),
        "en": Words(
            "We received your case ({number})",
            "Hello,\n\nYour case has been received.\n\nNumber: {number}\nPassword: {password}\n\n"
            "Keep both. You can follow the progress and add photos at\n{url}",
            "Received. Number {number}, password {password}. Progress: {url}",
        ),
    },
    more={"password": "查詢密碼（寄出後不留存）"},
    secret=frozenset({"password"}),
    topic="",
)
RENEWED = Letter(
    "renewed_password",
    "新的查詢密碼",
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "新的查詢密碼（{number}）",
            "您好：\n\n您申請了案件 {number} 的新查詢密碼：{password}\n\n"
            "使用新密碼後，原密碼即失效。若不是您申請的，請不必理會，原密碼仍然有效。\n\n{url}",
            "案件 {number} 的新查詢密碼：{password}。{url}",
        ),
        "en": Words(
            "A new password ({number})",
            "Hello,\n\nYou asked for a new password for case {number}: {password}\n\n"
            "Once you use it the old one ends. If you did not ask, ignore this letter; "
            "the old password stays valid.\n\n{url}",
            "New password for case {number}: {password}. {url}",
        ),
    },
    more={"password": "查詢密碼（寄出後不留存）"},
    secret=frozenset({"password"}),
    topic="",
)

NOT_YET = Letter(
    "not_yet",
    "民眾反映還沒好",
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【還沒好】{number} {category}",
            "{name} 您好：\n\n民眾反映案件 {number} 結案後仍未處理好，已回到「{unit}」續辦。\n\n"
            "民眾說明：{reason}\n期限：{due}\n\n請至 {url} 辦理。",
            "【還沒好】{number}：{reason}。期限 {due}。{url}",
        ),
        "en": Words(
            "Still not done: {number} {category}",
            "Dear {name},\n\nThe reporter says that case {number} is not done; it is back with "
            "{unit}.\n\nIn their words: {reason}\nDue: {due}\n\nOpen it: {url}",
            "Still not done: {number}, {reason}. Due {due}. {url}",
        ),
    },
)


def send_receipt(case: Case, password: str) -> None:
    """Number and password to whoever reported, in the transaction that opened the case."""
    if case.contact is not None:
        facts = {"password": passwords.grouped(password)}
        key = f"receipt:case{case.pk}"
        post(RECEIPT, case.contact, key=key, at=timezone.now(), case=case, facts=facts)


def give_receipt(case: Case) -> None:
    """For `after_open`: what officials open or another case became gets its receipt by letter."""
    if case.contact is not None and (case.opened_by_id or case.origin_id):
        password = passwords.fresh()
        receipts.issue(case, password)
        send_receipt(case, password)
