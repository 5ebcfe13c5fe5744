"""How petitions come in, are confirmed, numbered and registered."""

from datetime import date, datetime, timedelta
from urllib.parse import urlparse

import pytest
from django.core import mail as outbox
from django.utils import timezone

from yankao.kernel.cases.errors import Invalid
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.numbers import checks
from yankao.kernel.notices.models import Notice
from yankao.kernel.notices.sending import deliver
from yankao.kernel.testing.desk import TAIPEI, Desk
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import PersonalValue

from .. import jobs
from ..models import petition
from .opening import category
from .opening import data as letter
from .stories import CENTRE, assigned, at, posted, received


def due_day(case: Case) -> date:
    assert case.due_at is not None
    return (timezone.localtime(case.due_at) - timedelta(seconds=1)).date()


def link_of(case: Case) -> str:
    """The address in the letter as it was sent."""
    notice = Notice.objects.get(case=case, letter="petitions.confirm")
    deliver(notice.pk)
    body = str(outbox.outbox[-1].body)
    return urlparse(next(word for word in body.split() if word.startswith("http"))).path


def test_a_call_is_registered_at_once_and_numbered_with_a_check_digit(desk: Desk) -> None:
    case = received(desk)
    assert (case.state, case.number[:4]) == ("registered", "P115")
    assert checks(case.number[1:])
    assert case.holder is not None and case.holder.code == CENTRE


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        (datetime(2023, 2, 17, 10), date(2023, 2, 24)),
        (datetime(2023, 2, 22, 10), date(2023, 3, 6)),
        (datetime(2023, 2, 19, 10), date(2023, 3, 1)),
    ],
)
def test_six_working_days_count_from_the_day_after_receipt(
    desk: Desk, arrived: datetime, due: date
) -> None:
    desk.clock.move_to(arrived.replace(tzinfo=TAIPEI))
    at(desk, "intake", CENTRE).duties.update(since=date(2020, 1, 1))
    assert due_day(received(desk)) == due


def test_a_letter_counts_from_the_day_it_arrived_not_from_the_clerks_day(desk: Desk) -> None:
    case = received(desk, channel="paper", received_at="2026-06-12 15:00")
    assert case.state == "received" and case.due_at is None
    desk.do("register", case, at(desk, "dispatcher", CENTRE))
    assert due_day(case) == date(2026, 6, 23)
    assert petition(case).clock_start_at == datetime(2026, 6, 12, 15, tzinfo=TAIPEI)


def test_a_letter_from_tomorrow_is_refused(desk: Desk) -> None:
    with pytest.raises(Invalid, match="收件時間不能晚於現在"):
        received(desk, channel="paper", received_at="2026-06-16 09:00")


def test_a_mailbox_letter_waits_for_its_sender_and_counts_from_the_confirmation(desk: Desk) -> None:
    case = posted(desk)
    assert (case.state, case.channel, case.due_at) == ("await_confirm", "web", None)
    desk.wait(timedelta(days=1))
    url = link_of(case)
    assert desk.get(url).status_code == 200
    case.refresh_from_db()
    assert case.state == "await_confirm", "opening the letter's link presses nothing"
    desk.post(url)
    case.refresh_from_db()
    assert (case.state, due_day(case)) == ("registered", date(2026, 6, 25))


def test_an_unconfirmed_letter_is_void_after_three_days_and_not_counted(desk: Desk) -> None:
    case = posted(desk)
    url = link_of(case)
    desk.wait(timedelta(hours=71))
    jobs.follow_clocks(0)
    case.refresh_from_db()
    assert case.state == "await_confirm"
    desk.wait(timedelta(hours=2))
    assert desk.post(url).status_code == 410
    jobs.follow_clocks(0)
    case.refresh_from_db()
    assert case.state == "void"
    assert petition(case).registered_at is None


def test_number_and_password_alone_do_not_confirm_an_address(desk: Desk) -> None:
    assert "confirm" not in (desk.programme.public.actions if desk.programme.public else ())


