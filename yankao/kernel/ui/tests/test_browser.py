"""What only a browser can show: accessibility, keys, the map, drafts, nothing from elsewhere."""

import gzip
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = ["/list/", "/case/", "/components/", "/problem/404/", "/accounts/2fa/",
        "/accounts/password/change/"]  # fmt: skip
DOORS = ["/report/", "/accounts/login/", "/problem/404/"]
PAGES = [(path, True) for path in DESK] + [(path, False) for path in DOORS]


@pytest.mark.parametrize(("width", "language"), list(product([390, 1280], ["zh-hant", "en"])))
def test_no_page_has_an_accessibility_violation(visit, axe, width, language):
    found = []
    themes = [False, True] if (width, language) == (1280, "zh-hant") else [False]
    for (path, signed_in), dark in product(PAGES, themes):
        page = visit(path, width=width, language=language, dark=dark, signed_in=signed_in)
        found += [f"{path} {line}" for line in axe(page)]
        wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
        assert not wide, f"{path} scrolls sideways at {width}"
    assert found == []


def test_a_wrong_form_says_what_to_mend_and_has_no_violation(visit, axe):
    page = visit("/report/", width=390)
    page.get_by_role("button", name="送出通報").click()
    page.get_by_role("link", name="情形").click()
    assert page.evaluate("document.activeElement.name") == "text"
    assert axe(page) == []


def test_every_request_stays_on_our_server(visit, live_server):
    page = visit("/case/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/list/")
    page.wait_for_selector("yk-map[data-ready]")
    assert asked and all(url.startswith((live_server.url, "blob:", "data:")) for url in asked)


def test_the_first_public_page_weighs_under_300_kb(visit):
    page = visit("/problem/404/", signed_in=False)
    built = Path(__file__).resolve().parents[1] / "static/built"
    names = page.evaluate("performance.getEntriesByType('resource').map(e => e.name)")
    files = [built / name.rsplit("/", 1)[1].split("#")[0] for name in names if "/built/" in name]
    sizes = {file.name: len(gzip.compress(file.read_bytes())) for file in files}
    assert {"public.css", "public.js", "theme.js", "icons.svg"} <= sizes.keys()
    assert sum(sizes.values()) < 200_000


def test_the_keyboard_moves_selects_opens_and_searches(visit):
    page = visit("/list/")
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search"
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tr:has(:checked)").inner_text().startswith("\tSD11511230001")
    assert page.locator("[data-bulk-count]").inner_text() == "已選 1 件"
    page.keyboard.press("Escape")
    assert page.locator("[data-bulk]").is_hidden()
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="鍵盤操作").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_url("**/case/?1")


def test_the_pin_follows_position_arrows_and_typed_coordinates(visit):
    page = visit("/report/")
    page.keyboard.press("Tab")
    page.locator("yk-place").scroll_into_view_if_needed()
    page.wait_for_selector("yk-place[data-ready]")
    page.get_by_role("button", name="用我的位置").click()
    expect(page.locator("[name=lng]")).to_have_value("120.300000", timeout=60_000)
    assert page.locator(".yk-place-note").inner_text().startswith("位置在")
    page.wait_for_timeout(1200)
    page.locator("[data-pin]").press("Shift+ArrowRight")
    assert float(page.locator("[name=lng]").input_value()) > 120.3
    page.get_by_text("以座標輸入").click()
    page.locator("[name=lng]").fill("119.5")
    page.locator("[name=lng]").press("Tab")
    assert page.locator(".yk-place-note").inner_text() == "這個位置不在高雄市內，請確認。"


def test_an_address_is_completed_by_keys(visit):
    page = visit("/report/")
    page.get_by_label("在哪裡").press_sequentially("九如一路")
    page.wait_for_selector(".yk-place-list button")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert page.get_by_label("在哪裡").input_value() == "三民區九如一路3 號"
    assert page.locator("[name=lat]").input_value() == "22.640000"


def test_a_draft_is_offered_after_a_reload_and_gone_after_the_receipt(visit):
    page = visit("/report/")
    page.get_by_label("情形").fill("坑洞很深")
    for _ in range(100):
        if page.evaluate("localStorage.getItem('draft:report')"):
            break
        page.wait_for_timeout(100)
    page.reload()
    page.get_by_role("button", name="還原").click()
    assert page.get_by_label("情形").input_value() == "坑洞很深"
    page.get_by_label("搜尋類別").fill("坑洞")
    page.get_by_label("路面坑洞").check()
    page.get_by_label("在哪裡").fill("九如一路 1 號")
    page.get_by_label("我了解").check()
    page.get_by_role("button", name="送出通報").click()
    page.get_by_text("收到了").wait_for()
    assert page.evaluate("localStorage.getItem('draft:report')") is None


def test_photos_are_shown_removed_and_limited(visit):
    page = visit("/report/")
    icon = Path(__file__).resolve().parents[1] / "static/ui/icon.svg"
    file = {"name": "洞.svg", "mimeType": "image/svg+xml", "buffer": icon.read_bytes()}
    page.set_input_files("[name=photos]", [file] * 3)
    page.set_input_files("[name=photos]", [file] * 3)
    assert page.locator(".yk-previews li").count() == 5
    page.get_by_role("button", name="移除 洞.svg").first.click()
    assert page.evaluate("document.querySelector('[name=photos]').files.length") == 4


def test_remaining_time_goes_on_without_the_server(visit):
    page = visit("/components/")
    page.clock.install()
    page.reload()
    ticking = page.locator("time[data-remaining]").first
    before = ticking.inner_text()
    page.clock.fast_forward(40 * 60 * 1000)
    assert ticking.inner_text() != before


def test_the_menu_opens_on_a_phone(visit):
    page = visit("/list/", width=390)
    assert page.get_by_role("link", name="人民陳情").is_hidden()
    page.get_by_role("button", name="選單", exact=True).click()
    assert page.get_by_role("link", name="人民陳情").is_visible()
