"""The counter on a telephone without a signal: what is written there arrives, and once."""

import json

import pytest

from tests.browser import ARGUMENTS, chromium
from yankao.kernel.cases.models import Case
from yankao.kernel.counter.models import Follow
from yankao.kernel.testing.desk import photo
from yankao.kernel.timeline.models import Entry

from .conftest import upload

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORM = "/report/dispatch/"


def ready(page) -> None:
    page.goto("/")
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function(
        "async () => Boolean(await (await caches.open('yankao-forms')).match('/report/dispatch/'))"
    )


def write(page, words: str) -> None:
    page.goto(FORM)
    page.fill("[data-category] input[type=search]", "坑洞")
    page.locator(".yk-card-choice:visible").first.click()
    page.get_by_label("地點", exact=False).first.fill("苓雅區四維三路 2 號前")
    page.locator("[name=description]").fill(words)
    page.locator("[name=contact_phone]").fill("0912345678")
    page.locator("#id_photos").set_input_files([upload(photo())])
    if not page.evaluate("navigator.onLine"):
        page.get_by_text("照片先留在這支手機上").wait_for()
        page.locator("#toasts [data-dismiss]").first.click()
    page.get_by_role("button", name="送出").click()


def test_a_report_without_a_signal_waits_with_its_photo_and_arrives_once(town, new_page, axe):
    page = new_page(390)
    ready(page)
    page.context.set_offline(True)
    write(page, "機車道有坑洞，天黑看不到")
    page.get_by_text("有 1 件回報還在這支手機上").wait_for()
    assert page.url.endswith("/offline/") and not Case.objects.exists()
    assert axe(page) == []
    page.reload()
    page.get_by_text("有 1 件回報還在這支手機上").wait_for()
    page.evaluate("""async () => {
      const done = (asked) => new Promise((then) => {
        asked.onsuccess = () => then(asked.result);
      });
      const base = await done(indexedDB.open("yankao-outbox", 1));
      const store = base.transaction("sendings", "readwrite").objectStore("sendings");
      const [first] = await done(store.getAll());
      store.put({ ...first, observed: new Date(Date.now() - 3_600_000).toISOString() });
    }""")
    page.context.set_offline(False)
    page.reload()
    page.get_by_text("已送達。案號").wait_for()
    case = Case.objects.get()
    assert case.sub_channel == "便民一路通" and case.number in page.content()
    assert case.attachments.count() == 1 and case.dispatch.observed_at is not None
    assert Entry.objects.filter(subject=case.subject, verb="observed").count() == 1
    page.evaluate("dispatchEvent(new Event('online'))")
    page.reload()
    page.get_by_text("已送達。案號").wait_for()
    assert Case.objects.count() == 1
    page.get_by_role("button", name="已記下，移除").click()
    page.locator("[data-outbox-list]").wait_for(state="hidden")


def test_what_was_refused_comes_back_into_its_form_and_can_be_mended(town, new_page):
    page = new_page(390)
    ready(page)
    page.context.set_offline(True)
    page.goto(FORM)
    page.fill("[data-category] input[type=search]", "坑洞")
    page.locator(".yk-card-choice:visible").first.click()
    page.locator("#id_photos").set_input_files([upload(photo())])
    page.get_by_text("照片先留在這支手機上").wait_for()
    page.locator("#toasts [data-dismiss]").first.click()
    page.get_by_role("button", name="送出").click()
    page.get_by_text("有 1 件回報還在這支手機上").wait_for()
    page.context.set_offline(False)
    page.reload()
    page.get_by_role("link", name="開啟修改").click()
    page.get_by_text("已上傳 1 張").wait_for()
    page.get_by_label("地點", exact=False).first.fill("苓雅區四維三路 2 號前")
    page.locator("[name=description]").fill("坑洞")
    page.locator("[name=contact_phone]").fill("0912345678")
    page.get_by_role("button", name="送出").click()
    page.get_by_role("heading", name="已收件").wait_for()
    assert Case.objects.get().attachments.count() == 1
    page.goto("/")
    page.locator("[data-outbox-list]").wait_for(state="hidden")


