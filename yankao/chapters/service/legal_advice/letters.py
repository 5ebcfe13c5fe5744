"""The letters of legal advice; what the matter is about never stands in one."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.notices.effects import reporter, tell
from yankao.kernel.notices.facts import moment
from yankao.kernel.notices.letters import Audience, Letter, Topic, Words
from yankao.kernel.notices.reminders import remind
from yankao.kernel.values.words import Words as Said

from . import limits
from .models import booking

Text = tuple[str, str, str]
CALENDAR_SALT = "yankao.legal_advice.calendar"
MORE = {
    "when": _("諮詢時間"), "where": _("據點、地址與諮詢室"), "lawyer": _("律師"),
    "code": _("報到碼"), "calendar": _("行事曆檔網址"), "until": _("候補回覆期限"),
    "grace": _("逾時幾分鐘視為未到"),
}  # fmt: skip


def letter(name: str, label: Said, zh: Text, en: Text) -> Letter:
    """A letter to whoever booked: subject, body, short form; Chinese and English."""
    words = {"zh-hant": Words(*zh), "en": Words(*en)}
    to, about = Audience.REPORTER, Topic.BOOKING
    return Letter(f"legal_advice.{name}", label, to, words, more=MORE, topic=about)


BOOKED = letter(
    "booked", _("預約通知"),
    ("法律諮詢已預約：{when}（{number}）",
     "{name} 您好：\n\n您的法律諮詢已預約。\n\n"
     "時間：{when}\n地點：{where}\n律師：{lawyer}\n報到碼：{code}\n\n"
     "請攜帶身分證件與相關資料，提早五分鐘報到；逾時 {grace} 分鐘未到，時段將讓給候補的人。\n"
     "諮詢以口頭為限，不代撰書狀。\n"
     "加入行事曆：{calendar}\n改期或取消：{url}",
     "法律諮詢 {when} {where}，報到碼 {code}。改期或取消：{url}"),
    ("Legal advice booked: {when} ({number})",
     "Dear {name},\n\nYour consultation is booked.\n\nTime: {when}\nPlace: {where}\n"
     "Lawyer: {lawyer}\nCheck-in code: {code}\n\n"
     "Bring an identity document and your papers, five minutes early. "
     "After {grace} minutes your time goes to whoever is waiting. "
     "Advice is oral; nothing is drafted.\n"
     "Calendar file: {calendar}\nMove or cancel: {url}",
     "Legal advice {when}, {where}, check-in code {code}. Move or cancel: {url}"),
)  # fmt: skip
REMINDER = letter(
    "reminder", _("諮詢提醒"),
    ("提醒：{when} 法律諮詢（{number}）",
     "{name} 您好：\n\n提醒您的法律諮詢。\n\n時間：{when}\n地點：{where}\n報到碼：{code}\n\n"
     "加入行事曆：{calendar}\n{url}",
     "提醒：法律諮詢 {when} {where}，報到碼 {code}。{url}"),
    ("Reminder: legal advice {when} ({number})",
     "Dear {name},\n\nA reminder of your consultation.\n\nTime: {when}\nPlace: {where}\n"
     "Check-in code: {code}\n\nCalendar file: {calendar}\n{url}",
     "Reminder: legal advice {when}, {where}, check-in code {code}. {url}"),
)  # fmt: skip
WAITING = letter(
    "waiting", _("候補通知"),
    ("法律諮詢已排入候補（{number}）",
     "{name} 您好：\n\n您已排入候補。有人取消時會依序通知您，並保留時段讓您回覆。\n\n"
     "查看或取消：{url}",
     "法律諮詢已排入候補，有空位時通知您。{url}"),
    ("You are on the waiting list ({number})",
     "Dear {name},\n\nYou are on the waiting list. When a time becomes free we write to you "
     "and keep it until you answer.\n\nSee or cancel: {url}",
     "You are on the waiting list for legal advice; we tell you of a free time. {url}"),
)  # fmt: skip
OFFER = letter(
    "offer", _("候補時段通知"),
    ("有空出的法律諮詢時段，請於 {until} 前回覆（{number}）",
     "{name} 您好：\n\n您候補的法律諮詢有時段空出，為您保留到 {until}。\n\n"
     "時間：{when}\n地點：{where}\n律師：{lawyer}\n\n接受或繼續候補：{url}\n逾時未回覆，時段將讓給下一位。",
     "法律諮詢有空位：{when} {where}，請於 {until} 前回覆：{url}"),
    ("A time has become free; please answer before {until} ({number})",
     "Dear {name},\n\nA time you are waiting for is free and kept for you until {until}.\n\n"
     "Time: {when}\nPlace: {where}\nLawyer: {lawyer}\n\nAccept, or go on waiting: {url}\n"
     "Without an answer it goes to the next person.",
     "Legal advice is free {when}, {where}; answer before {until}: {url}"),
)  # fmt: skip
RESCHEDULED = letter(
    "rescheduled", _("改期通知"),
    ("您的法律諮詢改到 {when}（{number}）",
     "{name} 您好：\n\n很抱歉，您原訂的法律諮詢無法如期辦理，已為您改到以下時段。\n"
     "原因：{reason}\n\n時間：{when}\n地點：{where}\n律師：{lawyer}\n報到碼：{code}\n\n"
     "不方便時可隨時另選時段或取消：{url}\n"
     "加入行事曆：{calendar}",
     "您的法律諮詢改到 {when} {where}，報到碼 {code}。另選或取消：{url}"),
    ("Your legal advice moves to {when} ({number})",
     "Dear {name},\n\nWe are sorry: your consultation cannot take place as planned and has been "
     "moved.\nReason: {reason}\n\nTime: {when}\nPlace: {where}\nLawyer: {lawyer}\n"
     "Check-in code: {code}\n\nChoose another time or cancel whenever you like: {url}\n"
     "Calendar file: {calendar}",
     "Your legal advice moves to {when}, {where}, code {code}. Change or cancel: {url}"),
)  # fmt: skip
DISPLACED = letter(
    "displaced", _("停辦通知"),
    ("您的法律諮詢停辦，已列為優先候補（{number}）",
     "{name} 您好：\n\n很抱歉，您原訂的法律諮詢停辦，目前沒有適合的時段；"
     "您已列為優先候補，一有時段立即通知您。\n"
     "原因：{reason}\n\n您也可以自行另選據點與時段或取消：{url}",
     "您的法律諮詢停辦，已列為優先候補。另選時段：{url}"),
    ("Your legal advice is called off; you are first on the list ({number})",
     "Dear {name},\n\nWe are sorry: your consultation is called off and no fitting time is free "
     "yet. You are first on the waiting list and hear from us at once.\nReason: {reason}\n\n"
     "You may also choose another site and time, or cancel: {url}",
     "Your legal advice is called off; you are first on the list. Choose a time: {url}"),
)  # fmt: skip
CANCELLED = letter(
    "cancelled", _("取消通知"),
    ("法律諮詢已取消（{number}）",
     "{name} 您好：\n\n您 {when} 的法律諮詢已取消，時段會讓給候補的人。\n\n{url}",
     "您 {when} 的法律諮詢已取消。{url}"),
    ("Legal advice cancelled ({number})",
     "Dear {name},\n\nYour consultation of {when} is cancelled; the time goes to whoever waits."
     "\n\n{url}",
     "Your legal advice of {when} is cancelled. {url}"),
)  # fmt: skip


def where(case: Case) -> str:
    """Site, room and address; the room of the session is nearer than the site's."""
    detail = booking(case)
    room = (detail.session.room if detail.session else "") or detail.site.room
    return " ".join(part for part in (detail.site.name, room, detail.site.address) if part)


