"""Scheduled work: what time alone decides, each case by itself and safe to run twice."""

from collections.abc import Iterable, Mapping

from django.db.models import F
from django.utils import timezone
from procrastinate.contrib.django import app

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.notices.models import Notice
from yankao.kernel.notices.models import State as Letter
from yankao.kernel.programmes import desk

from .models import ARRIVED, ReplyMethod
from .states import State

JOB = System("petitions")
OUTCOMES = {Letter.SENT: "delivered", Letter.REFUSED: "bounced", Letter.FAILED: "bounced"}


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="petitions.follow_clocks", name="petitions.follow_clocks")
def follow_clocks(timestamp: int) -> None:
    """Links that ran out make a letter void; a silent petitioner is answered on what is known."""
    move_all(over("confirm", State.AWAIT_CONFIRM), "expire")
    move_all(over("supplement", State.SUPPLEMENT), "lapse")


@app.periodic(cron="5-59/10 * * * *")
@app.task(queueing_lock="petitions.finish_replied", name="petitions.finish_replied")
def finish_replied(timestamp: int) -> None:
    """Records what became of replies sent by e-mail, then closes what has arrived."""
    replied = Case.objects.filter(programme="petitions", state=State.REPLIED)
    by_mail = replied.filter(
        petitions__sent_by_method=ReplyMethod.EMAIL, petitions__delivery_result=""
    )
    for case in by_mail:
        result = outcome(case)
        if result:
            move_all([case], "record_delivery", {"delivery_result": result})
    move_all(replied.filter(petitions__delivery_result__in=ARRIVED), "close")


def over(clock: str, state: State) -> list[Case]:
    """Cases in this state whose clock has run out."""
    runs = ClockRun.objects.filter(
        case__programme="petitions", case__state=state, name=clock, stopped_at=None,
        due_at__lt=timezone.now(),
    )  # fmt: skip
    return [run.case for run in runs.select_related("case")]


def outcome(case: Case) -> str:
    """What became of the latest reply letter; "" while nobody knows."""
    rows = Notice.objects.filter(case=case, letter="petitions.reply", channel="email")
    last = rows.filter(contact=F("case__contact")).order_by("-pk").first()
    return OUTCOMES.get(Letter(last.state), "") if last else ""


def move_all(cases: Iterable[Case], action: str, data: Mapping[str, str] | None = None) -> None:
    """A case somebody moved meanwhile is left alone."""
    for case in cases:
        try:
            desk.act(case, action, by=JOB, data=data)
        except CaseError:
            continue
