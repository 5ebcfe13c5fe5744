"""The made-up pages of specimen.py, and a browser that visits them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model

from yankao.kernel.ui import menu
from yankao.kernel.ui.forms import PlaceInput

from . import specimen

KAOHSIUNG = {"longitude": 120.3, "latitude": 22.62}


@pytest.fixture
def specimens(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The specimen pages, their menu and their places, for one test."""
    settings.ROOT_URLCONF = specimen.__name__
    monkeypatch.setattr(menu, "contributors", [specimen.desk_menu])
    monkeypatch.setattr(menu, "public_contributors", [specimen.doors])
    monkeypatch.setattr(menu, "role_contributors", [lambda request: ["1999 值機員"]])
    monkeypatch.setattr(PlaceInput, "complete_url", "/places/")


@pytest.fixture
def contexts(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Fresh browser windows that know where they stand; closed at the end."""
    opened: list[Any] = []

    def fresh(width: int, language: str, dark: bool) -> Any:
        window = browser.new_context(
            viewport={"width": width, "height": 850},
            color_scheme="dark" if dark else "light",
            permissions=["geolocation", "clipboard-write"],
            geolocation=KAOHSIUNG,
        )
        window.set_default_timeout(60_000)
        cookie = {"name": "django_language", "value": language, "url": live_server.url}
        window.add_cookies([cookie])
        opened.append(window)
        return window

    yield fresh
    for window in opened:
        window.close()


@pytest.fixture
def visit(
    contexts: Callable[..., Any], specimens: None, live_server: Any, sign_in: Callable[..., None]
) -> Iterator[Callable[..., Any]]:
    """Opens a specimen page; fails at the end when a page complained."""
    complaints: list[str] = []

    def complain(line: Any) -> None:
        if line.type == "error" and "Failed to load resource" not in line.text:
            complaints.append(line.text)

    def open_page(
        path: str, *, width: int = 1280, language: str = "zh-hant", dark: bool = False,
        signed_in: bool = True,
    ) -> Any:  # fmt: skip
        page = contexts(width, language, dark).new_page()
        if signed_in:
            sign_in(page, official())
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", complain)
        page.goto(live_server.url + path)
        return page

    yield open_page
    assert complaints == []


def official() -> Any:
    people = get_user_model().objects
    return people.filter(username="wang").first() or people.create_user(
        username="wang", password="a long enough phrase", name="王小明"
    )
