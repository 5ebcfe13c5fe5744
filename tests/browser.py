"""A real Chromium for tests marked `browser`, and what a page must never do."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[1]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = [
    "--no-sandbox",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
DESK, PHONE = 1280, 390


def chromium() -> str | None:
    """Debian's browser; we bring none of our own."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Says why the browser tests are left out where there is no browser."""
    if chromium():
        return
    reason = pytest.mark.skip(reason="no Chromium here: install Debian's package chromium")
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(reason)


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One Chromium for all tests; it finds nothing outside this machine."""
    from playwright.sync_api import sync_playwright

    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps an event loop in this thread; our queries stay ordinary ones.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        started = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture
def new_page(browser: "Browser", live_server: Any) -> "Iterator[Callable[..., Page]]":
    """Pages of any width and language; a script error or refused resource fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(width: int = DESK, locale: str = "zh-TW", scheme: str = "light") -> "Page":
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            locale=locale,
            color_scheme=scheme,  # type: ignore[arg-type]
            timezone_id="Asia/Taipei",
            has_touch=width < 600,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if refused(said) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, complaints


def refused(said: Any) -> bool:
    """Chromium reports what the content security policy stopped as a console error."""
    return said.type == "error" and "Content Security Policy" in said.text


@pytest.fixture
def page(new_page: "Callable[..., Page]") -> "Page":
    """An official's screen."""
    return new_page(DESK)


@pytest.fixture
def phone(new_page: "Callable[..., Page]") -> "Page":
    """A citizen's telephone."""
    return new_page(PHONE)


@pytest.fixture
def sign_in(live_server: Any) -> "Callable[[Page, Any], None]":
    """Gives a page the session of someone who has signed in."""

    def enter(page: "Page", person: Any) -> None:
        from django.conf import settings
        from django.test import Client

        client = Client()
        client.force_login(person)
        name = settings.SESSION_COOKIE_NAME
        value = client.cookies[name].value
        page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])

    return enter


@pytest.fixture
def axe() -> "Callable[..., list[str]]":
    """What axe-core finds wrong on a page, one line for each element; contrast takes longest."""

    def violations(page: "Page", contrast: bool = True) -> list[str]:
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(AXE.read_text())
        asked = {"resultTypes": ["violations"], "rules": {"color-contrast": {"enabled": contrast}}}
        found = page.evaluate("(asked) => axe.run(document, asked)", asked)["violations"]
        return [
            f"{rule['id']}: {node['target'][0]}: {rule['help']}"
            for rule in found
            for node in rule["nodes"]
        ]

    return violations
