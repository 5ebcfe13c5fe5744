"""The real files, whole: every row accounted for, chains unbroken, nothing open today."""

from collections import Counter
from pathlib import Path

import pytest

from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.exchange.mapping import load
from yankao.kernel.exchange.models import Known
from yankao.kernel.programmes.importing.counting import Tally
from yankao.kernel.programmes.importing.observed import Observed
from yankao.kernel.programmes.importing.run import Source, run
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline.timeline import broken

ROOT = Path(__file__).parents[5]
REAL = ROOT.parent / "shared" / "data" / "cases_1999"
SOURCES = ROOT / "yankao" / "chapters" / "service" / "dispatch" / "data" / "sources"
KAOHSIUNG = REAL / "kaohsiung_1999_cases_2016-2017.csv.gz"
EVENTS = REAL / "kaohsiung_1999_events_2016-2017.csv.gz"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not REAL.is_dir(), reason=f"the real files are not at {REAL}"),
]


@pytest.fixture
def desk(city, frozen):
    return Desk("dispatch", frozen)


def take(name, mapping, **more):
    observed = more.pop("observed", None)
    source = Source(REAL / name, load(SOURCES / f"{mapping}.toml"), observed)
    tally = Tally(run(source, **more).counts)
    assert tally.adds_up(), tally.counts
    return tally


def test_kaohsiung_whole(desk):
    observed = Observed(EVENTS, load(SOURCES / "kaohsiung.toml"))
    tally = take(KAOHSIUNG.name, "kaohsiung", observed=observed)
    assert (tally["rows"], tally["stored"], tally["known"]) == (24_718, 24_717, 1)
    assert tally["events.stored"] == observed.rows == 95_981
    assert (tally["closed"], tally["censored"]) == (9_954, 14_763)
    assert tally.group("repaired")["prefix_restored"] == 1
    assert tally.group("repaired")["default_point_dropped"] == 8
    assert tally["remarked.outside_district"] == 49
    assert not Case.objects.open().exists() and not Case.objects.overdue().exists()
    assert Case.objects.count() == Known.objects.count() == tally["stored"]
    assert not any(broken(case.subject) for case in Case.objects.order_by("number")[::100])
    late = ClockRun.objects.filter(name="make_safe", late=True).values("case").distinct()
    assert late.count() == tally["late"] == Case.objects.filter(late=True).count()
    again = take("kaohsiung_open1999_api_sample_2017-08-21.json", "kaohsiung-open1999")
    assert (again["rows"], again["known"], again["changed"]) == (66, 66, 0)


def test_states_are_those_of_the_file(desk):
    take(KAOHSIUNG.name, "kaohsiung", limit=4_000)
    states = Counter(Case.objects.values_list("state", flat=True))
    assert sum(states.values()) == 4_000 and set(states) <= {
        "created", "notified", "handling", "done", "closed",
    }  # fmt: skip
    assert states["closed"] == Case.objects.exclude(closed_at=None).count()


def test_taipei_in_part_with_its_dirty_rows_whole(desk):
    assert take("taipei_1999_dispatch_2025-07_2026-05.csv.gz", "taipei", limit=5_000)["stored"]
    tally = take("taipei_1999_dirty_rows.csv", "taipei")
    assert tally["rows"] == 891 and tally.group("rejected") == {"column_shift": 291}
    assert (tally["stored"], tally["known"]) == (599, 1)
    assert tally.group("repaired")["id_rebuilt"] == 599
    assert not Case.objects.ours().exists()


def test_baltimore_and_new_york(desk):
    tally = take("baltimore_311_2018_sample.csv.gz", "baltimore")
    assert (tally["rows"], tally["stored"]) == (6_661, 6_661)
    assert (tally["closed"], tally["censored"]) == (6_507, 154)
    tally = take("nyc_311_2022-05-01_sample.csv.gz", "new_york")
    assert (tally["stored"], tally["closed"], tally["censored"]) == (602, 311, 291)
    assert not Case.objects.ours().exists() and not Case.objects.open().exists()
