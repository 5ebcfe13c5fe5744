"""What happens while a petition is handled: supplement, co-handling, extension, holidays."""

from datetime import date, datetime, timedelta

import pytest

from yankao.kernel.calendar.closures import declare_closure
from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice
from yankao.kernel.people.models import Leave, Unit
from yankao.kernel.programmes.jobs import follow_successors, remind_involved
from yankao.kernel.tasks.models import Task
from yankao.kernel.testing.desk import TAIPEI, Desk
from yankao.kernel.timeline import timeline

from .. import jobs, limits
from ..models import petition
from .stories import CENTRE, OTHER, REPLY, at, drafted, in_progress, received, replied


@pytest.fixture
def case(desk: Desk) -> Case:
    found = received(desk, contact_email="wang@example.tw")
    return in_progress(desk, found)


def test_asking_for_more_does_not_stop_the_clock(desk: Desk, case: Case) -> None:
    due = case.due_at
    desk.do("ask_supplement", case, at(desk, "officer"), {"missing": "一、地點照片\n二、門牌"})
    assert (case.state, case.due_at) == ("supplement", due)
    desk.wait(timedelta(days=2))
    desk.do("supplement", case, Citizen(case.pk), {"supplement": "建國三路 12 號前"})
    assert (case.state, case.due_at) == ("in_progress", due)
    assert "一次" in desk.refuses(
        "ask_supplement", case, at(desk, "officer"), {"missing": "還要電話"}
    )


def test_a_silent_petitioner_is_answered_on_what_is_known(desk: Desk, case: Case) -> None:
    desk.do("ask_supplement", case, at(desk, "officer"), {"missing": "地點"})
    assert "尚未屆滿" in desk.refuses("lapse", case, at(desk, "officer"))
    desk.wait(timedelta(days=8))
    jobs.follow_clocks(0)
    case.refresh_from_db()
    assert (case.state, petition(case).silent) == ("in_progress", True)


def test_another_agency_answers_within_three_days_inside_the_owners_clock(
    desk: Desk, case: Case
) -> None:
    due = case.due_at
    data = {"co_units": [desk.unit(OTHER).pk], "asked": "號誌秒差是否調整？"}
    desk.do("co_handle", case, at(desk, "officer"), data)
    row = case.involved.get()
    assert row.due_at == datetime(2026, 6, 19, tzinfo=TAIPEI) < (due or row.due_at)
    helper = at(desk, "co_handler", OTHER)
    assert Task.objects.open_for(helper).count() == 1
    desk.do("answer", case, helper, {"opinion": "已調整為 60 秒"})
    row.refresh_from_db()
    assert (row.answer, row.answered_by) == ("已調整為 60 秒", helper)
    assert Task.objects.open_for(helper).count() == 0
    assert desk.refuses("answer", case, helper, {"opinion": "再補充"})
    desk.do("consolidate", case, at(desk, "officer"))
    assert (case.state, case.due_at) == ("in_progress", due)


def test_who_followed_the_asked_agency_answers_by_the_same_date(desk: Desk, case: Case) -> None:
    asked, follower = desk.unit(OTHER), desk.unit("A03000")
    data = {"co_units": [asked.pk], "asked": "號誌秒差是否調整？"}
    desk.do("co_handle", case, at(desk, "officer"), data)
    due = case.involved.get().due_at
    Unit.objects.filter(pk=asked.pk).update(valid_to=date(2026, 6, 15), successor=follower)
    follow_successors(0)
    follow_successors(0)
    row = case.involved.get()
    assert (row.unit, row.due_at) == (follower, due)
    verbs = [entry.verb for entry in timeline.entries(case.subject)]
    assert verbs.count("move_involved") == 1 and timeline.broken(case.subject) == []
    desk.do("answer", case, at(desk, "co_handler", "A03000"), {"opinion": "已調整為 60 秒"})
    assert case.involved.get().answer == "已調整為 60 秒"


