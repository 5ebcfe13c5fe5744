"""What is personal is found and masked; what only looks like it stays."""

import csv
import re

import pytest

from yankao.kernel.text.measuring import SAMPLE, read, scores
from yankao.kernel.text.numbers import card_holds, id_holds
from yankao.kernel.text.personal import Kind, find, mask

PERSONAL = [
    ("請電洽王小明先生 0912-345-678", "請電洽○○○先生 ○○○"),
    ("我是住戶陳美玲，市話(07)338-1234轉56", "我是住戶○○○，市話○○○"),
    ("手機０９１２３４５６７８", "手機○○○"),
    ("零九一二三四五六七八，晚上打", "○○○，晚上打"),
    ("身分證A123456789", "身分證○○○"),
    ("違停的是 ABC-1234", "違停的是 ○○○"),
    ("車牌MEA2233亂停", "車牌○○○亂停"),
    ("寄到 a.b@example.com.tw 即可", "寄到 ○○○ 即可"),
    ("建國三路77巷12號5樓漏水", "建國三路77巷○號漏水"),
    ("請退到帳號0123-4567-8901", "請退到帳號○○○"),
    ("My name is John Smith, call +886-912-345-678", "My name is ○○○, call ○○○"),
]
HARMLESS = [
    "國道1號出口往3號公園，第5號水門附近積水",
    "路燈燈號AB-1234不亮，非網A-TB-2016-103739",
    "10月12號任何小姐或工程主任都沒來，對方先生也是",
    "撥1999或0800-000-123，統編12345678，序號A123456788",
    "該路段7盞路燈不亮，台17線102k+300公尺處",
    "里長說會處理，清潔隊員及工程隊長到場",
]


@pytest.mark.parametrize(("text", "masked"), PERSONAL)
def test_what_tells_who_somebody_is_does_not_get_out(text: str, masked: str) -> None:
    assert mask(text) == masked
    assert mask(masked) == masked


@pytest.mark.parametrize("text", HARMLESS)
def test_what_only_looks_personal_stays(text: str) -> None:
    assert mask(text) == text


def test_check_digits_tell_numbers_apart() -> None:
    assert id_holds("A123456789") and id_holds("A800000014") and not id_holds("A123456788")
    assert card_holds("4111 1111 1111 1111") and not card_holds("1234 5678 9012 3456")


def test_the_sample_measures_at_least_what_is_published() -> None:
    measured = scores(read("measure"))
    assert measured["all"].precision >= 0.98 and measured["all"].recall >= 0.94
    for kind in (Kind.PHONE, Kind.ID, Kind.EMAIL, Kind.PLATE, Kind.ACCOUNT):
        assert measured[kind].recall == 1


def test_the_sample_is_large_and_labelled() -> None:
    assert len(read("measure")) + len(read("develop")) >= 200
    assert {one.kind for line in read("measure") for one in line.marked} == set(Kind)


def test_nobody_real_stands_in_the_sample() -> None:
    """Outside the marks, all of them invented, no name is left (class A file, already masked)."""
    with SAMPLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    for row in rows:
        if row["from"] != "hard":
            rest = re.sub(r"⟦[^⟧]*⟧", "■", row["text"])
            assert not [one for one in find(rest) if one.kind is not Kind.HOUSE], rest
