"""What nobody knew at once: asked, answered, called back; and what becomes of the answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yankao.kernel.cases.errors import Refused
from yankao.kernel.people.models import Unit
from yankao.kernel.testing.desk import Desk

from .. import knowledge
from ..models import Article, ArticleChange
from .opening import data

AGENT, EDITOR, OTHER = "agent@RDEC-JSC", "editor@A04000", "editor@A03000"
KNOWLEDGE = "/service/contact_centre/knowledge/"


@pytest.fixture(autouse=True)
def staff(desk: Desk) -> None:
    desk.person("agent", "RDEC-JSC")
    desk.person("editor", "A04000")
    desk.person("editor", "A03000")


def test_a_question_finds_its_agency_is_answered_and_told(desk: Desk) -> None:
    case = desk.open(data(), by=AGENT)
    assert (case.state, case.holder.code) == ("asked", "A04000")
    desk.do("answer", case, EDITOR, {"answer": "可以，請於三十日內申請退費。"})
    for _n in range(2):
        desk.do("missed", case, AGENT)
    with pytest.raises(Refused):
        desk.do("give_up", case, AGENT)
    done = desk.do("call_back", case, AGENT)
    assert done.state == "done" and not done.late


def test_after_three_tries_it_ends_and_late_answers_are_late(desk: Desk) -> None:
    case = desk.open(data(), by=AGENT)
    desk.wait(timedelta(days=3))
    desk.do("answer", case, EDITOR, {"answer": "可以，請於三十日內申請退費。"})
    for _n in range(3):
        desk.do("missed", case, AGENT)
    assert desk.do("give_up", case, AGENT).late


def test_an_answer_that_does_not_do_goes_back(desk: Desk) -> None:
    case = desk.open(data(), by=AGENT)
    desk.do("answer", case, EDITOR, {"answer": "請洽承辦單位。"})
    back = desk.do("send_back", case, AGENT, {"reason": "沒有說能不能退"})
    assert back.state == "asked" and back.contact_centre.answered_at is None


def article(question: str, answer: str, code: str = "A04000", **more: object) -> Article:
    today = timezone.localdate()
    told = {"valid_from": today, "review_due": today + timedelta(days=30), **more}
    unit = Unit.objects.current().get(code=code)
    return Article.objects.create(agency=unit, question=question, answer=answer, **told)


def test_search_finds_by_the_words_people_use_and_only_what_holds(desk: Desk) -> None:
    right = article("停車費可以退嗎？", "繳費後三十日內附收據申請退費。")
    article("垃圾車幾點來？", "請查詢環保局清運路線。", "A03000")
    gone = article("停車費怎麼退？", "舊規定。", valid_to=timezone.localdate() - timedelta(days=1))
    found = knowledge.find("路邊停車的錢能不能退")
    assert found[0] == right and gone not in found
    assert knowledge.find("ＺＺＺ") == []
    page = desk.get(f"{KNOWLEDGE}?q=停車費退", by=AGENT).content.decode()
    assert "停車費可以退嗎？" in page
    right.answer = "改為六十日。"
    right.save()
    assert knowledge.find("停車費退")[0].answer == "改為六十日。", "at once, in every process"


def test_an_answer_becomes_an_article_and_a_change_keeps_what_stood(desk: Desk) -> None:
    case = desk.open(data(), by=AGENT)
    desk.do("answer", case, EDITOR, {"answer": "可以，請於三十日內申請退費。"})
    assert case.number in desk.get(KNOWLEDGE, by=EDITOR).content.decode()
    form = desk.get(f"{KNOWLEDGE}new/?case={case.number}", by=EDITOR).content.decode()
    assert "可以，請於三十日內申請退費。" in form
    today = timezone.localdate()
    told = {
        "agency": case.holder_id, "question": "停車費可以退嗎？", "answer": "三十日內可申請。",
        "valid_from": today, "review_due": today + timedelta(days=90),
    }  # fmt: skip
    assert desk.post(f"{KNOWLEDGE}new/?case={case.number}", by=EDITOR, data=told).status_code == 302
    row = Article.objects.get()
    assert row.asked is not None and row.asked.case == case
    assert case.number not in desk.get(KNOWLEDGE, by=EDITOR).content.decode()
    edit = f"{KNOWLEDGE}{row.pk}/edit/"
    bare = desk.post(edit, by=EDITOR, data={**told, "answer": "六十日內可申請。"})
    assert bare.status_code == 422, "a change says why"
    desk.post(edit, by=EDITOR, data={**told, "answer": "六十日內可申請。", "reason": "規定修正"})
    change = ArticleChange.objects.get()
    assert change.before["answer"] == "三十日內可申請。" and change.reason == "規定修正"


def test_editors_write_for_their_own_agency_only(desk: Desk) -> None:
    row = article("停車費可以退嗎？", "三十日內。")
    assert desk.get(f"{KNOWLEDGE}{row.pk}/", by=OTHER).status_code == 200
    assert desk.get(f"{KNOWLEDGE}{row.pk}/edit/", by=OTHER).status_code == 404
    assert desk.get(f"{KNOWLEDGE}{row.pk}/edit/", by=AGENT).status_code == 404
    today = timezone.localdate()
    told = {"agency": row.agency_id, "question": "別人的機關？", "answer": "不能寫。",
            "valid_from": today, "review_due": today}  # fmt: skip
    assert desk.post(f"{KNOWLEDGE}new/", by=OTHER, data=told).status_code == 422


def test_the_citys_own_questions_fill_the_base_once(desk: Desk) -> None:
    many = knowledge.load(timezone.localdate())
    assert many > 1300 and knowledge.load(timezone.localdate()) == 0
    found = knowledge.find("上下班途中車禍算不算職業災害")
    assert "職業災害" in found[0].question
