"""What became of the rows, by kind; kept with the import, so that a resumed one adds up."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from yankao.kernel.exchange.models import Import, Remark

Counts = dict[str, int]


@dataclass
class Findings:
    """What one row brought up on its way in."""

    repairs: list[str] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)

    def repaired(self, kind: str) -> None:
        self.repairs.append(kind)

    def remark(self, kind: str, message: str) -> None:
        """Once per kind and row, however often the row's past repeats it."""
        if kind not in {known for known, _message in self.remarks}:
            self.remarks.append((kind, message[:300]))


class Tally:
    """Counters named group.kind, such as rejected.no_moment."""

    def __init__(self, counts: Counts) -> None:
        self.counts = Counter(counts)

    @classmethod
    def over(cls, parts: Iterable[Import]) -> "Tally":
        """All parts of a file together."""
        tally = cls({})
        for part in parts:
            tally.counts.update(part.counts)
        return tally

    def add(self, name: str, by: int = 1) -> None:
        if by:
            self.counts[name] += by

    def __getitem__(self, name: str) -> int:
        return self.counts[name]

    def group(self, name: str) -> Counts:
        """The kinds of a group, most frequent first."""
        start = f"{name}."
        kinds = {k.removeprefix(start): n for k, n in self.counts.items() if k.startswith(start)}
        return dict(sorted(kinds.items(), key=lambda item: -item[1]))

    def total(self, name: str) -> int:
        return sum(self.group(name).values())

    def adds_up(self) -> bool:
        """Every row ended in exactly one place."""
        ended = self["stored"] + self["known"] + self.total("rejected")
        return self["rows"] == ended

    def take(self, findings: Findings) -> None:
        for kind in findings.repairs:
            self.add(f"repaired.{kind}")
        for kind, _message in findings.remarks:
            self.add(f"remarked.{kind}")

    def plain(self) -> Counts:
        return dict(self.counts)


def remarks_of(findings: Findings, batch: Import, line: int, key: str) -> list[Remark]:
    return [
        Remark(batch=batch, line=line, key=key, kind=kind, message=message)
        for kind, message in findings.remarks
    ]