def test_it_can_be_installed(town, new_page):
    page = new_page(390)
    page.goto("/")
    told = page.evaluate("fetch('/app.webmanifest').then((answer) => answer.json())")
    assert (told["name"], told["display"]) == ("便民一路通", "standalone")
    for icon in told["icons"]:
        size = page.evaluate(
            """async (src) => {
              const image = await createImageBitmap(await (await fetch(src)).blob());
              return `${image.width}x${image.height}`;
            }""", icon["src"],
        )  # fmt: skip
        assert size == icon["sizes"]


ASKS = """
PushManager.prototype.getSubscription = async () => null;
PushManager.prototype.subscribe = async () => ({ toJSON: () => ({
  endpoint: "https://push.example/send/1", keys: { p256dh: "B".repeat(87), auth: "a".repeat(22) },
}) });
"""


def test_a_browser_asks_to_be_told_and_shows_what_is_pushed(town, new_page, settings, tmp_path):
    settings.PUSH_KEY_FILE, settings.PUSH_SERVICES = str(tmp_path / "key.pem"), ["push.example"]
    page = new_page(390)
    page.context.grant_permissions(["notifications"])
    page.add_init_script(ASKS)
    ready(page)
    write(page, "坑洞")
    page.get_by_role("link", name="查看進度").click()
    page.get_by_role("button", name="推播").click()
    page.get_by_text("這台裝置會收到這一案的推播").wait_for()
    follow = Follow.objects.get()
    assert follow.contact.browsers.get().endpoint == "https://push.example/send/1"
    found: list[str] = []
    cdp = page.context.new_cdp_session(page)
    cdp.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    cdp.send("ServiceWorker.enable")
    page.wait_for_timeout(300)
    said = {"title": "新進度", "body": "已派工", "url": "https://x/progress/1/", "tag": "n1"}
    told = {"origin": page.evaluate("location.origin"), "data": json.dumps(said)}
    for _twice in range(2):
        cdp.send("ServiceWorker.deliverPushMessage", {**told, "registrationId": found[0]})
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).getNotifications()).length === 1"
    )
    page.goto("/app/notices/")
    assert page.get_by_label("追蹤的案件與區域").first.is_checked()


SCANS = """
window.BarcodeDetector = class {
  async detect(video) {
    if (!video.videoWidth) return [];
    window.looked = (window.looked ?? 0) + 1;
    return [{ rawValue: window.looked < 12 ? "https://elsewhere.example/" :
      "https://city.example/report/dispatch/?asset_no=KH-LAMP-00731" }];
  }
};
"""


def test_the_code_on_a_pole_is_read_into_its_field_and_letters_grow(town, browser, live_server):
    """The permission for the camera is given, as a citizen would, and the camera is not real."""
    kind = browser.browser_type
    fake = "--use-fake-device-for-media-stream"
    started = kind.launch(executable_path=chromium(), args=[*ARGUMENTS, fake])
    asked = {"base_url": live_server.url, "permissions": ["camera"], "locale": "zh-TW"}
    page = started.new_context(**asked).new_page()
    page.add_init_script(SCANS)
    page.goto(FORM)
    page.get_by_role("button", name="掃描桿上的 QR 碼").click()
    page.get_by_text("這個 QR 碼沒有編號").wait_for()
    page.wait_for_function(
        "() => document.querySelector('[name=asset_no]').value === 'KH-LAMP-00731'"
    )
    assert page.get_by_role("button", name="掃描桿上的 QR 碼").is_visible()
    before = page.evaluate("getComputedStyle(document.body).fontSize")
    page.get_by_role("button", name="放大字").click()
    assert page.evaluate("getComputedStyle(document.body).fontSize") > before
    page.goto("/")
    assert page.evaluate("document.documentElement.hasAttribute('data-large')")
    started.close()
