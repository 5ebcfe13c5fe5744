"""How a petition is answered, approved by another, sent, closed, and reopened."""

from datetime import datetime, timedelta

import pytest

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.models import Case
from yankao.kernel.counter.surveys import may_rate
from yankao.kernel.notices.models import Notice
from yankao.kernel.notices.sending import deliver
from yankao.kernel.people.models import Person
from yankao.kernel.policy.policy import book
from yankao.kernel.replies.models import ReplyVersion, StandardReply
from yankao.kernel.testing.desk import MONDAY, TAIPEI, Desk
from yankao.kernel.timeline import timeline

from .. import jobs, limits
from ..models import petition
from .stories import (
    CENTRE,
    OTHER,
    REPLY,
    assigned,
    at,
    closed,
    drafted,
    in_progress,
    received,
    replied,
    whole,
)


@pytest.fixture
def case(desk: Desk) -> Case:
    found = received(desk, contact_email="wang@example.tw")
    return in_progress(desk, found)


def codes(case: Case) -> list[str]:
    return [entry.verb for entry in timeline.entries(case.subject)]


def test_a_petition_runs_from_the_call_to_the_closed_case(desk: Desk) -> None:
    case = whole(desk)
    assert (case.state, case.late, case.hand_overs) == ("closed", False, 0)
    assert codes(case) == [
        "open", "register", "assign", "accept", "draft", "approve", "send", "record_delivery",
        "close",
    ]  # fmt: skip
    assert timeline.broken(case.subject) == []


def test_nobody_approves_a_reply_of_their_own(desk: Desk, case: Case) -> None:
    officer = at(desk, "officer")
    officer.duties.create(programme="petitions", role="approver", unit=desk.unit("B01000"),
                          since=desk.person("window").duties.get().since)  # fmt: skip
    drafted(desk, case)
    assert "不能核定自己" in desk.refuses("approve", case, at(desk, "officer"), {"weighed": []})
    desk.do("approve", case, at(desk, "approver"), {"weighed": []})
    version = ReplyVersion.objects.get()
    assert (version.author, version.decided_by) == (officer, at(desk, "approver"))


def test_a_controller_neither_writes_nor_approves_replies(desk: Desk, case: Case) -> None:
    controller = at(desk, "controller", CENTRE)
    assert desk.offers(case, controller) & {"draft", "approve", "send", "correct"} == set()
    drafted(desk, case)
    assert desk.refuses("approve", case, controller, {"weighed": []})


def test_warnings_are_ticked_one_by_one_by_whoever_approves(desk: Desk, case: Case) -> None:
    drafted(
        desk, case, "王先生您好：本處已於6月16日派員修補完成，感謝您的來信。謝謝指教與支持市政。"
    )
    approver = at(desk, "approver")
    assert "逐項確認" in desk.refuses("approve", case, approver, {"weighed": []})
    desk.do("approve", case, approver, {"weighed": ["law"]})
    assert ReplyVersion.objects.get().accepted_findings == ["law"]


def test_a_returned_draft_comes_back_as_a_second_version(desk: Desk, case: Case) -> None:
    drafted(desk, case)
    desk.do("return_draft", case, at(desk, "approver"), {"reason": "請補充完工日"})
    assert (case.state, case.returns) == ("in_progress", 1)
    drafted(desk, case, REPLY.replace("6月30日", "6月25日"))
    assert list(ReplyVersion.objects.values_list("number", "approved")) == [(1, False), (2, None)]
    page = desk.get(f"{desk.programme.url}{case.number}/reply/", by="officer").content.decode()
    assert "<del>30</del>" in page and "<ins>25</ins>" in page


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("陳情人您好：您的來信已轉請交通局辦理。", "已轉請"),
        (f"{REPLY} 另查 A123456789 君已具結。", "身分證"),
    ],
)
def test_what_could_not_be_approved_is_not_even_drafted(
    desk: Desk, case: Case, text: str, why: str
) -> None:
    data = {"text": text, "basis": "", "closure": "adopted"}
    assert why in desk.refuses("draft", case, at(desk, "officer"), data)


def test_an_english_letter_gets_an_english_answer(desk: Desk) -> None:
    english = (
        "The street light in front of our house has been broken for three weeks. Please fix it."
    )
    case = in_progress(desk, received(desk, content=english))
    data = {"text": REPLY, "basis": "", "closure": "adopted"}
    assert "英文" in desk.refuses("draft", case, at(desk, "officer"), data)
    answer = "Dear Sir, we repaired the lamp on 16 June under Article 12 of the city's road act."
    desk.do("draft", case, at(desk, "officer"), {**data, "text": answer})


