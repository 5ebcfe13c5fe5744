"""Why a move of a booking is not possible now."""

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.actors import Actor, Citizen
from yankao.kernel.cases.models import Case
from yankao.kernel.ui.moments import moment_text
from yankao.kernel.values.taipei import day_of

from . import limits
from .models import booking
from .states import State


def in_time(case: Case, by: Actor) -> str:
    """Cancelled or moved until a working day before; what we moved ourselves, at any time."""
    detail = booking(case)
    if case.state != State.BOOKED or detail.slot_id is None or detail.starts_at is None:
        return ""
    if limits.may_still_cancel(detail.starts_at, timezone.now()):
        return ""
    return _(
        "最遲須在諮詢日前 {n} 個工作天取消或改期，現在已超過；臨時不能到請撥據點電話。"
    ).format(n=limits.CANCEL_WORKDAYS.value())


def citizen_in_time(case: Case, by: Actor) -> str:
    return in_time(case, by) if isinstance(by, Citizen) else ""


def on_the_day(case: Case, by: Actor) -> str:
    starts_at = booking(case).starts_at
    if starts_at is None or day_of(starts_at) != timezone.localdate():
        return _("只能在諮詢當天報到。")
    return ""


def has_not_come(case: Case, by: Actor) -> str:
    starts_at = booking(case).starts_at
    if starts_at is None or timezone.now() < limits.absent_from(starts_at):
        return _("{when} 起未報到才能登記未到。").format(
            when=moment_text(limits.absent_from(starts_at)) if starts_at else ""
        )
    return ""


def has_a_slot(case: Case, by: Actor) -> str:
    return "" if booking(case).slot_id else _("還沒有排到時段。")


def not_called(case: Case, by: Actor) -> str:
    return _("已經請進。") if booking(case).called_at else has_a_slot(case, by)
