"""A line of the table: what was asked, how fast, at what cost, how far above the floor."""

from dataclasses import dataclass

from .load import Run
from .server import Used

HEAD = ("", "connections", "asked", "wrong", "req/s", "p50", "p95", "p99", "web", "db", "client",
        "SQL", "floor/s", "floor p50")  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One scene, measured over so many connections."""

    name: str
    connections: int
    run: Run
    used: Used
    statements: int
    floor: Run

    @property
    def wrong(self) -> int:
        return self.run.wrong.total()

    def cells(self) -> tuple[str, ...]:
        run, count = self.run, max(1, len(self.run.times))
        cost = (self.used.web / count, self.used.database / count, run.own_cpu / count)
        times = [run.percentile(share) for share in (0.5, 0.95, 0.99)]
        return (
            self.name, str(self.connections), str(len(run.times)), str(self.wrong),
            f"{run.rate:.0f}", *map(ms, times), *map(ms, cost), str(self.statements),
            f"{self.floor.rate:.0f}", ms(self.floor.percentile(0.5)),
        )  # fmt: skip

    def said(self) -> str:
        """In short, while the others are still being measured."""
        told = dict(zip(HEAD[1:], self.cells()[1:], strict=True))
        words = f"{self.name} × {self.connections}: {told['req/s']} req/s, p99 {told['p99']} ms"
        return f"{words}, wrong {dict(self.run.wrong)}" if self.wrong else words


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"