def test_a_letter_needs_its_document_number_and_a_way_that_exists(desk: Desk, case: Case) -> None:
    drafted(desk, case)
    desk.do("approve", case, at(desk, "approver"), {"weighed": []})
    officer = at(desk, "officer")
    assert "發文字號" in desk.refuses("send", case, officer, {"sent_by_method": "letter"})
    assert "沒有留下" in desk.refuses("send", case, officer, {"sent_by_method": "fax"})
    desk.do("send", case, officer, {"sent_by_method": "email"})
    told = Notice.objects.get(letter="petitions.reply", contact=case.contact)
    assert "07-3368333" in told.body and REPLY in told.body


def test_a_reply_by_mail_closes_itself_once_delivered(desk: Desk, case: Case) -> None:
    replied(desk, case, "email")
    jobs.finish_replied(0)
    case.refresh_from_db()
    assert case.state == "replied", "nobody knows yet whether it arrived"
    deliver(Notice.objects.get(letter="petitions.reply").pk)
    jobs.finish_replied(0)
    case.refresh_from_db()
    assert (case.state, petition(case).delivery_result) == ("closed", "delivered")


def test_a_bounced_reply_is_tried_another_way_before_it_is_closed(desk: Desk, case: Case) -> None:
    replied(desk, case, "email")
    officer, controller = at(desk, "officer"), at(desk, "controller", CENTRE)
    assert "未送達" in desk.refuses("close", case, controller)
    desk.do("record_delivery", case, officer, {"delivery_result": "bounced"})
    assert "未送達" in desk.refuses("close", case, controller)
    other = {"delivery_result": "other_contact"}
    assert desk.refuses("record_delivery", case, officer, other)
    desk.do("record_delivery", case, officer, {**other, "evidence": "改以電話告知"})
    desk.do("close", case, controller)


def test_reopening_starts_a_new_round_and_keeps_the_first(desk: Desk, case: Case) -> None:
    closed(desk, case)
    desk.wait(timedelta(days=7))
    data = {"lack": "not_to_the_point", "reason": "未答復完工日期"}
    assert desk.refuses("reopen", case, at(desk, "officer"), data)
    desk.do("reopen", case, at(desk, "controller", CENTRE), data)
    first, second = case.clocks.filter(name="reply")
    assert (first.late, second.round, case.late) == (False, 2, False)
    assert (case.state, case.due_at) == ("reopened", datetime(2026, 7, 1, tzinfo=TAIPEI))
    assert desk.refuses("close", case, at(desk, "controller", CENTRE))
    closed(desk, case)
    assert (case.returns, case.closed_at is not None) == (1, True)


def test_a_first_round_that_was_late_stays_late(desk: Desk, case: Case) -> None:
    desk.wait(timedelta(days=12))
    closed(desk, case)
    data = {"lack": "quality", "reason": "抽查不合格"}
    desk.do("reopen", case, at(desk, "controller", CENTRE), data)
    closed(desk, case)
    assert case.late
    assert [run.late for run in case.clocks.filter(name="reply")] == [True, False]


def test_a_closed_petition_may_be_rated_for_seven_days(desk: Desk, case: Case) -> None:
    assert not may_rate(case)
    closed(desk, case)
    assert may_rate(case)
    desk.wait(timedelta(days=8))
    assert not may_rate(case)


def test_the_petitioner_reads_the_reply_only_once_it_was_sent(desk: Desk, case: Case) -> None:
    door = desk.programme.public
    assert door is not None and door.progress is not None
    drafted(desk, case)
    assert REPLY not in str(door.progress(case))
    desk.do("take_back", case, at(desk, "officer"))
    replied(desk, case)
    assert REPLY in str(door.progress(case))
    assert desk.offers(case, Citizen(case.pk)) == {"withdraw"}


def test_a_private_dispute_is_told_its_proper_road(desk: Desk, case: Case) -> None:
    drafted(desk, case, closure="private")
    approver = at(desk, "approver")
    assert "逐項確認" in desk.refuses("approve", case, approver, {"weighed": []})
    desk.do("return_draft", case, approver, {"reason": "請告知調解委員會"})
    drafted(
        desk, case, f"{REPLY} 本案屬私權爭議，得向區公所調解委員會聲請調解。", closure="private"
    )
    desk.do("approve", case, approver, {"weighed": []})


