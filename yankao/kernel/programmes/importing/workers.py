"""Several processes read the parts of one file side by side; each commits and resumes by itself."""

import multiprocessing
import os
from collections.abc import Sequence

from yankao.kernel.exchange.models import Import
from yankao.kernel.programmes.lots import let_go

from .counting import Tally
from .run import Say, Source, read_part

WORTH_IT = 5_000
MOST = 4
LOOK = 0.25


class PartFailed(RuntimeError):
    """A worker ended before its rows did; running the import again goes on from there."""


def fitting(rows: int) -> int:
    """How many workers a file of this length deserves here."""
    return min(os.cpu_count() or 1, MOST) if rows >= WORTH_IT else 1


def read_side_by_side(source: Source, parts: Sequence[Import], say: Say) -> None:
    """A process for each part; the counters are read from what they committed."""
    let_go()
    context = multiprocessing.get_context("fork")
    workers = [context.Process(target=work, args=(source, part.pk), daemon=True) for part in parts]
    for worker in workers:
        worker.start()
    keys = [part.pk for part in parts]
    for worker in workers:
        while worker.is_alive():
            worker.join(LOOK)
            say(Tally.over(Import.objects.filter(pk__in=keys)))
    if any(worker.exitcode for worker in workers):
        raise PartFailed(source.path.name)


def work(source: Source, key: int) -> None:
    """One part, as long as whoever started us is alive."""
    parent = os.getppid()

    def stop_with_parent(_tally: Tally) -> None:
        if os.getppid() != parent:
            raise SystemExit(1)

    read_part(source, Import.objects.get(pk=key), say=stop_with_parent)
    let_go()