def test_each_agency_has_a_date_of_its_own_is_reminded_and_seen_when_late(
    desk: Desk, case: Case
) -> None:
    officer, third = at(desk, "officer"), desk.unit("A03000")
    at(desk, "controller", CENTRE)
    first = {
        "co_units": [desk.unit(OTHER).pk],
        "asked": "號誌秒差是否調整？",
        "due_on": "2026-06-16",
    }
    assert "晚於本案期限" in desk.refuses(
        "co_handle", case, officer, {**first, "due_on": "2026-08-01"}
    )
    desk.do("co_handle", case, officer, first)
    assert "已有待回覆" in desk.refuses("co_handle", case, officer, first)
    desk.do("co_handle", case, officer, {"co_units": [third.pk], "asked": "噪音是否超標？"})
    one, two = case.involved.all()
    assert (one.due_at, two.due_at) == (
        datetime(2026, 6, 17, tzinfo=TAIPEI), datetime(2026, 6, 19, tzinfo=TAIPEI)
    )  # fmt: skip
    desk.wait(timedelta(days=1))
    remind_involved(0)
    remind_involved(0)
    soon = Notice.objects.filter(letter="reminder", unit=one.unit, channel="inbox")
    assert soon.count() == 1
    desk.wait(timedelta(days=1))
    remind_involved(0)
    late = Notice.objects.filter(letter="overdue", channel="inbox", case=case)
    assert {row.unit_id or row.person_id for row in late} == {one.unit_id, officer.pk}
    board = desk.get(f"{desk.programme.url}board/", f"controller@{CENTRE}")
    assert "會辦中" in board.content.decode()
    desk.do("answer", case, at(desk, "co_handler", "A03000"), {"opinion": "未超標"})
    page = desk.get(f"{desk.programme.url}{case.number}/do/consolidate/", "officer")
    assert "未超標" in page.content.decode() and "號誌秒差是否調整" in page.content.decode()
    assert "不再等候" in desk.refuses("consolidate", case, officer, {"summary": "噪音合格"})
    done = {"summary": "噪音合格，號誌另案", "reason": "交通局已逾期"}
    desk.do("consolidate", case, officer, done)
    assert not case.involved.waiting().exists()  # type: ignore[attr-defined]


def test_a_unit_that_was_not_asked_cannot_answer(desk: Desk, case: Case) -> None:
    data = {"co_units": [desk.unit(OTHER).pk], "asked": "號誌秒差是否調整？"}
    desk.do("co_handle", case, at(desk, "officer"), data)
    stranger = at(desk, "co_handler", "A03000")
    assert desk.refuses("answer", case, stranger, {"opinion": "無意見"})
    assert not Case.objects.visible_to(stranger).exists()
    assert Case.objects.visible_to(at(desk, "co_handler", OTHER)).get() == case


def test_co_handling_late_in_the_clock_ends_with_the_owners_limit(desk: Desk, case: Case) -> None:
    desk.wait(timedelta(days=7))
    data = {"co_units": [desk.unit(OTHER).pk], "asked": "號誌秒差是否調整？"}
    desk.do("co_handle", case, at(desk, "officer"), data)
    assert case.involved.get().due_at == case.due_at


def extend(until: str, **more: object) -> dict[str, object]:
    return {"extend_to": until, "extension_reason": "需會同管線單位會勘", **more}


def test_an_extension_is_asked_in_time_and_granted_by_another(desk: Desk, case: Case) -> None:
    officer, approver = at(desk, "officer"), at(desk, "approver")
    desk.do("request_extension", case, officer, extend("2026-07-03"))
    desk.do("endorse", case, approver, {})
    assert (case.state, case.due_at) == ("extended", datetime(2026, 7, 4, tzinfo=TAIPEI))
    told = Notice.objects.get(letter="petitions.extended", contact=case.contact)
    assert "管線單位會勘" in told.body and "7月3日" in told.body
    desk.do("request_extension", case, officer, extend("2026-07-10"))
    desk.do("endorse", case, approver, {})
    assert "已展期 2 次" in desk.refuses("request_extension", case, officer, extend("2026-07-13"))