def leader(desk: Desk, name: str, level: int) -> Person:
    """An approver of the agency at a level of 分層負責."""
    duty = at(desk, "approver").duties.get()
    person = Person.objects.create_user(name, "only-for-tests-1999", name=name, unit=duty.unit)
    person.duties.create(
        programme="petitions", role="approver", unit=duty.unit, since=duty.since, decides=level
    )
    return person


def complex_case(desk: Desk) -> Case:
    case = received(desk, contact_name="王大明")
    assigned(desk, case, complexity="complex")
    return desk.do("accept", case, at(desk, "window"), {"officer": at(desk, "officer").pk})


def test_a_section_chief_amends_and_passes_on_and_the_division_decides(desk: Desk) -> None:
    case = complex_case(desk)
    chief, head = leader(desk, "科長", 3), leader(desk, "處長", 2)
    drafted(desk, case)
    assert "第二層" in desk.refuses("approve", case, chief)
    better = REPLY.replace("6月30日", "7月5日")
    desk.do("forward", case, chief, {"text": better, "remark": "工期改以契約為準"})
    assert Notice.objects.filter(letter="reminder", person=head).exists()
    assert "核轉" in desk.refuses("forward", case, chief)
    assert "直接核定" in desk.refuses("forward", case, head)
    desk.do("approve", case, head)
    first, second = ReplyVersion.objects.all()
    assert (second.author, second.editor, second.decided_by) == (first.author, chief, head)
    assert (case.petitions.reply_text, second.approved) == (better, True)  # type: ignore[attr-defined]
    page = desk.get(f"{desk.programme.url}{case.number}/reply/", by="officer").content.decode()
    assert "<del>6月30</del><ins>7月5</ins>" in page and "工期改以契約為準" in page


def test_the_level_at_which_a_matter_is_decided_is_a_setting(desk: Desk, case: Case) -> None:
    chief = leader(desk, "科長", 3)
    drafted(desk, case)
    controller = at(desk, "controller", CENTRE)
    limits.LEVEL_GENERAL.change(1, since=MONDAY.date(), by=controller, reason="專案期間")
    book.forget()
    assert "第一層" in desk.refuses("approve", case, chief)
    limits.LEVEL_GENERAL.change(3, since=MONDAY.date(), by=controller, reason="回復原狀")
    book.forget()
    desk.do("approve", case, chief)


def test_an_approver_cannot_amend_a_reply_into_what_may_not_be_sent(desk: Desk, case: Case) -> None:
    drafted(desk, case)
    wrong = f"{REPLY} 另查 A123456789 君已具結。"
    assert "身分證" in desk.refuses("approve", case, at(desk, "approver"), {"text": wrong})
    assert ReplyVersion.objects.count() == 1


def test_a_standard_reply_is_kept_on_a_page_and_stands_in_the_form(desk: Desk, case: Case) -> None:
    url = f"{desk.programme.url}settings/replies/new/"
    text = "{name}您好：本案{number}已派員現勘，如有疑問請電{phone}。"
    given = {"name": "現勘", "text": text, "active": "on", "reason": "局務會議決議"}
    at(desk, "controller", CENTRE)
    by = f"controller@{CENTRE}"
    unknown = desk.post(url, by, {**given, "text": "{fax}"})
    assert unknown.status_code == 422 and "沒有這個變數：{fax}" in unknown.content.decode()
    assert desk.post(url, "officer", given).status_code == 404
    assert desk.post(url, by, given).status_code == 302
    elsewhere = {**given, "name": "別的機關", "unit": desk.unit(OTHER).pk}
    assert desk.post(url, by, elsewhere).status_code == 302
    kept = StandardReply.objects.get(name="現勘")
    assert "局務會議決議" in desk.get(url.replace("new", str(kept.pk)), by).content.decode()
    ask = f"{desk.programme.url}{case.number}/do/draft/"
    offered = desk.get(ask, "officer", find="現勘").content.decode()
    assert f"?standard={kept.pk}" in offered and "別的機關" not in offered
    form = desk.get(ask, "officer", standard=kept.pk).content.decode()
    assert f"您好：本案{case.number}已派員現勘，如有疑問請電07-3368333。" in form


def test_a_variable_without_a_value_is_not_sent(desk: Desk, case: Case) -> None:
    data = {"text": "您好：本案位於{place}，{fax}已處理完成。", "closure": "adopted"}
    case.address, case.district = "", None
    case.save()
    words = desk.refuses("draft", case, at(desk, "officer"), data)
    assert "沒有這個變數：{fax}" in words and "本案沒有可代入的資料：地點" in words
