"""What can be measured of the city's own workings: the worker, its jobs, letters, room on disk."""

import shutil
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from yankao.kernel.notices.models import Notice

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
    """Letters that should have left some time ago."""
    return Notice.objects.due_for_sending(timezone.now() - LETTER_PATIENCE).count()


def free_bytes() -> int:
    """Room left where files are kept, or would be."""
    place = Path(settings.MEDIA_ROOT)
    while not place.exists():
        place = place.parent
    return shutil.disk_usage(place).free
