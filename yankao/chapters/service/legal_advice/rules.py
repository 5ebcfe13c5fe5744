"""Why somebody may not have a slot, in words that give away nothing about anybody else."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from yankao.kernel.ui.moments import day_text, moment_text
from yankao.kernel.values.taipei import day_of

from . import limits
from .models import Booking, Conflict, Language, Mode, Slot
from .states import State


@dataclass(frozen=True)
class Asked:
    """Who wants advice about what, as far as the rules need to know."""

    person_key: str
    name_key: str
    opposite_key: str
    category: int | None
    interpreter: bool
    mode: str
    own: int | None = None

    @classmethod
    def of(cls, detail: Booking) -> "Asked":
        case = detail.case
        return cls(
            detail.person_key, detail.name_key, detail.opposite_key, case.category_id,
            detail.needs_interpreter, detail.mode, case.pk,
        )  # fmt: skip


def interpreter(language: str, sign: bool) -> bool:
    return sign or language != Language.CHINESE


def forbidden(asked: Asked) -> set[int]:
    """The lawyers who may not advise this person (handbook 5-6 §6).

    Whoever advised the opposite party, whoever advises somebody against this person, and whom
    the lawyers themselves have named.
    """
    keys = [key for key in (asked.name_key, asked.opposite_key) if key]
    sides = Q(opposite_key=asked.name_key) if asked.name_key else Q(pk__in=[])
    if asked.opposite_key:
        sides |= Q(name_key=asked.opposite_key)
    rows = Booking.objects.with_lawyer().filter(sides).exclude(pk=asked.own)
    advised = rows.values_list("session__lawyer", flat=True)
    named = Conflict.objects.filter(name_key__in=keys).values_list("lawyer", flat=True)
    return {*advised, *named}


def about_person(asked: Asked, on: datetime) -> str:
    """One live booking per person, one consultation on the same matter within thirty days."""
    mine = Booking.objects.filter(person_key=asked.person_key).exclude(pk=asked.own)
    live = mine.live().select_related("case").order_by("case__opened_at")
    if asked.person_key and len(live) >= limits.LIVE_MOST.value():
        number = live[0].case.number
        return _(
            "您已有一件有效的預約（{number}），每人同時以一件為限；請先到「查詢進度」改期或取消。"
        ).format(number=number)
    days = limits.SAME_MATTER_DAYS.value()
    same = mine.filter(case__state=State.SERVED, case__category=asked.category)
    if asked.opposite_key:
        same = same.filter(Q(opposite_key=asked.opposite_key) | Q(opposite_key=""))
    rows = same.filter(served_at__gt=on - timedelta(days=days + 1)).order_by("-served_at")
    last = rows.values_list("served_at", flat=True).first()
    if last is None:
        return ""
    free = day_of(last) + timedelta(days=days)
    if day_of(on) >= free:
        return ""
    return _("同一事件 {days} 天內以諮詢一次為限；上次為 {last}，{free} 起可再預約。").format(
        days=days, last=day_text(day_of(last)), free=day_text(free)
    )


def about_slot(slot: Slot, asked: Asked, now: datetime, *, lawyers: set[int] | None = None) -> str:
    """Why this slot does not do; "" when it does. Not whether it is taken: the database says."""
    session = slot.session
    if session.closed_at or slot.starts_at <= now:
        return _("這個時段已經開始或停辦，請改選其他時段。")
    if day_of(slot.starts_at) > limits.open_until(now):
        return _("這個時段尚未開放預約，諮詢日前 {n} 天起開放。").format(n=limits.OPEN_DAYS.value())
    if asked.mode == Mode.VIDEO and not session.video:
        return _("這一場沒有視訊設備，請改選可視訊的場次或到場諮詢。")
    need = limits.INTERPRETER_WORKDAYS.value()
    earliest = limits.workdays_ahead(need, now)
    if asked.interpreter and day_of(slot.starts_at) < earliest:
        return _(
            "通譯或手語翻譯需要 {n} 個工作天安排，最早可選 {day}；請改選該日以後的時段。"
        ).format(n=need, day=day_text(earliest))
    if session.lawyer_id in (forbidden(asked) if lawyers is None else lawyers):
        return _("依律師利益迴避規定，{lawyer}不能為您諮詢這件事，請改選其他律師的時段。").format(
            lawyer=session.lawyer
        )
    return ""


def taken(slot: Slot) -> str:
    return _("{when} 的時段剛剛被別人預約了，您填的內容都還在，請改選其他時段。").format(
        when=moment_text(slot.starts_at)
    )
