"""A dispatch ends honestly: done, made safe, not found, handed on, refused by whom and why."""

from datetime import timedelta

import pytest

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice
from yankao.kernel.programmes.endings import Kind
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.timeline.timeline import entries

from ..endings import ending
from .opening import data as report
from .test_story import fix, handling


@pytest.fixture
def pothole(desk: Desk) -> Case:
    return desk.open(report(contact_email="amy@example.tw"), by="operator")


ENDS = [
    ({"result": "fixed"}, Kind.DONE, "已處理完成。"),
    ({"result": "made_safe", "planned_at": "2026-07-01"}, Kind.SAFE, "預定 115/07/01 前修復"),
    ({"result": "not_found", "remedy": "到場未見坑洞"}, Kind.NOT_FOUND, "沒有發現所說的情形"),
    ({"result": "not_ours", "handed_to": "台電公司"}, Kind.ELSEWHERE, "已轉請「台電公司」處理"),
    ({"result": "refused", "remedy": "屬私人土地，王大明先生自行維護"}, Kind.REFUSED,
     "屬私人土地，○○○先生自行維護"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "kind", "words"), ENDS)
def test_what_was_found_is_what_is_told(desk, pothole, said, kind, words) -> None:
    handling(desk, pothole)
    fix(desk, pothole, **said)
    assert ending(pothole) is None
    closed = desk.do("close", pothole, "operator", {"told_by": "notice"})
    found = ending(closed)
    assert found is not None and (found.kind, words in str(found.words)) == (kind, True)
    letter = Notice.objects.filter(case=pothole, letter="progress", channel="email").last()
    assert letter is not None and words in letter.body


def test_a_case_that_is_not_taken_up_says_by_whom_and_why(desk, pothole) -> None:
    desk.do("void", pothole, "operator", {"reason": "測試通報"})
    found = ending(pothole)
    assert found is not None and str(found.words) == "「1999 話務中心」決定不予處理：測試通報"


def finished(desk: Desk, case: Case) -> Case:
    handling(desk, case)
    desk.wait(timedelta(hours=1))
    fix(desk, case)
    return desk.do("close", case, "operator", {"told_by": "notice"})


def test_still_not_done_reaches_the_agency_and_is_counted(desk, pothole) -> None:
    controller = desk.person("controller")
    finished(desk, pothole)
    me = desk.as_citizen(pothole)
    said = {"still": "坑洞還在，只補了一半"}
    desk.do("not_yet", pothole, me, said, {"photos": [photo("still.jpg", "red")]})
    assert (pothole.state, pothole.returns, pothole.reopened) == ("handling", 1, 1)
    assert pothole.closed_at is None and pothole.due_at is not None
    told = Notice.objects.filter(case=pothole, letter="not_yet")
    assert {one.person or one.unit for one in told} >= {controller, pothole.holder}
    assert entries(pothole.subject).last().role == "reporter"
    assert pothole.attachments.filter(uploaded_by=None).count() == 1


def test_still_not_done_has_its_limits(desk, pothole) -> None:
    me = desk.as_citizen(pothole)
    finished(desk, pothole)
    assert "14" in late(desk, pothole)
    for _time in range(2):
        desk.do("not_yet", pothole, me, {"still": "還是沒有修好"})
        fix(desk, pothole, remedy=f"再次修補完成{_time}")
        desk.do("close", pothole, "operator", {"told_by": "notice"})
    assert "1999" in desk.refuses("not_yet", pothole, me, {"still": "還是沒有修好"})
    desk.refuses("not_yet", pothole, "operator", {"still": "代為反映"})


def late(desk: Desk, case: Case) -> str:
    """What is said a day too late; then the clock goes back."""
    desk.wait(timedelta(days=15))
    words = desk.refuses("not_yet", case, desk.as_citizen(case), {"still": "還是沒有修好"})
    desk.wait(-timedelta(days=15))
    return words