def test_a_mailbox_letter_without_e_mail_waits_for_a_clerk(desk: Desk) -> None:
    case = posted(desk, contact_email="", contact_phone="07-1234567", reply_method="phone")
    assert case.state == "received"
    assert "register" in desk.offers(case, at(desk, "intake", CENTRE))


def test_a_clerk_may_vouch_for_a_sender_reached_otherwise(desk: Desk) -> None:
    case = posted(desk)
    assert desk.refuses("vouch", case, at(desk, "intake", CENTRE), {})
    desk.do("vouch", case, at(desk, "intake", CENTRE), {"reason": "電話確認為本人"})
    assert case.state == "registered"


@pytest.mark.parametrize("missing", ["contact_name", "contact_phone"])
def test_a_petition_names_its_sender_and_one_way_to_answer(desk: Desk, missing: str) -> None:
    with pytest.raises(Invalid):
        received(desk, **{missing: ""})
    assert received(desk, anonymous="on", **{missing: ""}).state == "registered"


def test_an_oral_petition_is_read_back_and_signed_at_the_counter(desk: Desk) -> None:
    with pytest.raises(Invalid, match="朗讀"):
        received(desk, read_back="")
    counter = {"channel": "counter", "oral": "on", "narrative": "陳情人稱道路久未鋪設。"}
    with pytest.raises(Invalid, match="簽名"):
        received(desk, **counter)
    detail = petition(received(desk, **counter, signed="on", papers_received="照片二張"))
    assert (detail.oral, detail.signed, detail.narrative[:3]) == (True, True, "陳情人")


def test_a_proxy_needs_a_power_of_attorney_and_lies_apart(desk: Desk) -> None:
    proxy = {"proxy_name": "林代理", "proxy_phone": "0922333444"}
    with pytest.raises(Invalid, match="委託書"):
        received(desk, **proxy)
    case = received(desk, **proxy, power_of_attorney="on")
    detail = petition(case)
    assert detail.proxy is not None and detail.proxy.name == "林代理"
    assert "林代理" not in str(list(timeline.entries(case.subject).values("data", "label")))


def test_the_same_letter_twice_in_ten_minutes_is_kept_twice_with_a_warning(desk: Desk) -> None:
    first = received(desk)
    desk.wait(timedelta(minutes=9))
    second = received(desk)
    assert petition(second).looks_like == first
    desk.wait(timedelta(minutes=11))
    assert petition(received(desk)).looks_like is None


def test_what_was_written_stands_apart_from_the_sealed_entry(desk: Desk) -> None:
    case = received(desk)
    first = next(iter(timeline.entries(case.subject)))
    assert "久未鋪設" not in str(first.data)
    kept = PersonalValue.objects.get(entry=first)
    assert kept.values["contact_name"] == "王小明"


def test_a_dispatch_becomes_a_petition_without_asking_again(desk: Desk) -> None:
    origin = received(desk)
    data = {
        "subject": "人行道鋪面", "content": "現場已圍設，需編列預算。",
        "kind": "administrative_interest", "channel": "phone", "address": "建國三路",
    }  # fmt: skip
    from yankao.kernel.cases.actors import System
    from yankao.kernel.programmes.desk import spawn

    child = spawn(origin, "petitions", data, by=System("dispatch"))
    assert (child.state, child.origin, child.contact) == ("registered", origin, origin.contact)
    assert child.receipt is not None


def test_the_reply_goes_the_way_the_sender_can_be_reached(desk: Desk) -> None:
    assert petition(received(desk)).reply_method == "phone"
    assert petition(posted(desk)).reply_method == "email"


def test_the_rules_propose_the_agency_and_say_why(desk: Desk) -> None:
    case = received(desk, category=category("noise"))
    page = desk.client("dispatcher").get(f"{desk.programme.url}{case.number}/do/assign/")
    assert "環境保護局" in page.content.decode()
    assigned(desk, case, "A03000")
    assert case.hand_overs == 0 and letter()["channel"] == "phone"
