"""Events of an exchange: in any order, twice, late, with a wrong clock; no call is lost."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yankao.kernel.cases.models import Category
from yankao.kernel.people.models import Person
from yankao.kernel.testing.desk import Desk
from yankao.kernel.values.taipei import TAIPEI, day_of, midnight

from .. import floor, presence
from ..intake import Event, forget, lose, take
from ..models import CallEvent, CallRecord, LiveCall, Presence, Return
from ..settling import NotOver, wrap_up
from ..states import Kind
from .opening import call_of

AGENT = "agent@RDEC-JSC"


@pytest.fixture(autouse=True)
def agent(desk: Desk) -> Person:
    return desk.person("agent", "RDEC-JSC")


def finish(name: str, kind: Kind = Kind.CONSULT, topic: str = "parking") -> CallRecord:
    call = LiveCall.objects.get(exchange_id=name)
    call.kind, call.online = kind, kind == Kind.CONSULT
    call.topic = Category.objects.get(programme="contact_centre", code=topic)
    assert call.agent and call.ended_at
    wrap_up(call, call.agent, call.ended_at + timedelta(seconds=25))
    return CallRecord.objects.get(exchange_id=name)


def shape(row: CallRecord) -> tuple[object, ...]:
    skipped = {"id", "exchange_id"}
    return tuple(
        getattr(row, field.attname)
        for field in CallRecord._meta.concrete_fields
        if field.name not in skipped
    )


def test_a_call_goes_from_the_first_ring_to_the_ledger(desk: Desk, agent: Person) -> None:
    at = timezone.now() - timedelta(minutes=10)
    take(call_of("c1", at, agent.username))
    live = LiveCall.objects.get()
    assert (live.state, live.number, live.agent, live.score) == ("ended", "0912345678", agent, 5)
    assert not CallRecord.objects.exists(), "nobody has said yet what it was for"
    row = finish("c1")
    assert (row.waited, row.talked, row.wrapped, row.handling) == (7, 90, 32, 122)
    assert (row.in_time, row.online, row.satisfied, row.tail) == (True, True, True, "***678")
    assert row.disposition == "answered" and row.handled and row.kind == "consult"
    assert "0912345678" not in str(shape(row)), "the number itself is gone"
    assert not LiveCall.objects.exists() and not CallEvent.objects.exists()


@settings(max_examples=12, deadline=None, derandomize=True,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(order=st.permutations(range(7)), twice=st.sets(st.integers(0, 6)), cut=st.integers(0, 9))
def test_the_same_events_in_any_order_make_the_same_call(
    desk: Desk, agent: Person, order: list[int], twice: set[int], cut: int
) -> None:
    at = timezone.now() - timedelta(minutes=10)
    count = CallRecord.objects.count()
    straight, mixed = f"a{count}", f"b{count}"
    take(call_of(straight, at, agent.username))
    events = call_of(mixed, at, agent.username)
    told = [events[place] for place in [*order, *twice]]
    take(told[:cut])
    take(told[cut:])
    assert shape(finish(mixed)) == shape(finish(straight))


def test_those_who_leave_are_told_apart(desk: Desk) -> None:
    at = timezone.now() - timedelta(minutes=10)
    second = timedelta(seconds=1)
    take([Event("short", "offered", at), Event("short", "ended", at + 3 * second)])
    take([Event("menu", "offered", at), Event("menu", "ended", at + 20 * second)])
    take(call_of("queue", at))
    take([Event("blocked", "offered", at), Event("blocked", "blocked", at)])
    found = dict(CallRecord.objects.values_list("exchange_id", "disposition"))
    assert found == {
        "short": "abandoned_short", "menu": "abandoned_ivr", "queue": "abandoned_queue",
        "blocked": "blocked",
    }  # fmt: skip
    assert not CallRecord.objects.filter(handled=True).exists()


def test_a_call_past_midnight_counts_where_it_came_in_and_is_lost_where_it_left(
    desk: Desk, agent: Person
) -> None:
    night = midnight(day_of(timezone.now()))
    take([Event("late", "offered", night - timedelta(seconds=30)),
          Event("late", "queued", night - timedelta(seconds=25)),
          Event("late", "ended", night + timedelta(seconds=40))])  # fmt: skip
    row = CallRecord.objects.get()
    assert (row.quarter, row.left_quarter, row.hour) == (95, 96, 23)
    assert day_of(row.at) == day_of(timezone.now()) - timedelta(days=1)


def test_a_hidden_number_has_no_past_and_a_clock_ahead_is_set_right(
    desk: Desk, agent: Person
) -> None:
    now = timezone.now()
    take([Event("x", "offered", now + timedelta(minutes=9), {"number": "anonymous"})], now)
    call = LiveCall.objects.get()
    assert (call.number, call.caller, call.offered_at) == ("", "", now)
    assert CallEvent.objects.get().told_at == now + timedelta(minutes=9)


def test_what_comes_for_a_settled_call_is_kept_and_changes_nothing(
    desk: Desk, agent: Person
) -> None:
    at = timezone.now() - timedelta(minutes=10)
    events = call_of("c", at, agent.username)
    take(events)
    before = shape(finish("c"))
    assert take(events) == len(events), "the exchange tells all of it once more"
    assert not LiveCall.objects.exists()
    late = CallEvent.objects.filter(late=True)
    assert late.count() == len(events)
    assert "0912345678" not in str(list(late.values_list("data"))), "nor does the number stay here"
    assert forget(timezone.now()) == 0
    assert forget(timezone.now() + timedelta(days=31)) == len(events)
    assert [shape(row) for row in CallRecord.objects.all()] == [before]


def test_an_exchange_that_comes_back_ends_what_it_no_longer_knows(
    desk: Desk, agent: Person
) -> None:
    at = timezone.now() - timedelta(minutes=5)
    presence.come(agent, None)
    take(call_of("gone", at, agent.username)[:4])
    take(call_of("kept", at, agent.username)[:4])
    lose(["kept"], at + timedelta(minutes=1))
    call = LiveCall.objects.get(exchange_id="gone")
    assert call.lost and call.ended_at == at + timedelta(minutes=1)
    assert LiveCall.objects.get(exchange_id="kept").ended_at is None
    assert finish("gone").disposition == "answered"


def test_two_agents_on_one_caller_are_one_call_that_waited_for_the_first(
    desk: Desk, agent: Person
) -> None:
    at = timezone.now() - timedelta(minutes=10)
    second = desk.person("lead", "RDEC-JSC")
    events = call_of("c", at, agent.username)
    joined = Event("c", "answered", at + timedelta(seconds=40), {"agent": second.username})
    take([*events, joined])
    call = LiveCall.objects.get()
    assert call.agent == second and call.answered_at == at + timedelta(seconds=13)


def test_an_exchange_that_tells_of_itself_is_not_silent(desk: Desk) -> None:
    assert floor.read().quiet
    desk.person("lead", "RDEC-JSC")
    url = "/api/v1/service/contact_centre/events"
    told = desk.post(url, by="lead@RDEC-JSC", data={"events": []})
    assert told.json() == {"told": 0} and not floor.read().quiet
    old = {"call": "c", "kind": "offered", "at": "0122-10-03T08:22:54+20:38"}
    assert desk.post(url, by="lead@RDEC-JSC", data={"events": [old]}).status_code == 422


def test_who_is_on_the_line_is_not_wrapped_up(desk: Desk, agent: Person) -> None:
    take(call_of("c", timezone.now() - timedelta(minutes=1), agent.username)[:4])
    call = LiveCall.objects.get()
    call.kind = Kind.OTHER
    with pytest.raises(NotOver):
        wrap_up(call, agent, timezone.now())


def test_a_second_call_about_the_same_unmakes_the_first_ones_resolution(
    desk: Desk, agent: Person
) -> None:
    day = datetime(2026, 5, 4, 9, 0, tzinfo=TAIPEI)
    for name, at, topic in [
        ("one", day, "parking"),
        ("two", day + timedelta(days=3), "parking"),
        ("other", day + timedelta(days=4), "tax"),
        ("much later", day + timedelta(days=12), "parking"),
    ]:
        take(call_of(name, at, agent.username))
        finish(name, topic=topic)
    assert list(Return.objects.values_list("exchange_id", flat=True)) == ["one"]


def test_the_floor_shows_queue_states_and_the_day(desk: Desk, agent: Person) -> None:
    now = timezone.now()
    presence.come(agent, None)
    take(call_of("old", now - timedelta(minutes=20), agent.username))
    finish("old")
    take(call_of("lost", now - timedelta(minutes=9)))
    take(call_of("waits", now - timedelta(seconds=50))[:2])
    take(call_of("talks", now - timedelta(seconds=70), agent.username)[:4])
    found = floor.read(now)
    assert (found.waiting, found.talking, found.unsaid) == (1, 1, 0)
    assert found.longest == timedelta(seconds=44)
    assert (found.day.offered, found.day.handled, found.day.abandoned) == (2, 1, 1)
    assert found.day.level == 50 and found.quiet
    states = {state: many for state, _label, many in found.states}
    assert states[Presence.State.TALKING] == 1
