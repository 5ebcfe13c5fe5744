"""A case told afterwards is the case that the engine would have kept at the time."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Alarm, Case, Category, ClockRun
from yankao.kernel.geo.models import District
from yankao.kernel.programmes.history import History, Recorder, Step
from yankao.kernel.search.index import find
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.timeline.timeline import broken, entries

DIFFERENT = {"id", "number", "opened_by_id", "contact_id", "last_entry_id"}
CLOCK = {"id", "case_id"}
WAY = [
    ("notify", "notified", timedelta(minutes=5)),
    ("accept", "handling", timedelta(minutes=20)),
    ("finish", "done", timedelta(hours=3)),
    ("rework", "handling", timedelta(minutes=30)),
    ("finish", "done", timedelta(hours=2)),
    ("close", "closed", timedelta(minutes=7)),
]


@pytest.fixture
def desk(city, frozen):
    return Desk("dispatch", frozen)


def lived(desk):
    """A case that people opened and moved, and the moments at which they did."""
    category = Category.objects.get(programme="dispatch", code="pothole")
    asked = {"category": category.pk, "address": "中正四路 1 號", "channel": "phone"}
    asked |= {"district": District.objects.get(name="前金區").pk, "contact_phone": "0912345678"}
    case = desk.open({**asked, "description": "坑洞", "read_back": "on"}, by="operator")
    moments = []
    for action, _state, after in WAY:
        desk.wait(after)
        moments.append(timezone.now())
        data, files = told(desk, action)
        desk.do(action, case, by=who(action), data=data, files=files)
    return case, moments


def who(action):
    return "operator" if action in ("notify", "rework", "close") else "duty"


def told(desk, action):
    unit = {"unit": desk.unit("B01000").pk, "phone_notice_to": "值勤"}
    data = {"notify": unit, "finish": {"result": "fixed", "remedy": "冷料修補完成"}}
    data |= {"rework": {"lack": "not_fixed", "reason": "仍有坑洞"}, "close": {"told_by": "none"}}
    return data.get(action, {}), {"photos": [photo()]} if action == "finish" else {}


def retold(desk, case, moments):
    """The same case as a history would bring it."""
    detail = case.dispatch
    unit, steps = desk.unit("B01000"), []
    for (action, state, _after), at in zip(WAY, moments, strict=True):
        steps.append(Step(at, state, action, unit if action == "notify" else None))
    steps[0].values = {"phone_notice_at": moments[0], "phone_notice_to": "值勤"}
    steps[2].values = {"result": "fixed", "remedy": "冷料修補完成"}
    copy = Case(
        category=case.category, district=case.district, address=case.address,
        channel=case.channel, opened_at=case.opened_at,
    )  # fmt: skip
    history = History(copy, type(detail)(description="坑洞"), steps, System("test"))
    with transaction.atomic():
        Recorder(desk.programme).store([history])
    return Case.objects.get(pk=copy.pk)


def columns(row, without):
    return {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields
            if f.attname not in without}  # fmt: skip


def test_bulk_store_equals_the_engine(desk):
    case, moments = lived(desk)
    case.refresh_from_db()
    again = retold(desk, case, moments)
    assert columns(again, DIFFERENT) == columns(case, DIFFERENT)
    assert columns(again.dispatch, {"case_id"}) == columns(case.dispatch, {"case_id"})
    runs, same = (ClockRun.objects.filter(case=c).order_by("name", "round") for c in (case, again))
    assert [columns(run, CLOCK) for run in same] == [columns(run, CLOCK) for run in runs]
    assert len(runs) == 2 and again.late and again.returns == 1


def test_the_chain_of_a_retold_case_holds(desk):
    case, moments = lived(desk)
    again = retold(desk, case, moments)
    assert broken(again.subject) == [] and broken(case.subject) == []
    first, second = list(entries(case.subject)), list(entries(again.subject))
    verbs = ("verb", "label", "at", "before", "after", "seq")
    moved = [e for e in first if e.verb in {"open", *(w[0] for w in WAY)}]
    assert [[getattr(e, v) for v in verbs[:5]] for e in second] == [
        [getattr(e, v) for v in verbs[:5]] for e in moved
    ]
    assert again.last_entry == second[-1] and second[0].data["changes"]["address"]
    assert second[3].data["changes"]["remedy"] == ["", "冷料修補完成"]
    assert second[1].data["online_notice_at"]


def test_numbers_go_on_where_the_series_stands_and_leave_no_gap(desk):
    case, moments = lived(desk)
    first = retold(desk, case, moments)
    desk.clock.move_to(case.opened_at)
    last, _moments = lived(desk)
    tails = [one.number.split("-")[1] for one in (case, first, last)]
    assert tails == ["0001", "0002", "0003"]


def test_a_retold_case_is_found_but_rings_nobody(desk):
    case, moments = lived(desk)
    again = retold(desk, case, moments)
    assert find(desk.person("operator"), again.number) == [again]
    assert again in find(desk.person("operator"), "冷料修補")
    assert not Alarm.objects.filter(run__case=again).exists()


def test_what_the_source_lost_sight_of_is_neither_open_nor_closed(desk):
    case, moments = lived(desk)
    copy = Case(opened_at=case.opened_at, category=case.category, censored_at=moments[-1])
    detail = type(case.dispatch)(description="坑洞")
    history = History(copy, detail, [Step(moments[0], "notified", "notify")], System("test"))
    with transaction.atomic():
        Recorder(desk.programme).store([history])
    copy = Case.objects.get(pk=copy.pk)
    assert copy.closed_at is None and copy.late and not copy.overdue()
    assert copy not in Case.objects.open() and copy not in Case.objects.overdue()
    assert [e.verb for e in entries(copy.subject)] == ["open", "notify", "lose_sight"]
    assert broken(copy.subject) == []
