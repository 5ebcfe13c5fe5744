"""What the worker does for files: scan those that wait, let old ones go, sweep what is left."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop
from procrastinate.contrib.django import app

from yankao.kernel.cases.entries import enter

from . import clamav, ocr, storage
from .masking import look_at
from .models import Attachment, Scan

ORPHAN_AGE = timedelta(days=1)
LOOKS = 40  # pictures in one go: a minute of one processor, so that letters are not kept waiting


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="files.scan_waiting")
def scan_waiting(timestamp: int) -> None:
    """Asks the scanner again about every file it has not judged; stops when it is still silent."""
    for row in Attachment.objects.waiting_for_scan().order_by("pk").iterator():
        try:
            judge(row)
        except clamav.Unavailable:
            return


def judge(row: Attachment) -> None:
    """Sets a waiting file free, or locks it for good and says so on the timeline."""
    if not clamav.configured():
        raise clamav.Unavailable("CLAMAV_ADDRESS")
    with row.stored.open("rb") as content:
        virus = clamav.find_virus(content.read())
    verdict = Scan.INFECTED if virus else Scan.CLEAN
    with transaction.atomic():
        waiting = Attachment.objects.waiting_for_scan().filter(pk=row.pk)
        if waiting.update(scan=verdict) and virus:
            data = {"attachment": row.pk, "virus": virus}
            enter(
                row.case,
                "quarantine",
                by=None,
                at=timezone.now(),
                label=gettext_noop("附件含毒"),
                data=data,
            )


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="files.look_at_pictures")
def look_at_pictures(timestamp: int) -> None:
    """Searches pictures for identity cards, numbers and plates, where there is a reader."""
    if not ocr.present():
        return
    for row in Attachment.objects.waiting_for_look().order_by("-pk")[:LOOKS]:
        look_at(row)


@app.periodic(cron="20 3 * * *")
@app.task(queueing_lock="files.forget_expired")
def forget_expired(timestamp: int) -> None:
    """Lets go of files kept long enough; the timeline keeps their hash."""
    for row in Attachment.objects.expired().select_related("case").iterator():
        let_go(row)


def let_go(row: Attachment) -> None:
    """The row goes, an entry stays; the bytes are swept once nothing needs them."""
    data = {"attachment": row.pk, "sha256": row.sha256, "keep_until": str(row.keep_until)}
    with transaction.atomic():
        enter(
            row.case,
            "expire",
            by=None,
            at=timezone.now(),
            label=gettext_noop("附件屆期銷毀"),
            data=data,
        )
        row.delete()


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="files.sweep_orphans")
def sweep_orphans(timestamp: int) -> None:
    """Removes stored bytes that no row needs: rolled-back uploads, infected and expired files."""
    storage.sweep(timezone.now() - ORPHAN_AGE)
