"""One part of a file under way: rows in, cases, rejects and remarks out, one batch at a time."""

from dataclasses import dataclass, field

from django.db import IntegrityError, OperationalError, transaction

from yankao.kernel.exchange.mapping import Mapping
from yankao.kernel.exchange.models import Import, Known, Reject, Remark
from yankao.kernel.exchange.reader import Row
from yankao.kernel.exchange.records import Record, Rejected, read
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.history import History, Recorder
from yankao.kernel.values.copying import copy_new
from yankao.kernel.values.rows import fresh

from .counting import Findings, Tally, remarks_of
from .lookup import Lookup
from .observed import Observed
from .past import Past, Seen

ATTEMPTS = 5
Numbered = tuple[int, Row]


@dataclass
class Batch:
    """What one batch of rows brought up."""

    tally: Tally
    histories: list[History] = field(default_factory=list)
    known: list[Known] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    given: set[str] = field(default_factory=set)


class Intake:
    """Reads rows of one part; what it counts is what it committed."""

    def __init__(self, mapping: Mapping, observed: Observed | None, part: Import) -> None:
        self.mapping, self.observed, self.part = mapping, observed, part
        programme = registry.get(mapping.programme)
        self.past = Past(mapping, programme, Lookup.of(mapping))
        self.recorder = Recorder(programme)
        self.tally = Tally(part.counts)
        self.given: set[str] = set()

    def take(self, rows: list[Numbered]) -> None:
        """The batch in one transaction; again if another part stood in the way."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.commit(rows)
            except (IntegrityError, OperationalError):
                if attempt == ATTEMPTS:
                    raise
            else:
                return

    def commit(self, rows: list[Numbered]) -> None:
        """All rows of a batch, what became of them and the position: together or not at all."""
        batch = Batch(Tally(self.tally.counts))
        with transaction.atomic():
            self.sort_out(self.readable(rows, batch), batch)
            self.recorder.store(batch.histories)
            for row, one in zip(batch.known, batch.histories, strict=True):
                row.subject = one.case.subject
            copy_new(Known, batch.known)
            Reject.objects.bulk_create(batch.rejects)
            Remark.objects.bulk_create(batch.remarks)
            self.count(rows, batch)
        self.tally = batch.tally
        self.given |= batch.given

    def readable(self, rows: list[Numbered], batch: Batch) -> list[tuple[Record, Row]]:
        records = []
        for line, row in rows:
            try:
                records.append((read(self.mapping, line, row), row))
            except Rejected as error:
                self.reject(line, row, error, batch)
        return records

    def reject(self, line: int, row: Row, error: Rejected, batch: Batch) -> None:
        batch.tally.add(f"rejected.{error.reason}")
        told = {"reason": error.reason, "message": str(error)[:300]}
        batch.rejects.append(Reject(batch=self.part, line=line, row=row, **told))

    def sort_out(self, records: list[tuple[Record, Row]], batch: Batch) -> None:
        """Known rows from new ones; of the new ones the histories, and by what to know them."""
        keys = [record.key for record, _row in records]
        rows = Known.objects.filter(source=self.mapping.source, key__in=keys)
        held = dict(rows.values_list("key", "digest"))
        for record, row in records:
            seen = self.seen(record.number, batch)
            if record.key in held:
                self.repeat(record, held[record.key], len(seen), batch)
                continue
            findings = Findings(record.repairs)
            try:
                batch.histories.append(self.past.of(record, seen, findings))
            except Rejected as error:
                self.reject(record.line, row, error, batch)
                continue
            batch.tally.take(findings)
            batch.tally.add("events.stored", len(seen))
            batch.remarks += remarks_of(findings, self.part, record.line, record.key)
            held[record.key] = record.digest
            batch.known.append(self.known(record))

    def seen(self, number: str, batch: Batch) -> list[Seen]:
        """What was observed of a case; given out once, should a number come twice."""
        if self.observed is None or number in self.given or number in batch.given:
            return []
        batch.given.add(number)
        return self.observed.of(number)

    def known(self, record: Record) -> Known:
        told = {"source": self.mapping.source, "key": record.key, "digest": record.digest}
        return fresh(Known, {**told, "line": record.line, "batch_id": self.part.pk})

    def repeat(self, record: Record, digest: str, seen: int, batch: Batch) -> None:
        """Known rows are never changed by a file; one that says something else is remarked."""
        batch.tally.add("known")
        batch.tally.add("events.known", seen)
        if digest != record.digest:
            batch.tally.add("changed")
            batch.remarks.append(
                Remark(batch=self.part, line=record.line, key=record.key, kind="changed")
            )

    def count(self, rows: list[Numbered], batch: Batch) -> None:
        cases = [one.case for one in batch.histories]
        batch.tally.add("rows", len(rows))
        batch.tally.add("stored", len(cases))
        batch.tally.add("entries", sum(len(one.entries) for one in batch.histories))
        batch.tally.add("censored", sum(case.censored_at is not None for case in cases))
        batch.tally.add("closed", sum(case.closed_at is not None for case in cases))
        batch.tally.add("late", sum(case.late for case in cases))
        self.part.position = rows[-1][0]
        self.part.counts = batch.tally.plain()
        self.part.save(update_fields=["position", "counts"])
