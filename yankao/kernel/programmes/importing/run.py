"""Reading a file of past cases: in parts side by side, each batch committed with its position."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from yankao.kernel.exchange.mapping import Mapping
from yankao.kernel.exchange.models import Import
from yankao.kernel.exchange.reader import Reader, digest_of
from yankao.kernel.programmes.history import unhurried

from .counting import Tally
from .intake import Intake
from .observed import Observed
from .suggestions import suggest

BATCH = 1000
Say = Callable[[Tally], None]


class AlreadyRunning(RuntimeError):
    """Another process is reading this part of the file."""


@dataclass(frozen=True)
class Source:
    """A file under a mapping, with what was observed of its cases if there is such a file."""

    path: Path
    mapping: Mapping
    observed: Observed | None = None

    @property
    def reader(self) -> Reader:
        told = {"encodings": self.mapping.encodings} if self.mapping.encodings else {}
        return Reader(self.path, records=self.mapping.records, **told)


@contextmanager
def alone(part: Import) -> Iterator[None]:
    """One reader of a part at a time; a killed process lets go by itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"import:{part.pk}"])
        row = cursor.fetchone()
        if not row or not row[0]:
            raise AlreadyRunning(part.file_name)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"import:{part.pk}"])


def run(source: Source, *, limit: int = 0, say: Say | None = None, size: int = BATCH) -> Import:
    """Reads the file to its end, or `limit` rows of it; goes on where a killed run stopped."""
    parts = parts_of(source, limit, 1)
    for part in parts:
        read_part(source, part, say=say, size=size)
    finish(parts, source.mapping)
    return parts[0]


def parts_of(source: Source, limit: int, workers: int) -> list[Import]:
    """The unfinished parts of this file, or new ones of equal length.

    What was begun under a mapping that has changed since ends where it stopped.
    """
    sha256, mapping = digest_of(source.path), source.mapping
    same = Import.objects.filter(sha256=sha256, mapping=mapping.file, finished_at=None)
    begun = list(same.filter(mapping_sha256=mapping.sha256).order_by("first"))
    if begun:
        return begun
    same.update(finished_at=timezone.now())
    rows = limit or source.reader.count()
    edges = [rows * number // workers for number in range(workers + 1)]
    return [
        Import.objects.create(
            name=mapping.name, file_name=source.path.name[:200], sha256=sha256,
            mapping=mapping.file, mapping_sha256=mapping.sha256, first=since + 1, last=until,
            position=since,
        )
        for since, until in pairwise(edges)
    ]  # fmt: skip


def read_part(source: Source, part: Import, *, say: Say | None, size: int = BATCH) -> None:
    """The rows of one part that are not yet committed, batch by batch."""
    with alone(part), unhurried():
        part.refresh_from_db()
        intake = Intake(source.mapping, source.observed, part)
        rows = islice(source.reader.behind(part.position), part.last - part.position)
        while batch := list(islice(rows, size)):
            intake.take(batch)
            if say:
                say(intake.tally)


def finish(parts: Sequence[Import], mapping: Mapping) -> None:
    """Suggestions that need all rows, then the end.

    The tables have just grown from nothing: without a look at them the planner compared every
    case with every other, which took longer than the import.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE cases_case, exchange_known")
        for part in parts:
            part.refresh_from_db()
            tally = Tally(part.counts)
            for kind, count in suggest(part, mapping).items():
                tally.add(f"remarked.{kind}", count)
            part.counts, part.finished_at = tally.plain(), timezone.now()
            part.save()
