"""How petitions find their owner: assignment, disputes, ethics, merging, splitting, filing."""

from datetime import date, timedelta

import pytest

from yankao.kernel.cases.actors import Citizen
from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes import jobs
from yankao.kernel.testing.desk import Desk

from ..models import petition
from .opening import category
from .stories import (
    AGENCY,
    CENTRE,
    ETHICS,
    OTHER,
    assigned,
    at,
    in_progress,
    received,
    replied,
    whole,
)


def reassign(desk: Desk, **more: object) -> dict[str, object]:
    return {
        "proposed": desk.unit(OTHER).pk, "agreed_with": "交通局王股長", "authorised": "on",
        "reason": "號誌屬交通局權責", **more,
    }  # fmt: skip


@pytest.fixture
def case(desk: Desk) -> Case:
    return received(desk)


def test_a_complex_matter_gets_its_longer_limit_from_the_same_start(desk: Desk, case: Case) -> None:
    before = case.due_at
    assigned(desk, case, complexity="complex")
    run = case.clocks.get(name="reply")
    assert before is not None and case.due_at is not None and case.due_at > before
    assert (run.limit, run.round, run.started_at) == ("working_days:15", 1, case.opened_at)
    assert case.hand_overs == 0


def test_changing_the_agency_leaves_the_due_date_alone(desk: Desk, case: Case) -> None:
    assigned(desk, case)
    due = case.due_at
    desk.do("request_reassign", case, at(desk, "window"), reassign(desk))
    desk.wait(timedelta(days=1))
    assigned(desk, case, OTHER)
    assert (case.due_at, case.hand_overs, case.holder) == (due, 1, desk.unit(OTHER))


def test_reassignment_is_asked_by_the_next_working_day_or_two_with_a_site_visit(
    desk: Desk, case: Case
) -> None:
    assigned(desk, case)
    desk.wait(timedelta(days=2))
    assert "1 個工作天" in desk.refuses(
        "request_reassign", case, at(desk, "window"), reassign(desk)
    )
    site = reassign(desk, site_visit="on")
    desk.do("request_reassign", case, at(desk, "window"), site)
    desk.do("keep_owner", case, at(desk, "dispatcher", CENTRE), {"reason": "路面屬養工處"})
    desk.wait(timedelta(days=6))
    assert "不能再申請改分" in desk.refuses("request_reassign", case, at(desk, "window"), site)


def test_a_repeated_dispute_is_ended_by_the_common_superior(desk: Desk, case: Case) -> None:
    assigned(desk, case)
    window, dispatcher = at(desk, "window"), at(desk, "dispatcher", CENTRE)
    desk.do("request_reassign", case, window, reassign(desk))
    assert desk.refuses("rule", case, at(desk, "superior", "KCG"), {})
    desk.do("keep_owner", case, dispatcher, {"reason": "路面屬養工處"})
    desk.do("request_reassign", case, window, reassign(desk))
    assert case.state == "disputed"
    assert desk.refuses("assign", case, dispatcher, {})
    ruling = {"owner": desk.unit(AGENCY).pk, "reason": "道路維護屬養工處"}
    desk.do("rule", case, at(desk, "superior", "KCG"), ruling)
    assert "裁定" in desk.refuses("request_reassign", case, window, reassign(desk))


def test_a_complaint_about_an_office_goes_to_ethics_not_to_that_office(
    desk: Desk, case: Case
) -> None:
    about = {"complained_unit": desk.unit(AGENCY).pk}
    dispatcher = at(desk, "dispatcher", CENTRE)
    for unit in (AGENCY, "A01000"):
        data = {"unit": desk.unit(unit).pk, "complexity": "general", **about}
        assert "政風處" in desk.refuses("assign", case, dispatcher, data)
    assigned(desk, case, ETHICS, **about)
    desk.do("accept", case, at(desk, "ethics", ETHICS), {})
    assert case.handler == at(desk, "ethics", ETHICS)


