"""What the worker does for letters, and how it picks up what a killed worker dropped."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Job, Status

from .models import LineAddress, Notice, OutboxLetter
from .posting import queue
from .sending import deliver

OVERDUE = timedelta(minutes=6)
MOST_ATTEMPTS = 5


@app.task
def deliver_notice(notice_id: int) -> None:
    deliver(notice_id)


@app.periodic(cron="*/3 * * * *")
@app.task(queueing_lock="notices.push_waiting")
def push_waiting(timestamp: int) -> None:
    """Queues again what should long have been sent: its job failed, or its worker was killed."""
    late = Notice.objects.due_for_sending(timezone.now() - OVERDUE)
    for notice in late.order_by("next_try_at")[:1000]:
        queue(notice)


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="notices.requeue_stalled", pass_context=True)
async def requeue_stalled(context: JobContext, timestamp: int) -> None:
    """Jobs of every room whose worker stopped answering go back into the queue."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        if job.attempts >= MOST_ATTEMPTS:
            await _give_up(context, job)
            continue
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            # The same periodic job waits already; this run is not missed.
            await _give_up(context, job)


async def _give_up(context: JobContext, job: Job) -> None:
    await context.app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="10 4 * * *")
@app.task(queueing_lock="notices.forget_finished_jobs", pass_context=True)
async def forget_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Keeps the queue small: done jobs for a week; failed ones stay to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=7 * 24, include_cancelled=True)


@app.periodic(cron="0 4 * * *")
@app.task(queueing_lock="notices.forget_erased")
def forget_erased(timestamp: int) -> None:
    """When a citizen's contact is erased, the letters to that citizen lose their words too."""
    written = Notice.objects.filter(contact__erased_at__isnull=False).exclude(body="")
    with transaction.atomic():
        OutboxLetter.objects.filter(delivery__notice__in=written).delete()
        LineAddress.objects.filter(contact__erased_at__isnull=False).delete()
        written.update(subject="", body="", facts={})
