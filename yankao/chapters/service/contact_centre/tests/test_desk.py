"""An agent's day through the front door: come, answer, classify, record, go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yankao.kernel.people.models import Duty, Person
from yankao.kernel.testing.desk import MONDAY, Desk

from ..intake import take
from ..models import CallRecord, LiveCall, Order, Presence, PresenceSpan, Seat
from .opening import call_of, data

AGENT, LEAD = "agent@RDEC-JSC", "lead@RDEC-JSC"
URL = "/service/contact_centre/"


@pytest.fixture(autouse=True)
def agent(desk: Desk) -> Person:
    return desk.person("agent", "RDEC-JSC")


@pytest.fixture
def call(desk: Desk, agent: Person) -> LiveCall:
    take(call_of("c1", timezone.now() - timedelta(minutes=3), agent.username))
    return LiveCall.objects.get()


def text(desk: Desk, path: str, by: str = AGENT) -> str:
    return desk.get(f"{URL}{path}", by=by).content.decode()


def test_she_sits_down_takes_a_break_and_goes_home(desk: Desk, agent: Person) -> None:
    seat = Seat.objects.get(number=7)
    desk.post(f"{URL}desk/presence/", by=AGENT, data={"seat": seat.pk, "state": "ready"})
    assert Presence.objects.get().seat == seat
    other = desk.person("lead", "RDEC-JSC")
    desk.post(f"{URL}desk/presence/", by=LEAD, data={"seat": seat.pk, "state": "ready"})
    assert not Presence.objects.filter(person=other).exists(), "the seat is taken"
    odd = desk.post(f"{URL}desk/presence/", by=LEAD, data={"seat": "x", "state": "ready"})
    assert odd.status_code == 302 and Presence.objects.get(person=other).seat is None
    desk.post(f"{URL}desk/presence/", by=LEAD, data={"state": "gone"})
    PresenceSpan.objects.all().delete()
    desk.wait(timedelta(minutes=30))
    desk.post(f"{URL}desk/presence/", by=AGENT, data={"state": "break"})
    assert PresenceSpan.objects.get().until - PresenceSpan.objects.get().since == timedelta(
        minutes=30
    )
    desk.post(f"{URL}desk/presence/", by=AGENT, data={"state": "gone"})
    assert not Presence.objects.exists() and PresenceSpan.objects.count() == 2


def test_a_call_pops_up_with_the_callers_cases_and_is_closed(
    desk: Desk, agent: Person, call: LiveCall
) -> None:
    opened = desk.open(data(contact_phone="0912-345 678"), by=AGENT)
    page = text(desk, "desk/")
    assert "0912345678" in page and opened.number in page and "後處理" in page
    empty = desk.post(f"{URL}desk/wrap/", by=AGENT, data={"call": "c1", "note": "她很急"})
    assert empty.status_code == 422
    assert "請選這通電話是諮詢" in empty.content.decode() and "她很急" in empty.content.decode()
    told = {"call": "c1", "kind": "consult", "topic": call_topic(), "online": True}
    done = desk.post(f"{URL}desk/wrap/", by=AGENT, data=told)
    assert done.status_code == 302
    row = CallRecord.objects.get()
    assert (row.kind, row.agent, row.online) == ("consult", agent, True)
    assert "沒有通話" in text(desk, "desk/")


def call_topic() -> int:
    category: int = data()["category"]  # type: ignore[assignment]
    return category


def test_what_is_recorded_needs_a_case_and_the_one_just_opened_will_do(
    desk: Desk, agent: Person
) -> None:
    take(call_of("c1", timezone.now() - timedelta(seconds=40), agent.username)[:4])
    told = {"call": "c1", "kind": "record", "topic": call_topic()}
    bare = desk.post(f"{URL}desk/wrap/", by=AGENT, data=told)
    assert bare.status_code == 422 and "錄案後送要有案件" in bare.content.decode()
    wrong = desk.post(f"{URL}desk/wrap/", by=AGENT, data={**told, "more": "SD999"})
    assert "找不到案號 SD999" in wrong.content.decode()
    case = desk.open(data(), by=AGENT)
    early = desk.post(f"{URL}desk/wrap/", by=AGENT, data=told)
    assert early.status_code == 422 and "民眾還在線上" in early.content.decode()
    desk.wait(timedelta(minutes=2))
    take(call_of("c1", timezone.now() - timedelta(seconds=160), agent.username)[4:])
    assert desk.post(f"{URL}desk/wrap/", by=AGENT, data=told).status_code == 302
    assert CallRecord.objects.get().numbers == [case.number]


def test_hanging_up_and_handing_on_are_told_to_the_exchange(desk: Desk, agent: Person) -> None:
    take(call_of("c1", timezone.now() - timedelta(seconds=40), agent.username)[:4])
    desk.post(f"{URL}desk/order/", by=AGENT, data={"call": "c1", "what": "transfer", "to": "119"})
    order = Order.objects.get()
    assert (order.what, order.to, order.by, order.done_at) == ("transfer", "119", agent, None)
    assert LiveCall.objects.get().emergency
    lost = desk.post(f"{URL}desk/order/", by=AGENT, data={"call": "nobody", "what": "hang_up"})
    assert lost.status_code == 404


def test_nobody_touches_anothers_call_but_a_lead_classifies_what_was_left(
    desk: Desk, call: LiveCall
) -> None:
    desk.people["other@RDEC-JSC"] = other = Person.objects.create_user("other", "x", name="別人")
    Duty.objects.create(person=other, programme="contact_centre", role="agent",
                        unit=desk.unit("RDEC-JSC"), since=MONDAY.date())  # fmt: skip
    desk.person("lead", "RDEC-JSC")
    told = {"call": "c1", "kind": "other"}
    assert desk.post(f"{URL}desk/wrap/", by="other@RDEC-JSC", data=told).status_code == 404
    assert "c1" in text(desk, "calls/", LEAD) and "0912345678" in text(desk, "desk/?call=c1", LEAD)
    assert 'id="work"' not in text(desk, "desk/line/?call=c1", LEAD), "it does not vanish"
    assert desk.post(f"{URL}desk/wrap/", by=LEAD, data=told).status_code == 302
    assert 'id="work"' in text(desk, "desk/line/?call=c1", LEAD), "it is done"
    assert CallRecord.objects.get().kind == "other"


def test_what_was_chosen_is_kept_while_she_types(desk: Desk, call: LiveCall) -> None:
    told = {"call": "c1", "kind": "consult", "note": "問停車費", "topic": "99999"}
    assert desk.post(f"{URL}desk/said/", by=AGENT, data=told).status_code == 204
    call.refresh_from_db()
    assert (call.kind, call.note, call.topic) == ("consult", "問停車費", None)


def test_the_line_brings_the_whole_work_only_with_another_call(desk: Desk, call: LiveCall) -> None:
    assert 'id="work"' in text(desk, "desk/line/?call=")
    assert 'id="work"' not in text(desk, "desk/line/?call=c1")


def test_calls_are_listed_by_day_and_opened_by_those_who_may(desk: Desk, call: LiveCall) -> None:
    desk.post(f"{URL}desk/wrap/", by=AGENT, data={"call": "c1", "kind": "other"})
    row = CallRecord.objects.get()
    one = f"calls/{timezone.localtime(row.at):%Y%m%d}-{row.id}/"
    assert "***678" in text(desk, "calls/") and "***678" in text(desk, one)
    desk.person("editor", "A04000")
    assert desk.get(f"{URL}{one}", by="editor@A04000").status_code == 404
    assert desk.get(f"{URL}calls/20230101-{row.id}/", by=AGENT).status_code == 404
    assert "沒有您可以看的來電" in text(desk, "calls/?day=2020-01-01")