def test_an_agency_with_an_ethics_office_of_its_own_keeps_the_complaint(
    desk: Desk, case: Case
) -> None:
    own = Unit.objects.create(
        code="B01000-E", name="養護工程處政風室", short_name="養工處政風室", level="section"
    )
    own.place_under(desk.unit(AGENCY))
    data = {"unit": desk.unit(AGENCY).pk, "complexity": "general",
            "complained_unit": desk.unit(AGENCY).pk}  # fmt: skip
    assert "養工處政風室" in desk.refuses("assign", case, at(desk, "dispatcher", CENTRE), data)
    assigned(desk, case, "B01000-E", complained_unit=desk.unit(AGENCY).pk)


def test_one_letter_with_two_matters_becomes_two_petitions(desk: Desk, case: Case) -> None:
    desk.wait(timedelta(days=1))
    part = {
        "part_subject": "路燈不亮", "part_content": "巷口路燈已壞兩週。",
        "part_kind": "administrative_interest", "part_category": category("street_light"),
    }  # fmt: skip
    desk.do("split", case, at(desk, "dispatcher", CENTRE), part)
    child = Case.objects.get(petitions__split_from=case)
    assert (child.state, child.contact, child.due_at) == ("registered", case.contact, case.due_at)
    assert petition(child).received_at == case.opened_at
    in_progress(desk, child)
    replied(desk, child)
    case.refresh_from_db()
    assert (child.state, case.state) == ("replied", "registered")


def test_petitioners_of_one_event_are_merged_and_each_is_answered(desk: Desk, case: Case) -> None:
    twin = received(desk, contact_name="李小華", contact_email="li@example.tw", contact_phone="")
    desk.do(
        "merge", twin, at(desk, "dispatcher", CENTRE), {"into": case.number, "reason": "same_event"}
    )
    assert (twin.state, twin.parent) == ("merged", case)
    in_progress(desk, case)
    replied(desk, case)
    assert Notice.objects.filter(contact=twin.contact, letter="petitions.reply").count() == 1


def test_a_petition_is_not_merged_into_itself_nor_into_a_closed_one(desk: Desk, case: Case) -> None:
    dispatcher, done = at(desk, "dispatcher", CENTRE), whole(desk, subject="另案")
    for number in (case.number, done.number, "P0"):
        assert desk.refuses("merge", case, dispatcher, {"into": number, "reason": "same_event"})


def filing(**more: object) -> dict[str, object]:
    return {"file_code": "91-02", "ground": "no_content", "no_danger": "on",
            "reason": "內容空泛", **more}  # fmt: skip


def test_filing_needs_two_people(desk: Desk, case: Case) -> None:
    both = at(desk, "dispatcher", CENTRE)
    both.duties.create(
        programme="petitions", role="approver", unit=desk.unit(CENTRE), since=date(2026, 1, 1)
    )
    desk.do("propose_filing", case, both, filing())
    assert case.state == "proposed"
    assert "同一人" in desk.refuses("endorse", case, at(desk, "dispatcher", CENTRE), {})
    desk.do("endorse", case, at(desk, "approver", CENTRE), {})
    assert case.state == "filed" and petition(case).registered_at


def test_the_law_knows_three_grounds_and_each_asks_for_its_proof(desk: Desk, case: Case) -> None:
    dispatcher = at(desk, "dispatcher", CENTRE)
    for lack in (
        filing(ground=""), filing(no_danger=""), filing(ground="repeated"),
        filing(ground="not_competent"), filing(ground="rude"),
    ):  # fmt: skip
        assert desk.refuses("propose_filing", case, dispatcher, lack)
    desk.do(
        "propose_filing", case, dispatcher,
        filing(ground="not_competent", competent_authority="交通部公路局"),
    )  # fmt: skip


