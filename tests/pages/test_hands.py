"""Work done with the keyboard alone, and with one thumb."""

import pytest

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes.jobs import run_batch
from yankao.kernel.programmes.models import Batch
from yankao.kernel.testing.desk import photo

from .conftest import upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROOM = "/service/dispatch/"


def tab_to(page, wanted: str, most: int = 60) -> None:
    """Presses Tab until the focus lies on what is wanted."""
    for _press in range(most):
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} is not reached with Tab")


def test_an_operator_opens_and_closes_cases_without_a_mouse(town, enter):
    done = town.finished()
    page = enter(town.official("operator"))
    page.goto("/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "yk-skip"
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url(f"**{ROOM}{done.number}/")
    tab_to(page, ".yk-actions .btn-primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "main form.card button.btn-primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    done.refresh_from_db()
    assert done.state == "closed"

    page.goto(f"{ROOM}new/")
    tab_to(page, "[data-category] input[type=search]")
    page.keyboard.type("坑洞")
    tab_to(page, "[name=category]")
    page.keyboard.press("Space")
    tab_to(page, "[name=address]")
    page.keyboard.type("鳳山區光遠路 5 號前")
    tab_to(page, "[name=district]")
    page.keyboard.press("ArrowDown")
    tab_to(page, "[name=contact_phone]")
    page.keyboard.type("0912345678")
    tab_to(page, "[name=description]")
    page.keyboard.type("坑洞很深")
    tab_to(page, "[name=read_back]")
    page.keyboard.press("Space")
    tab_to(page, "main form.card button.btn-primary")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator(".yk-errors").count() == 0, page.locator(".yk-errors").inner_text()
    case = Case.objects.exclude(pk=done.pk).get()
    assert case.district and case.category and case.category.code == "pothole"
    assert case.number in page.url


def test_a_crew_finishes_a_case_on_the_phone(town, enter):
    case = town.handled()
    page = enter(town.official("crew"), width=390)
    page.goto("/desk/")
    page.get_by_role("link", name=case.title, exact=True).click()
    bar = page.locator(".yk-actions")
    assert bar.bounding_box()["y"] > 700
    bar.get_by_role("link", name="到場").click()
    page.get_by_role("button", name="到場").click()
    page.locator(".yk-actions").get_by_role("link", name="完成回報").click()
    assert page.get_by_label("預定修復日").is_hidden()
    page.get_by_label("處理結果").select_option("made_safe")
    assert page.get_by_label("預定修復日").is_visible()
    page.get_by_label("處理結果").select_option("fixed")
    page.set_input_files("[name=photos]", [upload(photo())])
    assert page.locator(".yk-previews img").count() == 1
    page.get_by_label("處理情形").fill("冷料修補完成")
    with page.expect_navigation():
        page.get_by_role("button", name="完成回報").click()
    case.refresh_from_db()
    assert (case.state, case.attachments.count()) == ("done", 1)


def test_many_cases_are_accepted_at_once_by_keys(town, enter):
    first, second = town.notified(), town.notified(address="鳳山區光遠路 5 號前")
    page = enter(town.official("duty"))
    page.goto("/desk/")
    for key in "jxjx":
        page.keyboard.press(key)
    assert page.locator("[data-bulk-count]").inner_text() == "已選 2 件"
    with page.expect_navigation():
        page.locator("[data-bulk] [value='dispatch.accept']").click()
    page.get_by_label("立即執行").check()
    with page.expect_navigation():
        page.get_by_role("button", name="執行「受理」2 件").click()
    run_batch(Batch.objects.get().pk)
    assert {Case.objects.get(pk=one.pk).state for one in (first, second)} == {"handling"}
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="鍵盤操作").is_visible()


def test_a_draft_survives_a_reload(town, enter):
    page = enter(town.official("operator"))
    page.goto(f"{ROOM}new/")
    page.get_by_label("民眾描述").fill("路面有一個大坑洞")
    page.wait_for_timeout(600)
    page.reload()
    page.get_by_role("button", name="還原").click()
    assert page.get_by_label("民眾描述").input_value() == "路面有一個大坑洞"


def test_filters_change_rows_export_and_map_together(town, enter):
    town.report()
    done = town.finished(code="lamp_out", address="左營區博愛二路 777 號前")
    page = enter(town.official("operator"), width=1440)
    page.goto(ROOM)
    page.wait_for_selector("yk-map[data-ready='2']")
    page.locator(".yk-filter-bar summary").first.click()
    page.get_by_label("完成回報", exact=True).check()
    page.wait_for_selector("yk-map[data-ready='1']")
    assert page.locator("table[data-rows] tbody tr").count() == 1
    assert page.locator("table[data-rows] a").first.inner_text() == done.number
    assert page.locator("[data-picked]").first.inner_text() == "1"
    assert "state=done" in page.locator("a[href*='export.csv']").first.get_attribute("href")
    page.locator(".yk-pane-map > summary").click()
    page.reload()
    assert page.locator("yk-map").is_hidden()


def test_a_dashboard_on_paper_leaves_nothing_out(town, enter):
    """What was never scrolled to is drawn before the browser prints, maps of districts too."""
    for _ in range(3):
        town.report()
    page = enter(town.official("controller"))
    page.add_init_script("window.print = () => { document.body.dataset.printed = 1; }")
    page.goto("/dashboards/city/")
    drawn = "yk-chart canvas, yk-districts[data-drawn]"
    charts = page.locator("yk-chart")
    assert page.locator(drawn).count() < charts.count() > 2
    page.locator("[data-print]").click()
    page.locator("body[data-printed]").wait_for()
    assert charts.locator(":scope:has(canvas)").count() == charts.count()
    assert page.locator("yk-districts[data-drawn]").count() == page.locator("yk-districts").count()
