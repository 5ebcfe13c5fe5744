"""An analyst's questions three ways: our figures, plain SQL over the rows, DuckDB over Parquet.

All three must say the same. The first is what a page pays, the second what it would pay without
what is kept, the third the physical limit: columns in memory, both processors, nobody's rights.
"""

import importlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.utils import timezone

from yankao.kernel.figures import kept, registry
from yankao.kernel.figures.keeping import fold
from yankao.kernel.figures.period import Period
from yankao.kernel.values.roc import roc_year

LOCK = Path(__file__).parent / "duckdb.lock"
TIMES = 5
CHANGED = 1000
COLUMNS = ["opened", "finished", "started", "state", "unseen", "late", "district", "category"]
VIEW = """
CREATE TEMP VIEW counted AS
SELECT c.opened_at AT TIME ZONE 'Asia/Taipei' AS opened,
  d.finished_at AT TIME ZONE 'Asia/Taipei' AS finished,
  coalesce(d.call_ended_at, c.opened_at) AT TIME ZONE 'Asia/Taipei' AS started, c.state,
  d.finished_at IS NULL AND c.censored_at IS NOT NULL AS unseen, c.late,
  c.district_id AS district, c.category_id AS category
FROM dispatch_dispatch AS d JOIN cases_case AS c ON c.id = d.case_id
WHERE c.source_city = '' AND c.state <> 'void'
"""
CHANGE = f"""
UPDATE cases_case SET late = NOT late WHERE id IN (
  SELECT id FROM cases_case WHERE programme = 'dispatch' ORDER BY id DESC LIMIT {CHANGED})
"""
YEAR = "opened >= '{first}' AND opened < '{after}'"
FOUR = "finished <= started + interval '4 hours'"
DONE = "state NOT IN ('converted', 'duplicate') AND NOT unseen"


@dataclass(frozen=True)
class Question:
    """`ours` answers with pairs of key and number, `sql` with the same rows in both databases."""

    name: str
    ours: Callable[[Period], list[tuple[Any, Any]]]
    sql: str


def by_month(period: Period) -> list[tuple[Any, Any]]:
    points = registry.get("dispatch.received").series(period, "month")
    return [(point.period.first.month, point.value) for point in points]


def by(name: str, dimension: str) -> Callable[[Period], list[tuple[Any, Any]]]:
    def asked(period: Period) -> list[tuple[Any, Any]]:
        return [(s.key, s.value) for s in registry.get(name).broken_down(period, dimension)]

    return asked


def alone(name: str) -> Callable[[Period], list[tuple[Any, Any]]]:
    return lambda period: [(0, registry.get(name).value(period))]


QUESTIONS = [
    Question("received by month", by_month,
             "SELECT extract(month FROM opened)::int, count(*) FROM counted "
             f"WHERE {YEAR} GROUP BY 1"),
    Question("received by district", by("dispatch.received", "district"),
             f"SELECT district, count(*) FROM counted WHERE {YEAR} GROUP BY 1"),
    Question("four hours by category", by("dispatch.four_hours", "category"),
             f"SELECT category, 100.0 * count(*) FILTER (WHERE {DONE} AND {FOUR}) "
             f"/ nullif(count(*) FILTER (WHERE {DONE}), 0) FROM counted WHERE {YEAR} GROUP BY 1"),
    Question("four hours of the year", alone("dispatch.four_hours"),
             f"SELECT 0, 100.0 * count(*) FILTER (WHERE {DONE} AND {FOUR}) "
             f"/ nullif(count(*) FILTER (WHERE {DONE}), 0) FROM counted WHERE {YEAR}"),
]  # fmt: skip


def told() -> str:
    """The table as lines of text; SystemExit when two of the three disagree."""
    fold()
    period = Period.roc_year(roc_year(timezone.localdate()))
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        cursor.execute(VIEW)
        duck = limit(cursor, Path(folder))
        lines = [f"{'':<28} {'figure':>9} {'rows':>9} {'DuckDB':>9}   ms, best of {TIMES}"]
        for question in QUESTIONS:
            sql = question.sql.format(first=period.first, after=period.after)
            ways = [lambda q=question: ours(q, period), lambda s=sql: rows(cursor, s)]
            ways += [lambda s=sql: duck.execute(s).fetchall()] if duck else []
            lines.append(line(question.name, ways))
        cursor.execute("DROP VIEW counted")
        lines.append(f"{f'upkeep after {CHANGED:,} changes':<28} {upkeep(cursor) * 1000:9.1f}")
    return "\n".join(lines)


def upkeep(cursor: Any) -> float:
    """Seconds until the sums of the newest cases are right again, each case having changed."""
    spans = []
    for _time in range(2):  # there and back
        cursor.execute(CHANGE)
        began = time.perf_counter()
        fold()
        spans.append(time.perf_counter() - began)
    return min(spans)


def ours(question: Question, period: Period) -> list[tuple[Any, Any]]:
    with kept.at_once():
        return question.ours(period)


def rows(cursor: Any, sql: str) -> list[tuple[Any, Any]]:
    cursor.execute(sql.replace("%", "%%"))
    return list(cursor.fetchall())


def line(name: str, ways: Sequence[Callable[[], Any]]) -> str:
    answers, times = [], []
    for way in ways:
        spans = []
        for _time in range(TIMES):
            began = time.perf_counter()
            answer = way()
            spans.append(time.perf_counter() - began)
        answers.append(plain(answer))
        times.append(min(spans) * 1000)
    if any(answer != answers[0] for answer in answers):
        raise SystemExit(f"{name}: the ways disagree: {answers}")
    return f"{name:<28} " + " ".join(f"{span:9.1f}" for span in times)


def plain(pairs: list[tuple[Any, Any]]) -> dict[str, float]:
    """Comparable: keys as text, numbers to six places, what is nothing left out."""
    return {str(key): round(float(value), 6) for key, value in pairs if value}


def limit(cursor: Any, folder: Path) -> Any:
    """A DuckDB whose table `counted` is a Parquet file of the same rows; None without DuckDB."""
    try:
        duckdb = importlib.import_module("duckdb")
    except ImportError:
        asked = ["-m", "uv", "pip", "install", "-q", "--require-hashes", "-r", str(LOCK)]
        if subprocess.run([sys.executable, *asked], check=False).returncode:
            return None
        duckdb = importlib.import_module("duckdb")
    table, parquet = folder / "rows.csv", folder / "rows.parquet"
    with table.open("wb") as file, cursor.copy(f"COPY ({WHOLE}) TO STDOUT (FORMAT csv)") as copy:
        for part in copy:
            file.write(part)
    duck = duckdb.connect()
    kinds = ["TIMESTAMP"] * 3 + ["VARCHAR", "BOOLEAN", "BOOLEAN", "BIGINT", "BIGINT"]
    columns = ", ".join(f"'{n}': '{k}'" for n, k in zip(COLUMNS, kinds, strict=True))
    duck.execute(f"COPY (SELECT * FROM read_csv('{table}', columns={{{columns}}}, header=false)) "
                 f"TO '{parquet}' (FORMAT parquet)")  # fmt: skip
    duck.execute(f"CREATE VIEW counted AS SELECT * FROM '{parquet}'")
    return duck


WHOLE = f"SELECT {', '.join(COLUMNS)} FROM counted"
