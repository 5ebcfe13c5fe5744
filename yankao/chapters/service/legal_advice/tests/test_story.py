"""Legal advice from the booking to the consultation, through the front door (handbook 5-6 §6)."""

from datetime import timedelta

import pytest

from yankao.kernel.cases.errors import Invalid
from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import Entry, PersonalValue

from ..models import booking
from .opening import data, free, person, session

FORM = "/report/legal_advice/"


def online(desk: Desk, **told: object):
    """A citizen sends the form of the counter."""
    return desk.client().post(FORM, person(**told), follow=True)


def refused(desk: Desk, told: dict[str, object], field: str = "__all__") -> str:
    with pytest.raises(Invalid) as caught:
        desk.open(told, by="officer")
    return " ".join(str(error) for error in caught.value.form.errors[field])


def at_start(desk: Desk, case: Case, minutes: int = 0) -> None:
    """So many minutes after the time of the booking."""
    case.refresh_from_db()
    desk.clock.move_to(booking(case).starts_at + timedelta(minutes=minutes))


def test_a_citizen_books_online_checks_in_by_code_and_is_served(desk: Desk) -> None:
    slot = free(session())[0]
    shown = desk.get(FORM, slot=slot.pk).content.decode()
    assert f'value="{slot.pk}" selected' in shown
    answer = online(desk, slot=slot.pk, contact_email="ming@example.tw")
    case = Case.objects.get()
    detail = booking(case)
    assert answer.status_code == 200 and case.number in answer.content.decode()
    assert (case.state, detail.slot, case.channel) == ("booked", slot, "web")
    letter = Notice.objects.get(letter="legal_advice.booked")
    assert detail.code in letter.body and "鳳山區公所" in letter.body
    at_start(desk, case, -5)
    desk.person("desk", "F01004")
    assert "不符" in desk.refuses("check_in", case, "desk@F01004", {"code": "12345"})
    desk.do("check_in", case, "desk@F01004", {"code": detail.code})
    desk.do("call", case, "desk@F01004")
    desk.wait(timedelta(minutes=18))
    served = desk.do("serve", case, "desk@F01004", {"minutes": 18, "referral": "legal_aid"})
    detail.refresh_from_db()
    assert (served.state, detail.minutes, detail.referral) == ("served", 18, "legal_aid")
    assert timeline.broken(case.subject) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"language": "vi"}, False),
        ({"day": "not a day"}, True),
        ({"video": "on"}, False),
    ],
)
def test_free_times_are_found_without_a_sign_in(desk: Desk, query: dict, found: bool) -> None:
    slot = free(session(days=1))[0]
    page = desk.client().get("/service/legal_advice/slots/", query)
    assert page.status_code == 200
    assert (f"slot={slot.pk}" in page.content.decode()) is found


def test_whoever_waits_is_seen_by_the_desk_of_the_site(desk: Desk) -> None:
    online(desk, site=session().site_id)
    number = Case.objects.get().number
    assert Case.objects.get().holder == desk.unit("F01004")
    desk.person("desk", "F01004")
    assert number in desk.get("/service/legal_advice/", by="desk@F01004").content.decode()


def test_name_number_and_opposite_party_stay_out_of_the_booking(desk: Desk) -> None:
    slot = free(session())[0]
    online(desk, slot=slot.pk, contact_name="王小明", opposite="趙對造")
    case = Case.objects.get()
    row = " ".join(str(value) for value in vars(booking(case)).values())
    entries = " ".join(str(entry.data) for entry in Entry.objects.filter(subject=case.subject))
    assert not any(word in row + entries + case.title for word in ("王小明", "趙對造", "1234"))
    kept = PersonalValue.objects.get(subject=case.subject).values
    assert (kept["id_last4"], kept["opposite"]) == ("1234", "趙對造")


def test_a_second_live_booking_is_refused_and_what_was_typed_is_kept(desk: Desk) -> None:
    first, second = free(session())[:2]
    online(desk, slot=first.pk, contact_name="王小明")
    answer = online(desk, slot=second.pk, contact_name="王 小明", opposite="某某公司")
    said = answer.content.decode()
    assert answer.status_code == 422 and Case.objects.count() == 1
    assert Case.objects.get().number in said and "以一件為限" in said
    assert "某某公司" in said and f'value="{second.pk}" selected' in said