def test_a_declined_extension_leaves_everything_as_it_was(desk: Desk, case: Case) -> None:
    due = case.due_at
    desk.do("request_extension", case, at(desk, "officer"), extend("2026-07-03"))
    desk.do("decline", case, at(desk, "approver"), {"reason": "請如期辦理"})
    assert (case.state, case.due_at) == ("in_progress", due)


def test_after_the_limit_no_extension_can_be_asked(desk: Desk, case: Case) -> None:
    desk.wait(timedelta(days=12))
    assert "期限屆滿前" in desk.refuses(
        "request_extension", case, at(desk, "officer"), extend("2026-07-10")
    )


@pytest.mark.parametrize("day", ["2026-06-22", "2026-07-04", "2026-09-30"])
def test_an_extension_ends_on_a_working_day_between_limit_and_ceiling(
    desk: Desk, case: Case, day: str
) -> None:
    assert desk.refuses("request_extension", case, at(desk, "officer"), extend(day))


def test_past_thirty_calendar_days_the_officer_says_so(desk: Desk, case: Case) -> None:
    officer = at(desk, "officer")
    assert "日曆天" in desk.refuses("request_extension", case, officer, extend("2026-07-24"))
    desk.do("request_extension", case, officer, extend("2026-07-24", over_thirty="on"))


def test_beyond_the_ceiling_only_a_project_of_the_head_of_the_agency(
    desk: Desk, case: Case
) -> None:
    far = extend("2026-08-31", over_thirty="on")
    officer, approver = at(desk, "officer"), at(desk, "approver")
    assert "專案列管" in desk.refuses("request_extension", case, officer, far)
    desk.do("request_extension", case, officer, {**far, "project_number": "高市府研字 1150001 號"})
    assert "首長" in desk.refuses("endorse", case, approver, {})
    desk.do("endorse", case, approver, {"head_approved": "on"})
    assert case.due_at == datetime(2026, 9, 1, tzinfo=TAIPEI)


def test_a_typhoon_day_moves_open_petitions_and_not_extended_ones(desk: Desk, case: Case) -> None:
    extended = in_progress(desk, received(desk, subject="另案"))
    desk.do("request_extension", extended, at(desk, "officer"), extend("2026-07-03"))
    desk.do("endorse", extended, at(desk, "approver"), {})
    before = case.due_at
    close_the_city(datetime(2026, 6, 17, tzinfo=TAIPEI))
    case.refresh_from_db()
    extended.refresh_from_db()
    assert case.due_at == (before + timedelta(days=1) if before else None)
    assert extended.due_at == datetime(2026, 7, 4, tzinfo=TAIPEI)
    assert case.last_entry is not None and case.last_entry.verb == "recompute"


def close_the_city(day: datetime) -> None:
    declare_closure(since=day, until=day + timedelta(days=1), reason="颱風", by="研考會")


def test_a_deputy_answers_while_the_officer_is_away(desk: Desk, case: Case) -> None:
    officer, deputy = at(desk, "officer"), desk.person("officer", "B01001")
    officer.duties.update(deputy=deputy)
    data = {"text": REPLY, "basis": "", "closure": "adopted"}
    assert desk.refuses("draft", case, deputy, data)
    since = datetime(2026, 6, 15, tzinfo=TAIPEI)
    Leave.objects.create(person=officer, since=since, until=since + timedelta(days=3))
    desk.do("draft", case, desk.person("officer", "B01001"), data)


def test_reminders_of_a_reply_use_the_settings_of_the_day(desk: Desk, case: Case) -> None:
    by = at(desk, "controller", CENTRE)
    limits.REPLY_DAYS.change(8, since=date(2026, 6, 15), by=by, reason="試辦")
    assert str(received(desk, subject="新案").clocks.get(name="reply").limit) == "working_days:8"
    assert case.clocks.get(name="reply").limit == "working_days:6"


def test_used_time_ends_with_the_reply(desk: Desk, case: Case) -> None:
    drafted(desk, case)
    desk.do("take_back", case, at(desk, "officer"))
    desk.wait(timedelta(days=10))
    replied(desk, case)
    run = case.clocks.get(name="reply")
    assert (run.late, case.late, case.due_at) == (True, True, None)
