"""Who may know who complained: three roles, and nobody who runs the machines."""

import pytest

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.files.boxes import Box
from yankao.kernel.files.masking import mask
from yankao.kernel.files.models import Attachment
from yankao.kernel.notices.models import Notice
from yankao.kernel.programmes import desk as front
from yankao.kernel.search.index import find
from yankao.kernel.tasks.models import Task
from yankao.kernel.testing.desk import Desk, photo

from ..models import petition
from .opening import category
from .opening import data as letter
from .stories import (
    AGENCY,
    CENTRE,
    OTHER,
    REPLY,
    assigned,
    at,
    drafted,
    in_progress,
    posted,
    received,
)

SECRET = "我是王小明，電話 0912-345-678，檢舉隔壁違法施工。"


@pytest.fixture
def case(desk: Desk) -> Case:
    found = received(desk, content=SECRET, confidentiality="secret")
    return in_progress(desk, found)


def everybody(desk: Desk) -> dict[str, object]:
    here = [("intake", CENTRE), ("dispatcher", CENTRE), ("window", AGENCY), ("officer", AGENCY),
            ("approver", AGENCY), ("controller", CENTRE), ("privacy", CENTRE),
            ("superior", "KCG")]  # fmt: skip
    return {role: at(desk, role, unit) for role, unit in here}


def test_only_officer_approver_and_privacy_see_who_it_is(desk: Desk, case: Case) -> None:
    people = everybody(desk)
    seers = {r for r, p in people.items() if may_see_identity(p, case)}  # type: ignore[arg-type]
    assert seers == {"officer", "approver", "privacy"}


def test_a_colleague_the_clerk_and_the_administrator_do_not_even_find_it(
    desk: Desk, case: Case
) -> None:
    colleague = at(desk, "officer", "B01001")
    for person in (colleague, at(desk, "controller", CENTRE), at(desk, "intake", CENTRE)):
        assert not Case.objects.visible_to(person).exists()
        assert find(person, "違法施工") == []
    url = f"{desk.programme.url}{case.number}/"
    assert desk.client(f"controller@{CENTRE}").get(url).status_code == 404


def test_the_name_stands_in_no_text_that_others_read(desk: Desk, case: Case) -> None:
    detail = petition(case)
    assert detail.content == "我是○○○，電話 ○○○，檢舉隔壁違法施工。"
    page = desk.client("window").get(f"{desk.programme.url}{case.number}/").content.decode()
    for trait in ("王小明", "王○明", "0912-345-678", "0912345678", "09○○"):
        assert trait not in page
    for body in Notice.objects.filter(contact=None).values_list("body", flat=True):
        assert "王小明" not in body and "違法施工" not in body


def test_the_reply_and_the_question_to_others_may_not_name_the_petitioner(
    desk: Desk, case: Case
) -> None:
    officer = at(desk, "officer")
    data = {"text": REPLY.replace("王先生", "王小明先生"), "basis": "", "closure": "adopted"}
    assert "保密" in desk.refuses("draft", case, officer, data)
    asked = {"co_units": [desk.unit(OTHER).pk], "asked": "請就 0912345678 來電表示意見"}
    assert "保密" in desk.refuses("co_handle", case, officer, asked)
    drafted(desk, case)


def test_a_petition_made_secret_late_is_checked_again_before_it_leaves(desk: Desk) -> None:
    case = in_progress(desk, received(desk))
    named = REPLY.replace("王先生", "王小明先生")
    drafted(desk, case, named)
    data = {"new_kind": "misconduct", "level": "secret", "reason": "民眾來電要求保密"}
    desk.do("correct", case, at(desk, "dispatcher", CENTRE), data)
    assert "保密" in desk.refuses("approve", case, at(desk, "approver"), {"weighed": []})


def test_photos_of_a_secret_petition_are_shown_to_three_only(desk: Desk) -> None:
    data = {"content": SECRET, "confidentiality": "whistle_blower", "channel": "phone"}
    by = at(desk, "intake", CENTRE)
    case = desk.open(letter(**data), by=by, files=uploads())
    in_progress(desk, case)
    rows = Attachment.objects.filter(case=case)
    window, officer = at(desk, "window"), at(desk, "officer")
    assert rows.count() == 1
    assert not rows.readable(window, may_see_identity=may_see_identity(window, case)).exists()
    assert rows.readable(officer, may_see_identity=may_see_identity(officer, case)).exists()
    mask(rows.get(), [Box(0, 0, 100, 50)], by=officer)
    assert rows.readable(window, may_see_identity=may_see_identity(window, case)).exists()


def uploads() -> object:
    from django.utils.datastructures import MultiValueDict

    return MultiValueDict({"papers": [photo()]})


def test_secrecy_is_raised_by_the_dispatcher_and_lifted_by_privacy_only(desk: Desk) -> None:
    case = received(desk, content=SECRET)
    data = {"new_kind": "misconduct", "category": category(), "reason": "民眾要求保密"}
    dispatcher = at(desk, "dispatcher", CENTRE)
    desk.do("correct", case, dispatcher, {**data, "level": "secret"})
    assert case.confidential and "王小明" not in petition(case).content
    assert "個資人員" in desk.refuses("correct", case, dispatcher, {**data, "level": "normal"})
    desk.do("correct", case, at(desk, "privacy", CENTRE), {**data, "level": "normal"})
    assert not case.confidential


def test_a_leak_to_the_accused_is_a_security_event(desk: Desk, case: Case) -> None:
    privacy = at(desk, "privacy", CENTRE)
    assert desk.refuses("report_leak", case, at(desk, "officer"), {"what": "姓名外洩"})
    desk.do("report_leak", case, privacy, {"what": "會勘時出示原信"})
    assert Task.objects.get(kind="security_event").asked_of == privacy


def test_a_secret_and_an_open_petition_are_never_merged(desk: Desk, case: Case) -> None:
    other = received(desk)
    data = {"into": case.number, "reason": "same_event"}
    assert desk.refuses("merge", other, at(desk, "dispatcher", CENTRE), data)


def test_what_comes_from_a_secret_case_stays_secret(desk: Desk, case: Case) -> None:
    data = {
        "subject": "路燈",
        "content": "王小明反映路燈不亮",
        "kind": "improvement",
        "channel": "phone",
    }
    child = front.spawn(case, "petitions", data, by=System("test"))
    assert child.confidential and "王小明" not in petition(child).content


def test_the_mailbox_offers_secrecy(desk: Desk) -> None:
    case = posted(desk, confidentiality="whistle_blower", content="陳大文檢舉某科員收賄")
    assert case.confidential and petition(case).content == "○○○檢舉某科員收賄"


def test_a_new_owner_sees_and_the_old_one_no_longer_does(desk: Desk) -> None:
    case = received(desk, confidentiality="secret")
    assigned(desk, case)
    old = at(desk, "window")
    assert Case.objects.visible_to(old).exists()
    data = {"proposed": desk.unit(OTHER).pk, "agreed_with": "王股長", "authorised": "on",
            "reason": "屬交通局權責"}  # fmt: skip
    desk.do("request_reassign", case, old, data)
    assigned(desk, case, OTHER)
    assert not Case.objects.visible_to(at(desk, "window")).exists()
