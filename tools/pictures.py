"""Takes the pictures in docs/pictures anew, from a demo city of its own."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[1]
SHELF = ROOT / "docs" / "pictures"
PORT = 8297
CITY = f"http://127.0.0.1:{PORT}"
PASSWORD = "yankao-demo-1999"
ROOM = "/service/dispatch/"
PATIENCE = 300
LARGEST = 250_000
# Above this a palette of 256 colours does; the repository keeps every picture ever taken.
PLENTY = 90_000
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
# A machine without a graphics card draws the maps in software.
ARGUMENTS = ["--no-sandbox", "--ignore-gpu-blocklist", "--use-gl=angle", "--use-angle=swiftshader",
             "--enable-unsafe-swiftshader", "--use-fake-device-for-media-stream"]  # fmt: skip


@contextmanager
def city() -> Iterator[None]:
    """The demo on an empty database, taken down afterwards."""
    with tempfile.TemporaryDirectory(prefix="yankao-") as folder:
        own = {"YANKAO_VAR": f"{folder}/var", "YANKAO_PG": f"{folder}/pg",
               "DJANGO_SETTINGS_MODULE": "yankao.settings.demo"}  # fmt: skip
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | own
        command = [sys.executable, "manage.py", "demo", "--port", str(PORT)]
        demo = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            wait_for(demo)
            yield
        finally:
            demo.send_signal(signal.SIGTERM)
            demo.wait(60)


def wait_for(demo: "subprocess.Popen[bytes]") -> None:
    """Until the city answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and demo.poll() is None:
        try:
            urlopen(CITY, timeout=5).close()
        except (URLError, TimeoutError, ConnectionError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("The demo city did not start; its messages stand above.")


def keep(page: Page, name: str) -> None:
    """What is on screen, as a small file."""
    page.evaluate("document.activeElement?.blur()")
    page.wait_for_timeout(400)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    path = SHELF / f"{name}.png"
    image.save(path, optimize=True)
    if path.stat().st_size > PLENTY:
        image.quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path.name} has {size} bytes; the pictures must stay small.")
    print(f"{path.relative_to(ROOT)}  {size // 1024} kB", flush=True)


def opened(browser: Browser, *, phone: bool = False) -> Page:
    context = browser.new_context(
        base_url=CITY,
        viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
        device_scale_factor=2 if phone else 1,
        has_touch=phone,
        locale="zh-TW",
        timezone_id="Asia/Taipei",
        color_scheme="light",
    )
    return context.new_page()


