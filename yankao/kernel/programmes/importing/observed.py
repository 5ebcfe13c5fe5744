"""The file of observed changes, grouped by case and put in order."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from yankao.kernel.exchange.mapping import Mapping
from yankao.kernel.exchange.models import Import, Reject
from yankao.kernel.exchange.reader import Reader, Row, digest_of
from yankao.kernel.exchange.records import Rejected, moment, number, value_of
from yankao.kernel.values.roc import Unreadable

from .counting import Tally
from .past import Seen


class Observed:
    """Every observation of a file, held in memory: some hundred bytes each."""

    def __init__(self, path: Path, mapping: Mapping) -> None:
        self.path, self.mapping = path, mapping
        self.rows = 0
        self.rejects: list[tuple[int, Row, Rejected]] = []
        self.seen: dict[str, list[Seen]] = defaultdict(list)
        for line, row in Reader(path):
            self.rows += 1
            try:
                self.add(row)
            except Rejected as error:
                self.rejects.append((line, row, error))
        for observations in self.seen.values():
            observations.sort(key=lambda one: one.at)

    def add(self, row: Row) -> None:
        assert self.mapping.events is not None
        told = {name: value_of(c, row) for name, c in self.mapping.events.columns.items()}
        try:
            at = moment(self.mapping, told["at"])
        except Unreadable as error:
            raise Rejected("no_moment", str(error)[:300]) from error
        if told["state"] not in self.mapping.states:
            raise Rejected("unknown_state", repr(told["state"]))
        state = self.mapping.states[told["state"]]
        case = number(self.mapping, {"number": told["number"]}, [])
        changed = told.get("changed", "")
        self.seen[case].append(Seen(at, state, told["unit"], told["category"], changed))

    def of(self, number: str) -> list[Seen]:
        """The observations of one case."""
        return self.seen.get(number, [])

    def record(self, parts: Sequence[Import]) -> Import:
        """An import of its own for this file, with its rejects."""
        counts = {"rows": self.rows}
        batch, told = parts[-1], Tally.over(parts)
        for _line, _row, error in self.rejects:
            kind = f"rejected.{error.reason}"
            counts[kind] = counts.get(kind, 0) + 1
        matched = told["events.stored"] + told["events.known"]
        counts["rejected.no_case"] = max(self.rows - len(self.rejects) - matched, 0)
        counts["stored"] = told["events.stored"]
        ended = len(self.rejects) + counts["rejected.no_case"] + counts["stored"]
        counts["known"] = self.rows - ended
        row = Import.objects.create(
            name=f"{batch.name}", file_name=self.path.name[:200], sha256=digest_of(self.path),
            mapping=self.mapping.file, mapping_sha256=self.mapping.sha256,
            finished_at=batch.finished_at, last=self.rows, position=self.rows, counts=counts,
        )  # fmt: skip
        Reject.objects.bulk_create(
            Reject(batch=row, line=line, row=raw, reason=e.reason, message=str(e)[:300])
            for line, raw, e in self.rejects
        )
        return row
