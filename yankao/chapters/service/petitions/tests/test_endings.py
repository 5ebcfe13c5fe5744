"""A petition ends honestly, and its reporter may say that it is still not done."""

import pytest

from yankao.kernel.notices.models import Notice
from yankao.kernel.programmes.endings import Kind
from yankao.kernel.testing.desk import Desk

from ..endings import ending
from ..models import Closure
from .stories import AGENCY, CENTRE, at, closed, drafted, in_progress, received, whole

REFUSED = {"closure": "explained"}
WORDS = {
    Closure.ADOPTED: (Kind.DONE, "已依您的意見辦理"),
    Closure.PARTLY: (Kind.DONE, "其餘的理由"),
    Closure.EXPLAINED: (Kind.REFUSED, "決定不予處理：理由寫在回復裡"),
    Closure.ANSWERED: (Kind.DONE, "已答復"),
    Closure.ON_WHAT_IS_KNOWN: (Kind.DONE, "就現有資料答復"),
    Closure.PRIVATE_DISPUTE: (Kind.ELSEWHERE, "調解"),
    Closure.OTHER_REMEDY: (Kind.ELSEWHERE, "訴願"),
    Closure.OWN_MOTION: (Kind.DONE, "依職權"),
}


def test_every_closure_says_what_it_means(desk: Desk) -> None:
    case = whole(desk)
    for closure in Closure:
        case.petitions.closure = closure
        found = ending(case)
        assert found is not None and found.kind == WORDS[closure][0]
        assert WORDS[closure][1] in str(found.words)
    assert case.holder.code == AGENCY


def test_under_way_is_no_end(desk: Desk) -> None:
    case = received(desk)
    assert ending(case) is None


def test_still_not_done_opens_a_new_round(desk: Desk) -> None:
    case = whole(desk)
    controller = at(desk, "controller", CENTRE)
    desk.do("not_yet", case, desk.as_citizen(case), {"still": "承諾的刨鋪沒有做"})
    assert (case.state, case.returns, case.reopened) == ("reopened", 1, 1)
    told = Notice.objects.filter(case=case, letter="not_yet")
    assert {controller, case.holder, case.handler} <= {one.person or one.unit for one in told}
    assert case.clocks.filter(name="reply").count() == 2
    drafted(desk, case)
    assert "not_yet" not in desk.offers(case, desk.as_citizen(case))


@pytest.mark.parametrize("actor", ["officer", "controller"])
def test_it_is_the_reporters_word_alone(desk: Desk, actor: str) -> None:
    case = received(desk)
    in_progress(desk, case)
    closed(desk, case)
    desk.refuses("not_yet", case, at(desk, actor, AGENCY), {"still": "代為反映"})
