"""候補 → 預約 → 報到 → 諮詢 (handbook 5-6 §6); the clock runs to the hour of the consultation."""

from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit, minutes
from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import (
    REPORTER,
    SYSTEM,
    Action,
    Clock,
    Move,
    Reminder,
    Workflow,
    leads_to,
    stamp,
)

from . import guards, letters, limits
from .asks import (
    CheckInForm,
    CorrectForm,
    MoveForm,
    PlaceForm,
    RecuseForm,
    ReplaceForm,
    ServeForm,
)
from .effects import back_in_line, hand_on, hand_on_left, stamp_check_in
from .models import booking
from .states import AHEAD, EXPECTED, FINAL, LAWYER, OFFICER, ROLES, STAFF, TONES, State

ARRIVAL, OFFER = "arrival", "offer"


@leads_to(State.BOOKED, State.CHECKED_IN)
def seated(case: Case, move: Move) -> State:
    """Whoever walked in is here already."""
    return State.CHECKED_IN if booking(case).walk_in else State.BOOKED


@leads_to(State.RESCHEDULED, State.WAITING)
def replaced(case: Case, move: Move) -> State:
    """Moved to another slot, or first in line for the next."""
    return State.RESCHEDULED if booking(case).slot_id else State.WAITING


def began(case: Case, move: Move) -> datetime:
    return booking(case).starts_at or move.at


def until_absent(case: Case) -> Limit:
    return minutes(limits.GRACE_MINUTES.value())


def from_now(case: Case) -> Limit:
    """Another time: a further round starts now and ends when one would be absent from it."""
    starts_at = booking(case).starts_at or timezone.now()
    left = limits.absent_from(starts_at) - timezone.now()
    return minutes(max(1, ceil(left / timedelta(minutes=1))))


def to_answer(case: Case) -> Limit:
    """As long as was promised, but an hour before the consultation at the latest."""
    starts_at, now = booking(case).starts_at, timezone.now()
    most = limits.OFFER_MINUTES.value()
    return minutes(limits.offer_minutes(starts_at, now) if starts_at else most)


def bells() -> list[Reminder]:
    before = limits.REMIND_HOURS.value() * 60 + limits.GRACE_MINUTES.value()
    return [Reminder("remind", letters.remind_of, before_minutes=before)]


workflow = Workflow(
    State,
    start=State.WAITING,
    final=FINAL,
    actions=[
        Action(
            "seat", _("排定時段"), State.WAITING, seated, by=SYSTEM, asks=PlaceForm,
            restarts=ARRIVAL,
        ),
        Action(
            "offer", _("通知候補者"), State.WAITING, State.OFFERED, by=SYSTEM, asks=PlaceForm,
            restarts=OFFER, effects=[letters.tell_offer],
        ),
        Action(
            "accept", _("接受時段"), State.OFFERED, State.BOOKED, by=[*STAFF, REPORTER],
            restarts=ARRIVAL, tone="success",
        ),
        Action(
            "decline", _("不需要，繼續候補"), State.OFFERED, State.WAITING,
            by=[*STAFF, REPORTER], effects=[hand_on, back_in_line], occasional=True,
        ),
        Action(
            "lapse", _("逾時未回覆"), State.OFFERED, State.WAITING, by=SYSTEM,
            effects=[hand_on, back_in_line],
        ),
        Action(
            "reschedule", _("停辦改期"), (*EXPECTED, State.CHECKED_IN, State.WAITING), replaced,
            by=SYSTEM, asks=ReplaceForm, restarts=ARRIVAL,
            effects=[hand_on_left, letters.tell_replaced],
        ),
        Action(
            "recuse", _("律師迴避"), (*EXPECTED, State.CHECKED_IN), replaced,
            by=[LAWYER, OFFICER], asks=RecuseForm, restarts=ARRIVAL, occasional=True,
            tone="warning", effects=[hand_on_left, letters.tell_replaced],
        ),
        Action(
            "check_in", _("報到"), EXPECTED, State.CHECKED_IN, by=STAFF, asks=CheckInForm,
            only_if=guards.on_the_day,
        ),
        Action(
            "call", _("請進"), State.CHECKED_IN, by=[*STAFF, LAWYER], only_if=guards.not_called,
            effects=[stamp("called_at")],
        ),
        Action(
            "serve", _("完成諮詢"), State.CHECKED_IN, State.SERVED, by=[*STAFF, LAWYER],
            asks=ServeForm, only_if=guards.has_a_slot, tone="success",
        ),
        Action(
            "no_show", _("未到"), EXPECTED, State.NO_SHOW, by=[*STAFF, SYSTEM],
            only_if=guards.has_not_come, tone="warning",
        ),
        Action(
            "move", _("選擇或更改時段"), AHEAD, State.BOOKED, by=[*STAFF, REPORTER],
            asks=MoveForm, only_if=guards.citizen_in_time, restarts=ARRIVAL, occasional=True,
            effects=[hand_on_left, letters.tell_booked],
        ),
        Action(
            "cancel", _("取消預約"), AHEAD, State.CANCELLED, by=[*STAFF, REPORTER],
            only_if=guards.in_time, tone="danger", effects=[letters.tell_cancelled],
        ),
        Action("run_out", _("當日未輪到"), State.WAITING, State.CANCELLED, by=SYSTEM),
        Action(
            "leave", _("未諮詢即離開"), State.CHECKED_IN, State.CANCELLED, by=STAFF,
            asks=ReasonForm, tone="danger",
        ),
        Action(
            "correct", _("更正諮詢紀錄"), State.SERVED, by=OFFICER, asks=CorrectForm,
            corrects=True, occasional=True,
        ),
    ],
    on_entering={
        State.BOOKED: [letters.tell_booked],
        State.CHECKED_IN: [stamp_check_in],
        State.SERVED: [stamp("served_at")],
        State.NO_SHOW: [hand_on],
        State.CANCELLED: [hand_on],
    },
    roles=[*ROLES, REPORTER, SYSTEM],
    clocks=[
        Clock(
            ARRIVAL, _("報到期限"), until_absent, runs_in=EXPECTED, starts=began,
            next_round=from_now, reminders=bells, counts=False,
        ),
        Clock(OFFER, _("候補回覆期限"), to_answer, runs_in=[State.OFFERED], counts=False),
    ],
    tones=TONES,
)  # fmt: skip
