"""What time alone decides: offers that ran out, who did not come, what a typhoon calls off."""

from collections.abc import Sequence

from django.utils import timezone
from procrastinate.contrib.django import app

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import ClockRun
from yankao.kernel.programmes import desk

from . import closing, waiting
from .effects import JOB
from .states import EXPECTED, State


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="legal_advice.follow_clocks", name="legal_advice.follow_clocks")
def follow_clocks(timestamp: int) -> None:
    """An offer nobody answered goes to the next; who is ten minutes late has not come."""
    over("offer", [State.OFFERED], "lapse")
    over("arrival", EXPECTED, "no_show")


def over(clock: str, states: Sequence[State], action: str) -> None:
    """Cases whose clock has run out; one that somebody moved meanwhile is left alone."""
    runs = ClockRun.objects.filter(
        case__programme="legal_advice", case__state__in=states, name=clock, stopped_at=None,
        due_at__lte=timezone.now(),
    )  # fmt: skip
    for run in runs.select_related("case"):
        try:
            desk.act(run.case, action, by=JOB)
        except CaseError:
            continue


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="legal_advice.follow_closures", name="legal_advice.follow_closures")
def follow_closures(timestamp: int) -> None:
    """Sessions on days the city stopped work are called off; what was interrupted goes on."""
    now = timezone.now()
    for session, reason in closing.stopped(now):
        closing.close(session, reason, by=None, at=now)
    for session in closing.unfinished():
        closing.move_all(session, now)
    waiting.replace_displaced(now)


@app.periodic(cron="10 0 * * *")
@app.task(queueing_lock="legal_advice.close_the_day", name="legal_advice.close_the_day")
def close_the_day(timestamp: int) -> None:
    """Who waited at a site and got no turn is free to book again."""
    waiting.leave_unserved(timezone.now())
