"""What the worker does for reports: files made one by one, and again when they were left undone."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import rendering
from .models import Rendering


@app.task(retry=RetryStrategy(max_attempts=rendering.MOST_TRIES, wait=10))
def render(rendering_id: int) -> None:
    rendering.run(rendering_id)


@app.periodic(cron="*/2 * * * *")
@app.task(queueing_lock="reports.take_up_undone")
def take_up_undone(timestamp: int) -> None:
    """A file whose renderer was killed long ago is asked for again; five times, then never."""
    silent = timezone.now() - rendering.SILENT
    undone = Rendering.objects.filter(
        done_at=None, begun_at__lt=silent, tries__lt=rendering.MOST_TRIES
    )
    for row in undone:
        render.defer(rendering_id=row.pk)