def signed_in(browser: Browser, name: str, *, phone: bool = False) -> Page:
    page = opened(browser, phone=phone)
    page.goto("/accounts/login/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.press("[name=password]", "Enter")
    return page


def with_map(page: Page, element: str = "yk-map") -> None:
    if element == "yk-place":
        page.keyboard.press("Tab")  # its map waits for the first hand on the form, and to be near
        page.locator("[data-place]").scroll_into_view_if_needed()
    page.wait_for_selector(f"{element}[data-ready]")
    page.wait_for_timeout(1500)


def drawn(page: Page) -> None:
    """Until the charts in sight are on the page."""
    page.wait_for_selector("yk-chart canvas", timeout=PATIENCE * 100)
    page.wait_for_timeout(1500)


def operator(browser: Browser) -> None:
    """The desk of 1999: taking a call, list with map, one case that is nearly due, many at once."""
    page = signed_in(browser, "operator")
    page.goto(f"{ROOM}new/")
    with_map(page, "yk-place")
    keep(page, "intake")
    page.goto(f"{ROOM}?open=true&order=due")
    with_map(page)
    keep(page, "list")
    page.locator("table[data-rows] tbody a").nth(1).click()
    with_map(page)
    keep(page, "case")
    page.goto(f"{ROOM}?state=done")
    case = page.locator("table[data-rows] tbody a").first.get_attribute("href")
    look(page, f"{case}do/close/", "action")
    look(page, "/desk/search/?q=路燈", "search")


def several(browser: Browser) -> None:
    """The agency accepts what is new in one go: what is asked, and what would come of it."""
    page = signed_in(browser, "duty-maintenance")
    page.goto(f"{ROOM}?state=handling")
    for box in page.locator("table[data-rows] tbody input[type=checkbox]").all()[:4]:
        box.check()
    with page.expect_navigation():
        page.locator("[data-bulk] [value='dispatch.send']").click()
    keep(page, "bulk")
    page.goto(f"{ROOM}?state=notified")
    for box in page.locator("table[data-rows] tbody input[type=checkbox]").all()[:4]:
        box.check()
    with page.expect_navigation():
        page.locator("[data-bulk] [value='dispatch.accept']").click()
    keep(page, "batch")
    look(page, f"{ROOM}crews/", "crews")


def agency(browser: Browser) -> None:
    """The duty officer's inbox, and the crew's telephone."""
    desk = signed_in(browser, "duty-maintenance")
    desk.goto("/desk/")
    keep(desk, "inbox")
    page = signed_in(browser, "crew-maintenance", phone=True)
    page.goto(f"{ROOM}?state=handling&order=due")
    page.locator("table[data-rows] tbody a").nth(1).click()
    keep(page, "crew")


def controller(browser: Browser) -> None:
    """Board, settings, and who would get a case."""
    page = signed_in(browser, "controller")
    page.goto(f"{ROOM}board/")
    keep(page, "board")
    page.goto("/figures/dispatch.four_hours/")
    drawn(page)
    keep(page, "figure")
    page.goto(f"{ROOM}settings/")
    keep(page, "settings")
    page.goto(f"{ROOM}settings/try/")
    page.select_option("[name=category]", label="路面坑洞")
    page.select_option("[name=district]", label="三民區")
    page.fill("[name=road_width]", "4")
    with page.expect_navigation():
        page.locator("main form button.btn-primary").click()
    keep(page, "rules")


OVERSEEN = [
    (f"{ROOM}patterns/", "patterns"), (f"{ROOM}surge/", "surge"),
    (f"{ROOM}figures/", "room-figures"), ("/figures/", "figures"),
    ("/figures/dispatch.received/", "figure"), ("/dashboards/city/", "dashboard"),
    ("/dashboards/city/?wall", "dashboard-wall"), ("/desk/officials/", "officials"),
    (f"{ROOM}settings/closures/", "closures"), (f"{ROOM}settings/calendar/", "calendar"),
    (f"{ROOM}settings/duties/", "duties"), (f"{ROOM}settings/letters/", "letters"),
    ("/desk/outbox/", "outbox"), ("/desk/health/", "health"), ("/desk/me/", "me"),
]  # fmt: skip


def overseer(browser: Browser) -> None:
    """What whoever answers for a room looks at and keeps."""
    page = signed_in(browser, "controller")
    for address, name in OVERSEEN:
        look(page, address, name)
    pocket = signed_in(browser, "controller", phone=True)
    pocket.goto("/dashboards/city/")
    drawn(pocket)
    keep(pocket, "dashboard-phone")
    page.goto(f"{ROOM}settings/")
    category = page.locator("a[href*='/settings/category/']").nth(1).get_attribute("href")
    look(page, f"{category}", "category")


def look(page: Page, address: str, name: str) -> None:
    """A page as it is when it has settled; an answer that is no page ends it all."""
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{address} answers {answer.status if answer else 'nothing'}")
    if page.locator("yk-map").count():
        page.locator("yk-map").first.scroll_into_view_if_needed()
        with_map(page)
        page.evaluate("scrollTo(0, 0)")
    if page.locator("yk-chart").count():
        drawn(page)
    keep(page, name)


def centre(browser: Browser) -> None:
    """The contact centre: an agent's call, the wall, what is known, the coming day."""
    page = signed_in(browser, "operator")
    page.goto("/service/contact_centre/desk/")
    page.click("button[value=ready]")
    page.wait_for_selector("[data-stage=talking]", timeout=PATIENCE * 1000)
    page.fill("#know", "停車費")
    page.wait_for_selector("#know-found li")
    keep(page, "contact-desk")
    lead = signed_in(browser, "cc-lead")
    look(lead, "/service/contact_centre/wall/", "contact-wall")
    look(lead, "/service/contact_centre/knowledge/?q=停車費可以退嗎", "knowledge")
    look(lead, "/service/contact_centre/staffing/", "staffing")


def citizen(browser: Browser) -> None:
    """A report on the telephone, its progress, and the public map."""
    page = opened(browser, phone=True)
    page.goto("/report/dispatch/")
    with_map(page, "yk-place")
    page.fill("[data-category] input[type=search]", "坑洞")
    page.locator(".yk-card-choice:visible").first.click()
    page.fill("[data-place-address]", "三民區建國三路 12 號前")
    page.locator(".yk-coordinates > summary").click()
    page.fill("[data-place-lat]", "22.639000")
    page.fill("[data-place-lng]", "120.302000")
    page.press("[data-place-lng]", "Tab")
    page.locator(".yk-coordinates > summary").click()
    page.wait_for_timeout(1500)
    page.evaluate("document.querySelector('[data-place]').scrollIntoView({block: 'center'})")
    keep(page, "report")
    page.fill("[name=description]", "機車道上有一個大坑洞，已經有人摔車")
    page.fill("[name=contact_phone]", "0912345678")
    with page.expect_navigation():
        page.locator(".yk-send button").click()
    number = page.locator(".yk-secret b").first.inner_text()
    page.goto(f"/progress/{number}/")
    keep(page, "progress")
    page.goto("/map/")
    with_map(page)
    keep(page, "map")


def video(browser: Browser) -> None:
    """A citizen and an interpreter who see each other; the cameras show a pattern."""
    signer, phone = signed_in(browser, "signer"), opened(browser, phone=True)
    for page in (signer, phone):
        page.context.grant_permissions(["camera", "microphone"])
    desk = "/service/sign_language/desk/"
    signer.goto(desk)
    signer.get_by_role("button", name="開始值勤").click()
    phone.goto("/report/sign_language/")
    phone.get_by_text("台灣手語").click()
    phone.get_by_text("派工通報", exact=True).click()
    phone.locator(".yk-send button").click()
    phone.get_by_role("link", name="進入視訊").click()
    phone.get_by_text("下一位就是您").wait_for()
    signer.goto(desk)
    signer.get_by_role("button", name="接聽").first.click()
    phone.get_by_text("已連線").wait_for(timeout=PATIENCE * 100)
    phone.get_by_label("打字給對方").fill("路燈在中正路 12 巷")
    phone.get_by_role("button", name="換行").click()
    signer.get_by_text("路燈在中正路 12 巷").wait_for()
    signer.wait_for_timeout(2000)
    keep(signer, "video-desk")
    keep(phone, "video-phone")


def pocket(browser: Browser) -> None:
    """A report without a signal, and the clerk's day at the counter."""
    clerk = signed_in(browser, "petition-intake")
    look(clerk, "/service/petitions/counter/", "counter-day")
    page = opened(browser, phone=True)
    page.goto("/offline/")
    keep(page, "offline")


def editor(browser: Browser) -> None:
    """The annual report: a section being written, its issue, why a number is what it is."""
    page = signed_in(browser, "report-editor")
    page.goto("/research/editions/")
    page.locator("table[data-rows] tbody a").first.click()
    page.wait_for_load_state()
    edition = page.url
    page.goto(f"{edition}do/try_out/")
    with page.expect_navigation():
        page.locator("main form button:not([type=button])").last.click()
    page.goto(f"{edition}sections/")
    text = page.locator("table tbody a").last.get_attribute("href")
    page.locator("a[href^='/reports/']").first.click()
    page.wait_for_selector("text=PDF")
    page.locator(".yk-files a").nth(4).wait_for(timeout=60_000)
    keep(page, "annual-report")
    page.locator("a.yk-figure").first.click()
    keep(page, "frozen-figure")
    author = signed_in(browser, "report-author")
    author.goto(f"{text}")
    keep(author, "writing")


SERIES: list[Callable[[Browser], None]] = [
    operator, several, agency, controller, overseer, centre, citizen, video,
    pocket, editor,
]  # fmt: skip


def main() -> int:
    SHELF.mkdir(parents=True, exist_ok=True)
    path = chromium()
    if path is None:
        print("No pictures: they need Debian's package chromium.")
        return 1
    with city(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for series in SERIES:
            series(browser)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
