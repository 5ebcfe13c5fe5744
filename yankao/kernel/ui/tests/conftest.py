"""A browser, and the made-up pages of specimen.py behind a running server."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from yankao.kernel.ui import menu
from yankao.kernel.ui.forms import PlaceInput

from . import specimen

HERE = "yankao.kernel.ui.tests.specimen"
QUIET = ["--no-sandbox", "--disable-background-networking", "--disable-component-update",
         "--disable-sync", "--no-first-run", "--enable-unsafe-swiftshader"]  # fmt: skip


@pytest.fixture
def specimens(settings, monkeypatch) -> None:
    """The specimen pages, their menu and their places, for one test."""
    settings.ROOT_URLCONF = HERE
    monkeypatch.setattr(menu, "contributors", [specimen.desk_menu])
    monkeypatch.setattr(menu, "public_contributors", [specimen.doors])
    monkeypatch.setattr(menu, "role_contributors", [lambda request: ["1999 值機員"]])
    monkeypatch.setattr(PlaceInput, "complete_url", "/places/")


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium")
    if not path:
        pytest.skip("Chromium is not installed")
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright keeps an event loop in this thread
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def visit(chromium, specimens, live_server):
    """Opens a specimen page; says at the end when the page complained."""
    complaints: list[str] = []
    contexts = []

    def open_page(
        path: str,
        *,
        width: int = 1280,
        language: str = "zh-hant",
        dark: bool = False,
        signed_in: bool = True,
    ):
        context = chromium.new_context(
            viewport={"width": width, "height": 850},
            color_scheme="dark" if dark else "light",
            permissions=["geolocation", "clipboard-write"],
            geolocation={"longitude": 120.3, "latitude": 22.62},
        )
        context.set_default_timeout(60_000)
        contexts.append(context)
        cookie = {"name": "django_language", "value": language, "url": live_server.url}
        context.add_cookies([cookie, *(session() if signed_in else [])])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complain(line))
        page.goto(live_server.url + path)
        return page

    def session() -> list[dict[str, str]]:
        people = get_user_model().objects
        person = people.filter(username="wang").first() or people.create_user(
            username="wang", password="a long enough phrase", name="王小明"
        )
        client = Client()
        client.force_login(person)
        value = client.cookies["sessionid"].value
        return [{"name": "sessionid", "value": value, "url": live_server.url}]

    def complain(line) -> None:
        if line.type == "error" and "Failed to load resource" not in line.text:
            complaints.append(line.text)

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