def test_a_repeat_links_the_earlier_answer_and_the_text_only_proposes_it(desk: Desk) -> None:
    before, again = whole(desk), received(desk)
    dispatcher = at(desk, "dispatcher", CENTRE)
    asked = desk.client("dispatcher").get(f"{desk.programme.url}{again.number}/do/propose_filing/")
    assert before.number in asked.content.decode()
    unanswered = received(desk, subject="未答復之案")
    for wrong in ("", unanswered.number, again.number):
        assert desk.refuses(
            "propose_filing", again, dispatcher, filing(ground="repeated", previous=wrong)
        )
    desk.do("propose_filing", again, dispatcher, filing(ground="repeated", previous=before.number))
    desk.do("endorse", again, at(desk, "approver", CENTRE), {})
    assert petition(again).previous_case == before


def test_false_personal_data_counts_as_no_real_name(desk: Desk, case: Case) -> None:
    data = filing(file_code="91-03", ground="")
    desk.do("propose_filing", case, at(desk, "dispatcher", CENTRE), data)
    assert petition(case).ground == "no_content"


def test_what_another_government_must_decide_is_passed_on_by_an_approver(
    desk: Desk, case: Case
) -> None:
    data = {"transfer_to": "交通部公路局", "reason": "省道屬中央權責"}
    desk.do("propose_transfer", case, at(desk, "dispatcher", CENTRE), data)
    desk.do("decline", case, at(desk, "approver", CENTRE), {"reason": "市區道路屬本府"})
    assert (case.state, case.returns) == ("registered", 1)
    desk.do("propose_transfer", case, at(desk, "dispatcher", CENTRE), data)
    desk.do("endorse", case, at(desk, "approver", CENTRE), {})
    assert case.state == "transferred_out"


def test_an_appeal_in_substance_keeps_its_date_of_receipt(desk: Desk) -> None:
    case = received(
        desk, channel="paper", received_at="2026-06-12 15:00", contact_email="a@example.tw"
    )
    desk.do("register", case, at(desk, "intake", CENTRE))
    in_progress(desk, case)
    data = {"convert_to": "appeal", "reason": "不服行政處分"}
    desk.do("propose_conversion", case, at(desk, "officer"), data)
    desk.do("endorse", case, at(desk, "approver"), {})
    assert case.state == "converted"
    assert "115年6月12日" in Notice.objects.get(letter="petitions.converted").body


def test_open_petitions_follow_an_abolished_agency_to_its_successor(desk: Desk, case: Case) -> None:
    in_progress(desk, case)
    old, new = desk.unit(AGENCY), desk.unit("A01000-01")
    Unit.objects.filter(pk=old.pk).update(valid_to=date(2026, 6, 15), successor=new)
    jobs.follow_successors(0)
    case.refresh_from_db()
    assert (case.holder, case.handler, case.hand_overs) == (new, None, 0)
    officer = at(desk, "officer", "A01000-01")
    data = {"officer": officer.pk, "reason": "機關改組"}
    desk.do("designate", case, at(desk, "window", "A01000-01"), data)
    assert case.handler == officer


def test_only_the_petitioner_withdraws_online_and_an_official_records_the_wish(
    desk: Desk, case: Case
) -> None:
    other = received(desk, subject="另一案")
    assert desk.refuses("withdraw", other, Citizen(case.pk), {})
    desk.do("withdraw", case, Citizen(case.pk), {})
    assert (case.state, petition(case).withdrawn_how) == ("withdrawn", "online")
    clerk = at(desk, "intake", CENTRE)
    assert desk.refuses("withdraw", other, clerk, {"how": "oral"})
    desk.do("withdraw", other, clerk, {"how": "oral", "reason": "電話表示問題已解決"})


def test_a_correction_needs_its_reason_and_is_counted(desk: Desk, case: Case) -> None:
    dispatcher = at(desk, "dispatcher", CENTRE)
    data = {"new_kind": "improvement", "level": "normal", "category": category("pavement")}
    assert desk.refuses("correct", case, dispatcher, data)
    desk.do("correct", case, dispatcher, {**data, "reason": "民眾來電更正"})
    assert (case.corrections, petition(case).kind) == (1, "improvement")
