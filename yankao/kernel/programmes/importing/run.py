"""Reading a file of past cases, batch by batch; each batch commits with its position."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

from yankao.kernel.exchange.copying import copy_new, fresh
from yankao.kernel.exchange.mapping import Mapping
from yankao.kernel.exchange.models import Import, Known, Reject, Remark
from yankao.kernel.exchange.reader import Reader, Row, digest_of
from yankao.kernel.exchange.records import Record, Rejected, read
from yankao.kernel.programmes import history, registry

from .counting import Findings, Tally, remarks_of
from .lookup import Lookup
from .observed import Observed
from .past import Past
from .suggestions import suggest

BATCH = 1000
Numbered = tuple[int, Row]


class AlreadyRunning(RuntimeError):
    """Another process is importing this source."""


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
def alone(source: str) -> Iterator[None]:
    """One import of a source at a time; a killed process lets go by itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [f"import:{source}"])
        row = cursor.fetchone()
        if not row or not row[0]:
            raise AlreadyRunning(source)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [f"import:{source}"])


@contextmanager
def unhurried() -> Iterator[None]:
    """Python looks for dead objects less often: what is already there, observations above all,
    stays to the end, and looking through it again and again took a third of the time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 10, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def run(
    source: Source,
    *,
    limit: int = 0,
    say: Callable[[Tally], None] | None = None,
    size: int = BATCH,
) -> Import:
    """Reads the file to its end, or `limit` rows of it; goes on where a killed run stopped."""
    with alone(source.mapping.source), unhurried():
        intake = Intake(source, begun(source))
        rows = iter(source.reader)
        rows = islice(rows, intake.batch.position, limit or None)
        while batch := list(islice(rows, size)):
            intake.take(batch)
            if say:
                say(intake.tally)
        return intake.finish()


def begun(source: Source) -> Import:
    """The unfinished import of this file, or a new one; a changed mapping starts again."""
    mapping, sha256 = source.mapping, digest_of(source.path)
    found, new = Import.objects.get_or_create(
        sha256=sha256,
        mapping=mapping.file,
        finished_at=None,
        defaults={
            "name": mapping.name, "file_name": source.path.name[:200],
            "mapping_sha256": mapping.sha256,
        },
    )  # fmt: skip
    if not new and found.mapping_sha256 != mapping.sha256:
        found.mapping_sha256, found.position, found.counts = mapping.sha256, 0, {}
        found.rejects.all().delete()
        found.remarks.all().delete()
    return found


class Intake:
    """One import under way."""

    def __init__(self, source: Source, batch: Import) -> None:
        self.source, self.batch = source, batch
        self.mapping, self.observed = source.mapping, source.observed
        self.programme = registry.get(self.mapping.programme)
        self.past = Past(self.mapping, self.programme, Lookup.of(self.mapping))
        self.recorder = history.Recorder(self.programme)
        self.tally = Tally(batch.counts)

    def take(self, rows: list[Numbered]) -> None:
        """All rows of a batch, what became of them and the position, in one transaction."""
        with transaction.atomic():
            rejects: list[Reject] = []
            remarks: list[Remark] = []
            records = self.readable(rows, rejects)
            histories, known = self.new_ones(records, rejects, remarks)
            self.recorder.store(histories)
            for row, one in zip(known, histories, strict=True):
                row.subject = one.case.subject
            copy_new(Known, known)
            Reject.objects.bulk_create(rejects)
            Remark.objects.bulk_create(remarks)
            self.count(rows, histories, rejects)

    def readable(self, rows: list[Numbered], rejects: list[Reject]) -> list[tuple[Record, Row]]:
        records = []
        for line, row in rows:
            try:
                records.append((read(self.mapping, line, row), row))
            except Rejected as error:
                rejects.append(self.reject(line, row, error))
        return records

    def reject(self, line: int, row: Row, error: Rejected) -> Reject:
        self.tally.add(f"rejected.{error.reason}")
        return Reject(
            batch=self.batch, line=line, row=row, reason=error.reason, message=str(error)[:300]
        )

    def new_ones(
        self, records: list[tuple[Record, Row]], rejects: list[Reject], remarks: list[Remark]
    ) -> tuple[list[history.History], list[Known]]:
        """The histories of rows not seen before, and what they will be known by."""
        held = self.held([record.key for record, _row in records])
        histories, known = [], []
        for record, row in records:
            seen = self.observed.of(record.number) if self.observed else []
            if record.key in held:
                self.repeat(record, held[record.key], len(seen), remarks)
                continue
            findings = Findings(record.repairs)
            try:
                histories.append(self.past.of(record, seen, findings))
            except Rejected as error:
                rejects.append(self.reject(record.line, row, error))
                self.tally.add("events.rejected", len(seen))
                continue
            self.tally.take(findings)
            self.tally.add("events.stored", len(seen))
            remarks += remarks_of(findings, self.batch, record.line, record.key)
            held[record.key] = record.digest
            known.append(self.known(record))
        return histories, known

    def held(self, keys: list[str]) -> dict[str, str]:
        rows = Known.objects.filter(source=self.mapping.source, key__in=keys)
        return dict(rows.values_list("key", "digest"))

    def known(self, record: Record) -> Known:
        told = {"source": self.mapping.source, "key": record.key, "digest": record.digest}
        return fresh(Known, {**told, "line": record.line, "batch_id": self.batch.pk})

    def repeat(self, record: Record, digest: str, seen: int, remarks: list[Remark]) -> None:
        """Known rows are never changed by a file; one that says something else is remarked."""
        self.tally.add("known")
        self.tally.add("events.known", seen)
        if digest != record.digest:
            self.tally.add("changed")
            remarks.append(
                Remark(batch=self.batch, line=record.line, key=record.key, kind="changed")
            )

    def count(
        self, rows: list[Numbered], histories: list[history.History], rejects: list[Reject]
    ) -> None:
        self.tally.add("rows", len(rows))
        self.tally.add("stored", len(histories))
        self.tally.add("entries", sum(len(one.entries) for one in histories))
        self.tally.add("censored", sum(one.case.censored_at is not None for one in histories))
        self.tally.add("closed", sum(one.case.closed_at is not None for one in histories))
        self.tally.add("late", sum(one.case.late for one in histories))
        self.batch.position = rows[-1][0]
        self.save()

    def save(self) -> None:
        self.batch.counts = self.tally.plain()
        self.batch.save()

    def finish(self) -> Import:
        """Suggestions that need all rows, then the end."""
        with transaction.atomic():
            for kind, count in suggest(self.batch, self.mapping).items():
                self.tally.add(f"remarked.{kind}", count)
            self.batch.finished_at = timezone.now()
            self.save()
        return self.batch
