"""Nearly the same words in the same district are proposed to the officer, and never more."""

from datetime import timedelta

from yankao.kernel.search.alike import alike
from yankao.kernel.testing.desk import Desk
from yankao.kernel.text.likeness import bands, percent

from .opening import data as report

SAID = "大樓前面的人行道地磚破損凸起，老人家走路常常跌倒，請盡快派人來修。"
AGAIN = "大樓前面人行道地磚破損凸起，老人家走路常常跌倒，請盡快派人修理！"
OTHER = "夜市攤販半夜收攤後垃圾丟滿地，味道很臭，希望加強稽查。"
FAR = {"address": "鳳山區光遠路 5 號前", "lng": 120.3560, "lat": 22.6260}


def opened(desk: Desk, said: str, **more: object):
    return desk.open(report(description=said, code="sidewalk", **more), by="operator")


def test_the_same_complaint_in_other_words_is_proposed(desk: Desk) -> None:
    first, other = opened(desk, SAID), opened(desk, OTHER)
    again = opened(desk, AGAIN)
    found = alike(desk.person("operator"), again, 50)
    assert [one.case for one in found] == [first] and found[0].percent > 60
    page = desk.get(f"/service/dispatch/{again.number}/", by="operator").content.decode()
    aside = page[page.index("內容相近的案件") :]
    assert first.number in aside and again.state == "created"
    assert other.number not in aside[: aside.index("</ul>")]


def test_elsewhere_only_the_same_reporter_counts(desk: Desk) -> None:
    opened(desk, SAID, **FAR, contact_phone="0987654321")
    mine = opened(desk, SAID, **FAR | {"contact_phone": "0912345678"})
    again = opened(desk, AGAIN)
    assert [one.case for one in alike(desk.person("operator"), again, 50)] == [mine]


def test_what_one_may_not_see_is_not_proposed_and_old_cases_rest(desk: Desk) -> None:
    opened(desk, SAID)
    again = opened(desk, AGAIN)
    assert alike(desk.person("duty", unit="A04000"), again, 50) == []
    desk.wait(timedelta(days=100))
    assert alike(desk.person("operator"), opened(desk, AGAIN), 50) == []


def test_a_sketch_is_small_and_the_same_for_the_same_words() -> None:
    grams = {SAID[i : i + 2] for i in range(len(SAID) - 1)}
    one_by_one = [frozenset({gram}) for gram in sorted(grams)]
    assert bands([frozenset(grams)]) == bands(one_by_one) and len(bands(one_by_one)) == 8
    assert bands([frozenset({"您好"})]) == [] and percent(grams, grams) == 100
