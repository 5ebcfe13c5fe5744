"""What can be measured of the city's own workings: the worker, its jobs, letters, room on disk."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Count, Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from yankao.kernel.notices.models import Delivery, Notice, Outcome, State

SILENT = timedelta(seconds=60)  # a worker speaks every ten seconds
LETTER_PATIENCE = timedelta(minutes=15)


def silence() -> timedelta | None:
    """How long ago a worker last spoke; None when there is none."""
    beat = ProcrastinateWorker.objects.order_by("-last_heartbeat").values_list(
        "last_heartbeat", flat=True
    )
    last = beat.first()
    return timezone.now() - last if last else None


def stalled_jobs() -> int:
    """Jobs begun by a worker that is gone or silent."""
    gone = Q(worker=None) | Q(worker__last_heartbeat__lt=timezone.now() - SILENT)
    return ProcrastinateJob.objects.filter(gone, status="doing").count()


def waiting_letters() -> int:
    """Letters that should have left some time ago, those put off after a failure included."""
    since = timezone.now() - LETTER_PATIENCE
    return Notice.objects.filter(state=State.WAITING, created_at__lte=since).count()


def tried_letters() -> tuple[int, int]:
    """How many attempts of the last quarter of an hour left, and how many failed."""
    ended = Delivery.objects.filter(ended_at__gte=timezone.now() - LETTER_PATIENCE)
    failed = Q(outcome__in=[Outcome.FAILED, Outcome.UNKNOWN])
    told = ended.aggregate(
        sent=Count("pk", filter=Q(outcome=Outcome.SENT)), failed=Count("pk", filter=failed)
    )
    return told["sent"], told["failed"]


def store_answers() -> bool:
    """Whether files can be asked for; a disk is, an object store may not be."""
    try:
        default_storage.exists("health")
    except OSError:
        return False
    return True


def free_bytes() -> int:
    """Room left where files are kept, or would be."""
    place = Path(settings.MEDIA_ROOT)
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free
