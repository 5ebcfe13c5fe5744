"""Work for all rooms: ringing the reminders of running clocks, moving many cases."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from yankao.kernel.cases import clocks
from yankao.kernel.cases.models import Alarm

from . import calendar_duty, joint, recompute, registry, retention, stranded, succession
from .bulk import batches
from .holds import holding
from .models import Batch
from .quality import sampling
from .shift import remarks

BATCH = 200


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="ring_alarms", name="programmes.ring_alarms")
def ring_alarms(timestamp: int) -> None:
    """Rings what is due; an alarm rings once, whichever worker comes first."""
    while ring_some():
        pass


def ring_some() -> int:
    """Rings up to a batch in one transaction; answers with how many."""
    with transaction.atomic():
        due = Alarm.objects.filter(
            rung_at=None, rings_at__lte=timezone.now(), run__stopped_at=None
        ).select_for_update(skip_locked=True, of=("self",))
        alarms = list(due.select_related("run__case__holder", "run__case__category")[:BATCH])
        for alarm in alarms:
            ring(alarm)
    return len(alarms)


def ring(alarm: Alarm) -> None:
    case = alarm.run.case
    clock = next(c for c in registry.of(case).workflow.clocks if c.name == alarm.run.name)
    for bell in clock.bells():
        if bell.key == alarm.key:
            bell.effect(case, f"{alarm.run.name}:{alarm.run.round}:{alarm.key}")
    alarm.rung_at = timezone.now()
    alarm.save(update_fields=["rung_at"])


@app.periodic(cron="15 8 * * *")
@app.task(queueing_lock="ask_for_calendar", name="programmes.ask_for_calendar")
def ask_for_calendar(timestamp: int) -> None:
    """From October on: next year's office calendar, when nobody has loaded it."""
    calendar_duty.ask_for_calendar()


@app.task(name=recompute.AGAIN)
def recompute_again(area: str, after: str, why: str) -> None:
    """Clocks that a process started by the old calendar, before it noticed the change."""
    recompute.apply(clocks.touched(area, datetime.fromisoformat(after)), why)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="programmes.remind_involved")
def remind_involved(timestamp: int) -> None:
    """Units asked to co-handle, a day before and when they are late."""
    joint.remind_all(timezone.now())


@app.periodic(cron="20 0 * * *")
@app.task(queueing_lock="ask_to_move_duties", name="programmes.ask_to_move_duties")
def ask_to_move_duties(timestamp: int) -> None:
    """After a reorganisation: the duties that still point at a unit that is gone."""
    stranded.ask_to_move()


@app.periodic(cron="20 5 * * *")
@app.task(queueing_lock="programmes.follow_successors", name="programmes.follow_successors")
def follow_successors(timestamp: int) -> None:
    """After a reorganisation: open cases and tasks go to whoever followed the ended unit."""
    succession.follow(timezone.now())


@app.task
def look_ahead(batch_id: int) -> None:
    """Tries the moves of a large batch before anybody confirms it."""
    for batch in Batch.objects.filter(pk=batch_id).select_related("by"):
        batches.look_ahead(batch)


@app.task
def run_batch(batch_id: int) -> None:
    batches.carry_out(batch_id)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="programmes.push_batches")
def push_batches(timestamp: int) -> None:
    """Batches whose job failed or whose worker was killed go on where they stopped."""
    for pk in batches.unfinished(timezone.now()):
        run_batch.defer(batch_id=pk)


@app.periodic(cron="20 4 * * *")
@app.task(queueing_lock="programmes.forget_batches")
def forget_batches(timestamp: int) -> None:
    batches.forget(timezone.now())


@app.periodic(cron="40 6 1 * *")
@app.task(queueing_lock="programmes.read_again", name="programmes.read_again")
def read_again(timestamp: int) -> None:
    """On the first of the month: a sample of last month's cases for whoever reads them."""
    now = timezone.now()
    for programme in registry.every():
        if programme.sheet is not None:
            sampling.sample(programme, programme.sheet, now)


@app.periodic(cron="0 3 * * *")
@app.task(queueing_lock="erase_due", name="programmes.erase_due")
def erase_due(timestamp: int) -> None:
    """What closed cases know of people goes when their programme's years are over."""
    retention.erase_due(timezone.now())


@app.periodic(cron="30 0 * * *")
@app.task(queueing_lock="expire_holds", name="programmes.expire_holds")
def expire_holds(timestamp: int) -> None:
    """Holds whose last day is over; whoever set one that soon ends is asked."""
    holding.expire(timezone.localdate())
    holding.remind_all(timezone.now())


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="forget_remarks", name="programmes.forget_remarks")
def forget_remarks(timestamp: int) -> None:
    """The words of old handover remarks; that they were written stays."""
    remarks.forget(timezone.now())
