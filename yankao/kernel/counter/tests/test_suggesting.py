"""Likely categories are offered while one writes, and never taken unless pressed."""

import re

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.testing.desk import Desk

from .conftest import DOOR, Citizen


def lamp() -> Category:
    return Category.objects.get(programme="dispatch", code="lamp_out")


def test_words_bring_chips_with_whoever_would_be_competent(citizen: Citizen) -> None:
    said = {"description": "家門口的路燈不亮好幾天了", "category": ""}
    page = citizen.post(f"{DOOR}suggest/", said).content.decode()
    assert f'name="take" value="{lamp().pk}"' in page and "路燈故障" in page and "養工處" in page
    assert page.count("<li>") <= 3
    assert "take" not in citizen.post(f"{DOOR}suggest/", {"description": "您好"}).content.decode()


def test_a_chosen_category_is_not_offered_again(citizen: Citizen) -> None:
    said = {"description": "家門口的路燈不亮好幾天了", "category": lamp().pk}
    page = citizen.post(f"{DOOR}suggest/", said).content.decode()
    assert f'value="{lamp().pk}"' not in page


def test_without_scripts_a_button_asks_and_a_button_takes(citizen: Citizen) -> None:
    form = citizen.form(description="路燈不亮", category="")
    asked = citizen.post(DOOR, {**form, "suggest": "1"}).content.decode()
    assert f'name="take" value="{lamp().pk}"' in asked and "yk-errors" not in asked
    taken = citizen.post(DOOR, {**form, "take": lamp().pk}).content.decode()
    assert re.search(rf'name="category" value="{lamp().pk}"[^>]*checked', taken)
    assert "路燈不亮" in taken and not Case.objects.exists()


def test_the_operator_reads_the_rule_behind_it(desk: Desk) -> None:
    said = {"description": "號誌故障不亮", "category": ""}
    page = desk.post("/service/dispatch/suggest/", by="operator", data=said).content.decode()
    assert "號誌故障" in page and "建議 交通局" in page.replace("高雄市政府", "")
    form = {**said, "address": "三民區建國三路", "suggest": "1"}
    again = desk.post("/service/dispatch/new/", by="operator", data=form).content.decode()
    assert 'name="take"' in again and "號誌故障不亮" in again and not Case.objects.exists()


def test_programs_ask_the_same(desk: Desk) -> None:
    said = {"words": "家門口的路燈不亮好幾天了"}
    open_to_all = desk.post("/api/v1/counter/doors/dispatch/suggest", data=said).json()
    assert open_to_all[0]["category"] == "lamp_out" and open_to_all[0]["unit"]
    own = desk.get("/api/v1/service/dispatch/suggest", by="operator", **said).json()
    assert own == open_to_all
    assert desk.get("/api/v1/service/dispatch/suggest", **said).status_code == 401
