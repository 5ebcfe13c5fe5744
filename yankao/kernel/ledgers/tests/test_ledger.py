"""A ledger keeps every row, refuses changes, and its roll-ups equal its rows."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, OperationalError, connection, connections, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yankao.kernel.ledgers import jobs
from yankao.kernel.ledgers.ledger import Ledger, Rollup
from yankao.kernel.ledgers.models import Total
from yankao.kernel.ledgers.partitions import exists
from yankao.kernel.ledgers.proof import prove, recount, totals
from yankao.kernel.values.taipei import TAIPEI, day_of

from .specimen import Point, point

DAY = date(2026, 6, 15)
NOON = datetime(2026, 6, 15, 12, 0, tzinfo=TAIPEI)
MIDNIGHT = datetime(2026, 7, 1, 0, 0, tzinfo=TAIPEI)
moments = st.integers(-40 * 86400, 40 * 86400).map(lambda s: MIDNIGHT + timedelta(seconds=s))
points = st.builds(
    point,
    moments,
    unit=st.sampled_from(["A", "B", "養工", "a,{}\"'\\", ""]),
    kind=st.none() | st.integers(-3, 3),
    valid=st.booleans(),
    points=st.integers(-1000, 1000),
    hours=st.decimals(-9999, 9999, places=2),
)


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT at, unit, points FROM ledgers_point ORDER BY at, id")
        return cursor.fetchall()


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def empty() -> None:
    run("TRUNCATE ledgers_point")
    Total.objects.all().delete()


def in_threads(*work: Callable[[], object]) -> list[BaseException]:
    """Runs all at once, each on a connection of its own; answers with what went wrong."""
    start = Barrier(len(work))

    def alone(one: Callable[[], object]) -> None:
        start.wait(30)
        try:
            one()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(work)) as pool:
        futures = [pool.submit(alone, one) for one in work]
    return [wrong for future in futures if (wrong := future.exception())]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(points, max_size=12), max_size=4))
def test_rollups_equal_their_rows_whatever_is_written(
    ledger: "Ledger[Point]", batches: list[list[Point]]
) -> None:
    empty()
    written = [row for batch in batches for row in batch]
    assert sum(map(ledger.write, batches)) == len(written) == len(rows())
    for day in {day_of(row.at) for row in written}:
        assert prove(ledger, day) == []
        mine = [row for row in written if day_of(row.at) == day]
        kept = list(totals(ledger, "by_unit", day, day + timedelta(days=1)))
        assert {total.by["unit"] for total in kept} == {row.unit for row in mine}
        assert sum(total.count for total in kept) == len(mine)
        assert sum(total.sums["hours"] for total in kept) == sum(row.hours for row in mine)


def test_two_writers_at_once_lose_nothing(ledger: "Ledger[Point]") -> None:
    def write(units: str) -> Callable[[], object]:
        def work() -> None:
            for minute in range(20):
                at = NOON + timedelta(minutes=minute)
                ledger.write([point(at, unit=unit, points=1) for unit in units])

        return work

    assert in_threads(write("ABC"), write("CBA"), write("BAC")) == []
    assert prove(ledger, DAY) == []
    assert [t.count for t in totals(ledger, "in_all", DAY, DAY + timedelta(days=1))] == [180]


def test_two_first_writers_of_a_month_share_its_table(ledger: "Ledger[Point]") -> None:
    assert in_threads(*[lambda: ledger.write([point(NOON)]) for _ in range(4)]) == []
    assert len(rows()) == 4


@pytest.mark.parametrize("table", ["ledgers_point", "ledgers_point_2026m06"])
@pytest.mark.parametrize("change", ["UPDATE {} SET points = 9", "DELETE FROM {}"])
def test_the_database_refuses_to_change_a_row(
    ledger: "Ledger[Point]", table: str, change: str
) -> None:
    ledger.write([point(NOON, points=1)])
    with pytest.raises(DatabaseError, match="append-only"):
        run(change.format(table))
    assert [row[2] for row in rows()] == [1]


def test_a_reversal_is_a_new_row(ledger: "Ledger[Point]") -> None:
    ledger.write([point(NOON, points=5, hours=Decimal("1.50"))])
    ledger.write([point(NOON, points=-5, hours=Decimal("-1.50"))])
    [total] = totals(ledger, "by_unit", DAY, DAY + timedelta(days=1))
    assert (total.count, total.sums) == (2, {"points": 0, "hours": 0})


def test_the_month_turns_at_midnight_in_taipei(ledger: "Ledger[Point]") -> None:
    last = MIDNIGHT - timedelta(microseconds=1)
    ledger.write([point(last, unit="June"), point(MIDNIGHT, unit="July")])
    for table, unit in (("ledgers_point_2026m06", "June"), ("ledgers_point_2026m07", "July")):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT unit FROM {table}")
            assert cursor.fetchall() == [(unit,)]
    kept = list(totals(ledger, "by_unit", date(2026, 6, 30), date(2026, 7, 2)))
    assert [(total.day.day, total.by["unit"]) for total in kept] == [(30, "June"), (1, "July")]


def test_a_naive_moment_is_refused(ledger: "Ledger[Point]") -> None:
    with pytest.raises(ValueError, match="time zone"):
        ledger.write([point(datetime(2026, 6, 15))])  # noqa: DTZ001


def test_a_bad_row_leaves_nothing_of_its_batch(ledger: "Ledger[Point]") -> None:
    with pytest.raises(DatabaseError):
        ledger.write([point(NOON), point(NOON, unit="x" * 21)])
    assert (rows(), Total.objects.count()) == ([], 0)
    ledger.write([point(NOON)])
    assert prove(ledger, DAY) == []


def test_a_writer_killed_before_its_commit_leaves_nothing(ledger: "Ledger[Point]") -> None:
    def kill(pid: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    def work() -> None:
        with pytest.raises(OperationalError), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                pid = cursor.fetchone()[0]
            ledger.write([point(NOON), point(MIDNIGHT)])
            assert in_threads(lambda: kill(pid)) == []
            run("SELECT 1")

    assert in_threads(work) == []
    assert (rows(), Total.objects.count()) == ([], 0)
    assert not exists("ledgers_point_2026m06")


def test_a_total_touched_by_hand_is_found_and_counted_anew(ledger: "Ledger[Point]") -> None:
    ledger.write([point(NOON, points=2), point(NOON, unit="B")])
    Total.objects.filter(rollup="by_unit", key=["A"]).update(count=7)
    Total.objects.filter(rollup="by_unit", key=["B"]).delete()
    found = prove(ledger, DAY)
    assert [(d.key, d.rows and d.rows[0], d.kept and d.kept[0]) for d in found] == [
        (("A",), 1, 7),
        (("B",), 1, None),
    ]
    recount(ledger, DAY)
    assert prove(ledger, DAY) == []


def test_the_night_job_fails_when_totals_are_wrong(
    ledger: "Ledger[Point]", caplog: pytest.LogCaptureFixture
) -> None:
    ledger.write([point(NOON)])
    jobs.prove_all(timestamp=0)
    Total.objects.filter(rollup="in_all").update(count=2)
    with pytest.raises(jobs.RollupsDiffer):
        jobs.prove_all(timestamp=0)
    assert "ledgers.point in_all 2026-06-15" in caplog.text


def test_room_is_kept_for_the_coming_months(ledger: "Ledger[Point]") -> None:
    with time_machine.travel(datetime(2026, 11, 30, 16, 30, tzinfo=TAIPEI), tick=False):
        jobs.keep_room(timestamp=0)
        jobs.keep_room(timestamp=0)
    for month in ("2026m11", "2026m12", "2027m01"):
        assert exists(f"ledgers_point_{month}")


def test_what_python_and_the_database_spell_differently_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="at"):
        Ledger(Point, [Rollup("by_moment", by=["at"])])
    with pytest.raises(ImproperlyConfigured, match="unit"):
        Ledger(Point, [Rollup("sum_of_words", sums=["unit"])])
    assert isinstance(Point._meta.get_field("points"), models.IntegerField)
