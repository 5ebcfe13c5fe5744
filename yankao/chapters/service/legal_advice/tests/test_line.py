"""The waiting list, walk-ins, sessions called off, and two who press on the last slot."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from yankao.kernel.calendar.closures import declare_closure
from yankao.kernel.cases.errors import Invalid
from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice
from yankao.kernel.programmes import desk as front
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.jobs import ring_some
from yankao.kernel.testing.desk import Desk

from .. import closing, jobs
from ..forms import BookingForm, WalkInForm
from ..models import Booking, Conflict, Site, booking
from ..queue import place_of
from .opening import data, free, person, session

DAY = "/service/legal_advice/day/"


def waits(desk: Desk, name: str, site: str = "鳳山") -> Case:
    """On the waiting list of a site, by telephone."""
    told = person(name, channel="phone", site=Site.objects.get(name=site).pk)
    return desk.open(told, by="officer")


def walks_in(desk: Desk, name: str, made) -> Case:
    told = person(name, session=made.pk)
    return desk.open(told, by="officer", intake=WalkInForm)


def letters(name: str) -> int:
    return Notice.objects.filter(letter=f"legal_advice.{name}").count()


def state(case: Case) -> str:
    case.refresh_from_db()
    return case.state


def test_a_cancelled_slot_is_offered_to_the_first_who_waits(desk: Desk) -> None:
    slot = free(session())[0]
    case, first, second = desk.open(data(slot), by="officer"), *map(waits, [desk] * 2, "甲乙")
    desk.do("cancel", case, desk.as_citizen(case))
    assert (state(first), state(second), letters("offer")) == ("offered", "waiting", 1)
    assert booking(first).slot == slot
    desk.do("accept", first, desk.as_citizen(first))
    assert (state(first), letters("booked")) == ("booked", 2)


def test_an_offer_nobody_answers_goes_to_the_next(desk: Desk) -> None:
    slot = free(session())[0]
    case, first, second = desk.open(data(slot), by="officer"), *map(waits, [desk] * 2, "甲乙")
    desk.do("cancel", case, "officer")
    desk.wait(timedelta(minutes=239))
    jobs.follow_clocks(0)
    assert state(first) == "offered"
    desk.wait(timedelta(minutes=1))
    jobs.follow_clocks(0)
    assert (state(first), state(second)) == ("waiting", "offered")
    desk.do("decline", second, desk.as_citizen(second))
    assert (state(first), state(second)) == ("offered", "waiting"), "asked again after the others"


def test_one_who_waits_alone_and_declines_is_not_asked_at_once_again(desk: Desk) -> None:
    slot = free(session())[0]
    case, only = desk.open(data(slot), by="officer"), waits(desk, "甲")
    desk.do("cancel", case, "officer")
    desk.do("decline", only, desk.as_citizen(only))
    assert (state(only), slot in free(slot.session)) == ("waiting", True)


def test_ten_minutes_late_the_slot_goes_to_whoever_is_here(desk: Desk) -> None:
    made = session(0, 14, 0.7)
    slot = free(made)[0]
    case = desk.open(data(slot), by="officer")
    desk.clock.move_to(made.starts_at - timedelta(minutes=30))
    early, late = walks_in(desk, "甲", made), walks_in(desk, "乙", made)
    assert (early.legal_advice.slot is not None, state(early)) == (True, "checked_in")
    assert (state(late), booking(late).slot) == ("waiting", None)
    desk.clock.move_to(slot.starts_at + timedelta(minutes=9))
    assert "起未報到" in desk.refuses("no_show", case, "officer")
    jobs.follow_clocks(0)
    assert state(case) == "booked"
    desk.wait(timedelta(minutes=1))
    jobs.follow_clocks(0)
    late = Case.objects.get(pk=late.pk)
    assert (state(case), late.state, booking(late).slot) == ("no_show", "checked_in", slot)


def test_the_line_says_position_and_expected_time(desk: Desk) -> None:
    made = session(0, 14, 2)
    desk.clock.move_to(made.starts_at)
    first, second = walks_in(desk, "甲", made), walks_in(desk, "乙", made)
    desk.do("call", first, "officer")
    desk.wait(timedelta(minutes=5))
    third = walks_in(desk, "丙", made)
    now = timezone.now()
    assert place_of(Booking.objects.get(pk=first.pk), now).position == 0
    seconds = place_of(Booking.objects.get(pk=second.pk), now)
    thirds = place_of(Booking.objects.get(pk=third.pk), now)
    assert (seconds.position, seconds.expected) == (1, booking(second).starts_at)
    assert thirds.expected == seconds.expected + timedelta(minutes=40)
    wall = desk.get(f"/service/legal_advice/wall/{made.site_id}/").content.decode()
    assert booking(third).code in wall and "甲" not in wall


def test_who_got_no_turn_is_free_to_book_again(desk: Desk) -> None:
    made = session(0, 14, 0.4)
    desk.clock.move_to(made.starts_at)
    walks_in(desk, "甲", made)
    left = walks_in(desk, "乙", made)
    desk.wait(timedelta(days=1))
    jobs.close_the_day(0)
    assert state(left) == "cancelled"


def test_a_session_called_off_moves_everybody_with_a_letter(desk: Desk) -> None:
    made, later = session(2, hours=0.7), session(4, hours=0.4, by="周律")
    first, other = desk.open(data(free(made)[0]), by="officer"), free(later)[0]
    page = desk.client("officer").post(
        f"/service/legal_advice/sessions/{made.pk}/close/", {"reason": "律師出庭"}
    )
    assert page.status_code == 302
    assert (state(first), booking(Case.objects.get(pk=first.pk)).slot) == ("rescheduled", other)
    assert "律師出庭" in Notice.objects.get(letter="legal_advice.rescheduled").body
    assert other.starts_at + timedelta(minutes=10) == first.clocks.latest("round").due_at
    desk.clock.move_to(other.starts_at - timedelta(hours=2))
    desk.do("cancel", first, desk.as_citizen(first))
    assert state(first) == "cancelled", "what the city moved may be cancelled at any time"


def test_without_another_time_one_is_first_in_line_and_gets_the_next_session(desk: Desk) -> None:
    made = session(2)
    case, waiting = desk.open(data(free(made)[0]), by="officer"), waits(desk, "甲")
    closing.close(made, "場地整修", by=None, at=timezone.now())
    case = Case.objects.get(pk=case.pk)
    assert (case.state, booking(case).displaced, letters("displaced")) == ("waiting", True, 1)
    later = session(5, hours=0.4, by="周律")
    jobs.follow_closures(0)
    assert (state(case), state(waiting)) == ("rescheduled", "waiting")
    assert booking(Case.objects.get(pk=case.pk)).session == later


def test_a_typhoon_day_calls_its_sessions_off(desk: Desk) -> None:
    made, later = session(1), session(3, by="周律")
    case = desk.open(data(free(made)[0]), by="officer")
    day = made.starts_at.replace(hour=0)
    declare_closure(since=day, until=day + timedelta(days=1), reason="颱風", by="測試")
    jobs.follow_closures(0)
    made.refresh_from_db()
    assert (made.closed_reason, state(case)) == ("颱風", "rescheduled")
    assert booking(Case.objects.get(pk=case.pk)).session == later


def test_a_lawyer_who_knows_a_party_steps_back_and_another_is_given(desk: Desk) -> None:
    made, other = session(2), session(2, 10, by="周律")
    lawyer = desk.person("lawyer", "F01004")
    made.lawyer.person = lawyer
    made.lawyer.save()
    case = desk.open(data(free(made)[0], **person("王小明")), by="officer")
    desk.do("recuse", case, "lawyer@F01004", {"sure": "on"})
    assert (state(case), booking(Case.objects.get()).session) == ("rescheduled", other)
    assert Conflict.objects.get().shown == "王○明"
    assert not front.available(case, lawyer), "and sees the case no more"


def test_the_day_before_a_letter_reminds(desk: Desk) -> None:
    slot = free(session(3))[0]
    desk.open(data(slot), by="officer")
    ring_some()
    assert letters("reminder") == 0
    desk.clock.move_to(slot.starts_at - timedelta(hours=24))
    ring_some()
    assert letters("reminder") == 1


@pytest.mark.django_db(transaction=True)
def test_two_press_on_the_last_slot_and_one_gets_it(city) -> None:
    slot, room = free(session(3, hours=0.4))[0], registry.get("legal_advice")
    said: list[str] = []
    gate = threading.Barrier(2)

    def press(name: str) -> None:
        try:
            told = person(name, slot=slot.pk)
            form = BookingForm(told)
            assert form.is_valid(), form.errors
            gate.wait()
            front.store(room, form, by=front.System("test"))
            said.append("booked")
        except Invalid as error:
            said.append(str(error.form.errors["slot"]))
        finally:
            connection.close()

    both = [threading.Thread(target=press, args=[name]) for name in ("王小明", "陳美玲")]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(word[:6] for word in said)[1] == "booked"
    assert sum("剛剛被別人預約" in word for word in said) == 1
    assert Booking.objects.count() == 1
