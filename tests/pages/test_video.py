"""Two browsers in a video call: pictures really move, writing is seen while it is typed."""

import shutil
import socket
import subprocess
from contextlib import closing

import pytest

from tests.browser import ARGUMENTS, chromium
from yankao.chapters.service.sign_language.models import Interpreter
from yankao.kernel.cases.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = "/service/sign_language/desk/"
FAKE = ["--use-fake-device-for-media-stream", "--disable-features=WebRtcHideLocalIpsWithMdns"]
MOVES = "() => Number(document.querySelector('[data-call]').dataset.frames) > {n}"


@pytest.fixture(scope="module")
def filming(browser):
    """A Chromium whose camera shows a pattern that moves; the permission is the page's to get."""
    kind = browser.browser_type
    started = kind.launch(executable_path=chromium(), args=[*ARGUMENTS, *FAKE])
    yield started
    started.close()


@pytest.fixture
def screens(filming, live_server):
    """Pages of different persons, with or without a camera."""
    contexts = []

    def open_page(camera: bool = True, width: int = 1280):
        context = filming.new_context(
            base_url=live_server.url, locale="zh-TW", viewport={"width": width, "height": 900},
            permissions=["camera", "microphone"] if camera else [],
        )  # fmt: skip
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def signer(town, screens, sign_in):
    """An interpreter on duty."""
    person = town.official("interpreter", "RDEC-JSC", "sign_language")
    Interpreter.objects.create(person=person, languages=["tsl"])
    page = screens()
    sign_in(page, person)
    page.goto(DESK)
    page.get_by_role("button", name="開始值勤").click()
    return page


def ask(page) -> Case:
    page.goto("/service/sign_language/begin/")
    page.get_by_role("link", name="開始視訊").click()
    page.get_by_text("台灣手語").click()
    page.get_by_text("派工通報", exact=True).click()
    page.locator("form[method=post] button.btn-primary").last.click()
    page.get_by_role("link", name="進入視訊").click()
    page.get_by_text("下一位就是您").wait_for()
    return Case.objects.get()


def answer(page) -> None:
    page.get_by_role("button", name="接聽").click(timeout=15_000)
    page.wait_for_selector("[data-call]")


def moving(page, n: int = 5) -> None:
    page.wait_for_function(MOVES.format(n=n), timeout=30_000)


def test_pictures_move_both_ways_and_a_call_survives_a_page_that_is_loaded_again(screens, signer):
    phone = screens(width=390)
    case = ask(phone)
    answer(signer)
    moving(phone)
    moving(signer)
    phone.get_by_text("已連線").wait_for()
    case.refresh_from_db()
    assert case.state == "connected"
    phone.get_by_label("打字給對方").type("路登")
    signer.get_by_text("路登").wait_for()
    phone.get_by_label("打字給對方").press("Backspace")
    phone.get_by_label("打字給對方").type("燈")
    signer.get_by_text("路燈").wait_for()
    signer.reload()
    moving(signer, n=5)
    moving(phone, n=5)
    signer.get_by_text("路燈").wait_for()
    signer.get_by_text("當場說明完成").click()
    signer.get_by_role("button", name="結束視訊").click()
    phone.get_by_role("heading", name="視訊已結束").wait_for()
    case.refresh_from_db()
    assert (case.state, case.sign_language.resumed) == ("ended", 0)
    phone.get_by_role("button", name="重新連線").click()
    signer.goto(DESK)
    answer(signer)
    moving(phone)
    case.refresh_from_db()
    assert (case.state, case.sign_language.resumed) == ("connected", 1)


def test_without_a_camera_one_sees_and_types(screens, signer):
    phone = screens(camera=False, width=390)
    ask(phone)
    answer(signer)
    phone.get_by_text("瀏覽器沒有開放鏡頭").wait_for()
    moving(phone)
    signer.get_by_label("打字給對方").type("您好")
    phone.get_by_text("您好").wait_for()
    phone.get_by_label("打字給對方").type("hi")
    signer.get_by_text("hi").wait_for()
    phone.get_by_text("已連線").wait_for()
    phone.get_by_role("button", name="結束視訊").click()
    phone.get_by_role("heading", name="視訊已結束").wait_for()
    assert Case.objects.get().state == "ended"


RELAYED = """
const Direct = RTCPeerConnection;
window.RTCPeerConnection = class extends Direct {
  constructor(asked) { super({ ...asked, iceTransportPolicy: "relay" }); }
};
"""


@pytest.fixture
def relay(settings, tmp_path):
    """A real coturn on this machine that knows our secret."""
    program = shutil.which("turnserver")
    if not program:
        pytest.skip("no coturn here: install Debian's package coturn")
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    settings.TURN_URLS, settings.TURN_SECRET = [f"turn:127.0.0.1:{port}"], "only-for-tests"
    running = subprocess.Popen([
        program, "-n", "--listening-ip=127.0.0.1", f"--listening-port={port}", "--no-cli",
        "--use-auth-secret", "--static-auth-secret=only-for-tests", "--realm=city.example",
        "--allow-loopback-peers", "--no-tls", "--no-dtls", f"--log-file={tmp_path / 'turn.log'}",
        f"--pidfile={tmp_path / 'turn.pid'}",
    ], stdout=subprocess.DEVNULL)  # fmt: skip
    yield
    running.terminate()
    running.wait(10)


def test_behind_walls_every_picture_passes_through_the_relay(relay, screens, signer):
    phone = screens()
    for page in (phone, signer):
        page.add_init_script(RELAYED)
    ask(phone)
    answer(signer)
    moving(phone)
    moving(signer)
    phone.get_by_text("已連線").wait_for()
    assert Case.objects.get().state == "connected"
