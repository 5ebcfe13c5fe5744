"""The table: what was asked, how fast, at what cost, and how far above the floor."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .load import Run
from .server import Used, Web, database_pids, resident

HEAD = ("", "asked", "wrong", "req/s", "p50", "p95", "p99", "web", "db", "client", "SQL",
        "floor/s", "floor p50")  # fmt: skip
WIDTHS = (12, 6, 6, 8, 7, 7, 7, 7, 7, 7, 5, 9, 10)


@dataclass(frozen=True)
class Line:
    """One scene, measured."""

    name: str
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
            self.name, str(len(run.times)), str(self.wrong), f"{run.rate:.1f}",
            *map(ms, times), *map(ms, cost), str(self.statements),
            f"{self.floor.rate:.0f}", ms(self.floor.percentile(0.5)),
        )  # fmt: skip


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def aligned(cells: Sequence[str]) -> str:
    numbers = zip(cells[1:], WIDTHS[1:], strict=True)
    return cells[0].ljust(WIDTHS[0]) + "".join(cell.rjust(width + 1) for cell, width in numbers)


def heading(cold_start: float, connections: int) -> str:
    return (
        f"cold start to first answer {cold_start:.1f} s; {connections} connections, loopback\n"
        "p50 to p99: ms until the last byte; web, db, client: ms of processor per request;\n"
        "floor: the same SQL through psycopg alone; writes on one connection and not committed\n"
    )


def rows(lines: Sequence[Line]) -> Iterator[str]:
    yield aligned(HEAD)
    for line in lines:
        yield aligned(line.cells())
        if line.wrong:
            yield f"  wrong answers by status: {dict(line.run.wrong)}"


def memory(web: Web) -> str:
    own = ", ".join(f"{resident(pid):.0f}" for pid in web.pids())
    shared = sum(map(resident, database_pids()))
    return f"\nmemory, MB: web {own}; database {shared:.0f} (shared pages counted in each process)"