def calendar_path(case: Case) -> str:
    """Opens without a password; says when and where, not who or what about."""
    return f"/service/legal_advice/calendar/{signing.dumps(case.pk, salt=CALENDAR_SALT)}/"


def facts(case: Case) -> dict[str, str]:
    detail = booking(case)
    language = case.contact.language if case.contact else "zh-hant"
    session = detail.session
    return {
        "when": moment(detail.starts_at, language), "where": where(case),
        "lawyer": str(session.lawyer) if session else "", "code": detail.code,
        "grace": str(limits.GRACE_MINUTES.value()),
        "calendar": f"{settings.PUBLIC_ADDRESS}{calendar_path(case)}",
    }  # fmt: skip


def of_move(case: Case, move: Move) -> Mapping[str, object]:
    return facts(case)


def until(case: Case, move: Move) -> Mapping[str, object]:
    """With the moment at which the kept time goes to the next person."""
    starts_at = booking(case).starts_at
    left = limits.offer_minutes(starts_at, move.at) if starts_at else 0
    language = case.contact.language if case.contact else "zh-hant"
    return {**facts(case), "until": moment(move.at + timedelta(minutes=left), language)}


tell_booked = tell(BOOKED, to=reporter, facts=of_move)
tell_cancelled = tell(CANCELLED, to=reporter, facts=of_move)
tell_offer = tell(OFFER, to=reporter, facts=until)
_moved = tell(RESCHEDULED, to=reporter, facts=of_move)
_displaced = tell(DISPLACED, to=reporter, facts=of_move)


def tell_replaced(case: Case, move: Move) -> None:
    """The new time, or that there is none yet."""
    (_moved if booking(case).slot_id else _displaced)(case, move)


def remind_of(case: Case, key: str) -> None:
    """A day before; not when it was booked later than that and just told."""
    detail, now = booking(case), timezone.now()
    if detail.starts_at is None or case.contact is None or case.contact.erased_at:
        return
    if (detail.starts_at - now).total_seconds() < (limits.REMIND_HOURS.value() - 1) * 3600:
        return
    remind(case, key, REMINDER, to=[case.contact], at=now, facts=facts(case))
