"""The real worker: it sends what was queued and picks up what a killed one dropped."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.periodic import PeriodicRegistry

from yankao.kernel.notices.effects import tell_holder
from yankao.kernel.notices.jobs import MOST_ATTEMPTS, push_waiting, requeue_stalled
from yankao.kernel.notices.models import Notice, State

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def clock(empty_queue):
    """The worker keeps the real time."""


def work():
    """Does what is queued; no periodic job becomes due while a test looks."""
    with (
        app.replace_connector(app.connector.get_worker_connector()) as working,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(working, "periodic_registry", PeriodicRegistry())
        working.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)


def statuses():
    return dict(ProcrastinateJob.objects.values_list("task_name", "status"))


def killed(job_id, *, attempts=0):
    """As after a power cut: the job is being done by a worker that was last heard of long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s) RETURNING id",
            [timedelta(hours=1)],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s"
            " WHERE id = %s",
            [worker, attempts, job_id],
        )
    return worker


def test_the_worker_sends_what_a_move_queued(case, move):
    tell_holder(case, move)
    work()
    (message,) = mail.outbox
    assert message.to == ["duty@roads.example"]
    assert Notice.objects.get(channel="email").state == State.SENT
    assert statuses()["yankao.kernel.notices.jobs.deliver_notice"] == "succeeded"


def test_a_job_of_a_killed_worker_is_done_by_the_next(case, move):
    tell_holder(case, move)
    killed(ProcrastinateJob.objects.get().pk)
    work()
    assert not mail.outbox
    requeue_stalled.defer(timestamp=0)
    work()
    assert len(mail.outbox) == 1


def test_a_worker_that_was_forgotten_altogether_does_not_keep_its_jobs(case, move):
    tell_holder(case, move)
    worker = killed(ProcrastinateJob.objects.get().pk)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers WHERE id = %s", [worker])
    requeue_stalled.defer(timestamp=0)
    work()
    assert len(mail.outbox) == 1
    assert not ProcrastinateWorker.objects.filter(pk=worker).exists()


def test_a_job_that_kills_every_worker_is_given_up_but_its_letter_is_not(case, move):
    tell_holder(case, move)
    job = ProcrastinateJob.objects.get()
    killed(job.pk, attempts=MOST_ATTEMPTS)
    requeue_stalled.defer(timestamp=0)
    work()
    job.refresh_from_db()
    assert job.status == "failed"
    push_waiting.defer(timestamp=0)
    work()
    assert len(mail.outbox) == 1


def test_a_periodic_job_that_waits_already_is_not_queued_twice(empty_queue):
    first = requeue_stalled.defer(timestamp=0)
    killed(first)
    second = requeue_stalled.defer(timestamp=60)
    work()
    rows = dict(ProcrastinateJob.objects.values_list("pk", "status"))
    assert rows[second] == "succeeded"
    assert set(rows.values()) <= {"succeeded", "failed"}
