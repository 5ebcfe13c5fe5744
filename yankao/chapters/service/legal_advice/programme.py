"""Everything the kernel needs to know of legal advice; it finds this file by itself."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.counter.letters import give_receipt
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes.programme import Extra, Post, Programme, PublicDoor
from yankao.kernel.ui.moments import moment_text
from yankao.kernel.values.words import Words

from . import letters
from .effects import settle
from .figures import figures
from .forms import BookingForm, ClerkForm
from .limits import settings
from .models import Booking, booking
from .queue import place_of
from .states import DESK, OFFICER, State
from .workflow import workflow


def title(detail: Booking) -> str:
    """Site only; the matter stands in its own column and the parties nowhere."""
    return str(_("法律諮詢（{site}）")).format(site=detail.site)


def site_unit(case: Case, detail: Booking) -> Unit:
    """Who waits is on the list of the site, whose desk may see them."""
    return detail.site.unit


def progress(case: Case) -> list[tuple[str, str]]:
    """When, where, with whom, and the code to check in with."""
    detail = booking(case)
    shown: list[tuple[object, str]] = [(_("地點"), letters.where(case))]
    if detail.starts_at:
        shown.insert(0, (_("諮詢時間"), moment_text(detail.starts_at)))
    if detail.slot_id and detail.session:
        shown.append((_("律師"), str(detail.session.lawyer)))
    if detail.slot_id and detail.checked_in_at is None:
        shown.append((_("報到碼"), detail.code))
    place = place_of(detail, timezone.now())
    if place and place.position:
        shown.append((_("前面還有"), str(_("{n} 位")).format(n=place.position - 1)))
        if place.expected:
            shown.append((_("預計輪到"), moment_text(place.expected)))
    if detail.referral and case.state == State.SERVED:
        shown.append((_("轉介"), detail.get_referral_display()))
    return [(str(label), value) for label, value in shown if value]


def links(case: Case) -> list[tuple[Words, str, str]]:
    """The calendar file, as long as there is something to come."""
    coming = booking(case).slot_id and case.closed_at is None
    return [(_("加入行事曆"), letters.calendar_path(case), "calendar-event")] if coming else []


SAYS = {
    State.WAITING: _("目前在候補名單上，有人取消時依序通知您。"),
    State.OFFERED: _("有時段空出，正為您保留，請在期限前接受或繼續候補。"),
    State.BOOKED: _("已預約。請攜帶身分證件與相關資料，提早五分鐘報到。"),
    State.RESCHEDULED: _("原訂場次停辦，已改到下列時段；不方便時可隨時另選或取消。"),
    State.CHECKED_IN: _("已報到，請在現場等候。"),
    State.SERVED: _("諮詢已完成。"),
    State.NO_SHOW: _("逾時未報到，時段已讓給候補的人；可重新預約。"),
    State.CANCELLED: _("預約已取消。"),
}

POSTS = [
    Post("legal-officer", "鍾法諮", "officer", "RDEC-JSC"),
    Post("legal-desk", "卓服務", "desk", "RDEC-JSC"),
    Post("legal-desk-fengshan", "莊服務", "desk", "F01004"),
    Post("legal-lawyer", "章義務", "lawyer", "RDEC-JSC"),
]

programme = Programme(
    label="法律諮詢",
    label_en="Legal advice",
    prefix="LA",
    keep_years=5,
    icon="gavel",
    detail=Booking,
    intake=ClerkForm,
    opened_by=[OFFICER, DESK],
    workflow=workflow,
    title=title,
    columns=["number", "state", "category", "starts_at", "title", "holder", "opened_at"],
    facets=["state", "category", "holder"],
    facts=[
        "starts_at", "language", "sign", "mode", "people", "walk_in", "displaced", "queued_at",
        "checked_in_at", "called_at", "served_at", "minutes", "referral",
    ],
    public=PublicDoor(
        title=_("預約法律諮詢"),
        invitation=_("由義務律師免費口頭諮詢，八個據點；可選時段，也可候補。"),
        icon="gavel",
        intake=BookingForm,
        fields=("number", "state", "category", "opened_at"),
        progress=progress,
        links=links,
        actions=["accept", "decline", "move", "cancel"],
        rated=[State.SERVED],
        short=_("法律諮詢"),
        says=SAYS,
        done=_("您的預約"),
        first="/service/legal_advice/slots/",
    ),
    figures=figures,
    settings=settings,
    managers=[OFFICER],
    overseers=[OFFICER],
    unit_of=site_unit,
    after_open=[settle, give_receipt],
    extras=[
        Extra("day", _("今日"), "calendar-event", [OFFICER, DESK]),
        Extra("sessions", _("場次"), "calendar", [OFFICER]),
        Extra("lawyers", _("律師"), "gavel", [OFFICER]),
        Extra("sites", _("據點"), "building-community", [OFFICER]),
    ],
    demo_posts=POSTS,
)  # fmt: skip
