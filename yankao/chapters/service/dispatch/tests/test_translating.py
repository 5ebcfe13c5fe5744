"""A report in another language keeps its words beside the translation an official types."""

from yankao.kernel.testing.desk import Desk
from yankao.kernel.text.languages import foreign

from .opening import data as report

SAID = "The street lamp in front of the school has been broken for three weeks."


def test_the_original_stands_beside_the_translation(desk: Desk) -> None:
    case = desk.open(report(description=SAID), by="operator")
    page = desk.get(f"/service/dispatch/{case.number}/", by="operator").content.decode()
    assert "還沒有人翻譯" in page and page.count(SAID) >= 1
    desk.do("translate", case, "operator", {"translation": "學校前的路燈壞了三週。"})
    page = desk.get(f"/service/dispatch/{case.number}/", by="operator").content.decode()
    assert "學校前的路燈壞了三週。" in page and SAID in page
    assert case.dispatch.description == SAID
    found = desk.get("/desk/search/", by="operator", q="壞了三週").content.decode()
    assert case.number in found


def test_chinese_needs_no_translation(desk: Desk) -> None:
    case = desk.open(report(), by="operator")
    assert "translate" not in desk.offers(case, "operator")
    assert "中文" in desk.refuses("translate", case, "operator", {"translation": "路面坑洞"})


def test_another_language_is_told_from_a_name_in_latin_letters() -> None:
    assert foreign(SAID) and foreign("Đèn đường trước trường học bị hỏng ba tuần")
    assert foreign("学校の前のがいとうがこわれています。")
    assert not foreign("大樂 (Hypermarket Carrefour) 門口路燈不亮已經三個星期了") and not foreign(
        "OK"
    )