def test_the_same_matter_waits_thirty_days(desk: Desk) -> None:
    case = desk.open(data(free(session(0, 14))[0], **person("王小明")), by="officer")
    serve(desk, case)
    desk.wait(timedelta(days=22))
    told = person("王小明")
    early, late = free(session(7, 10))[0], free(session(8, 10))[0]
    assert "30 天內以諮詢一次為限" in refused(desk, data(early, **told))
    desk.wait(timedelta(days=1))
    assert desk.open(data(late, **told), by="officer").state == "booked"


def test_another_matter_need_not_wait(desk: Desk) -> None:
    case = desk.open(data(free(session(0, 14))[0], **person("王小明", opposite="甲")), by="officer")
    serve(desk, case)
    slot = free(session(3, 10, by="周律"))[0]
    again = desk.open(data(slot, **person("王小明", opposite="乙")), by="officer")
    assert again.state == "booked"


def serve(desk: Desk, case: Case) -> Case:
    at_start(desk, case)
    desk.do("check_in", case, "officer", {"identified": "on"})
    return desk.do("serve", case, "officer", {"minutes": 20, "referral": "none"})


@pytest.mark.parametrize("need", [{"language": "vi"}, {"sign": "on"}])
def test_an_interpreter_needs_three_working_days(desk: Desk, need: dict[str, str]) -> None:
    """Monday: Wednesday is too early, Thursday is the third working day."""
    soon, later = free(session(2))[0], free(session(3, by="周律"))[0]
    answer = online(desk, slot=soon.pk, opposite="某公司", **need)
    said = answer.content.decode()
    assert answer.status_code == 422 and "3 個工作天" in said and "115/06/18" in said
    assert "某公司" in said and not Case.objects.exists()
    assert "周律" in said, "what there is instead is offered"
    assert online(desk, slot=later.pk, **need).status_code == 200
    assert Case.objects.get().state == "booked"


def test_booking_opens_seven_days_ahead(desk: Desk) -> None:
    early, open_now = free(session(8))[0], free(session(7, by="周律"))[0]
    assert "時段" in refused(desk, data(early), "slot")
    assert desk.open(data(open_now), by="officer").state == "booked"


def test_whoever_advised_the_other_side_may_not_be_given(desk: Desk) -> None:
    """Neither the one who comes second, nor the one whom the first named as opposite."""
    first = free(session(0, 14, by="李義務"))[0]
    case = desk.open(data(first, **person("王小明", opposite="趙對造")), by="officer")
    serve(desk, case)
    same, other = free(session(3, 9, by="李義務"))[0], free(session(3, 9, by="周律"))[0]
    said = refused(desk, data(same, **person("趙對造")), "slot")
    assert "利益迴避" in said and "周律" in said and "王小明" not in said
    assert "利益迴避" in refused(desk, data(same, **person("錢某", opposite="王小明")), "slot")
    assert desk.open(data(other, **person("趙對造")), by="officer").state == "booked"


def test_cancelling_is_possible_until_a_working_day_before(desk: Desk) -> None:
    """Booked for Thursday: on Wednesday still, on Thursday no more; the slot is free again."""
    slot = free(session(3))[0]
    case = desk.open(data(slot), by="officer")
    at_start(desk, case, -3 * 60)
    assert "1 個工作天" in desk.refuses("cancel", case, desk.as_citizen(case))
    desk.clock.move_to(booking(case).starts_at - timedelta(hours=14, minutes=1))
    desk.do("cancel", case, desk.as_citizen(case))
    assert (case.state, slot in free(slot.session)) == ("cancelled", True)
    assert Notice.objects.filter(letter="legal_advice.cancelled").exists()


def test_another_time_is_chosen_and_the_clock_runs_to_it(desk: Desk) -> None:
    made = session(3)
    first, second = free(made)[:2]
    case = desk.open(data(first), by="officer")
    desk.do("move", case, desk.as_citizen(case), {"slot": second.pk})
    detail = booking(Case.objects.get())
    assert (detail.starts_at, first in free(made)) == (second.starts_at, True)
    run = case.clocks.get(round=2)
    assert run.due_at == second.starts_at + timedelta(minutes=10)


def test_half_of_a_session_is_kept_for_walk_ins(desk: Desk) -> None:
    made = session(hours=3)
    assert made.slots.count() == 9
    assert [slot.walk_in for slot in made.slots.all()] == [False, True] * 4 + [False]
