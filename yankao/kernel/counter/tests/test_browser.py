"""A telephone at the counter: report, receipt, progress, map; no violation of axe-core."""

from importlib import import_module

import pytest
from django.apps import apps

from yankao.kernel.cases.models import Case
from yankao.kernel.geo.models import District
from yankao.kernel.programmes import founding

from .conftest import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(transactional_db):
    """Tests that really commit leave an empty database behind them; it is filled again."""
    if not District.objects.exists():
        loading = import_module("yankao.kernel.geo.migrations.0002_load_districts_and_roads")
        loading.load(apps, None)
    founding.found()


@pytest.mark.parametrize(("width", "locale"), [(390, "zh-TW"), (1280, "en-US")])
def test_a_report_with_a_photo_and_its_position(town, new_page, axe, width, locale) -> None:
    page = new_page(width, locale)
    page.goto("/report/dispatch/")
    page.keyboard.press("Tab")
    page.locator("yk-place").scroll_into_view_if_needed()
    page.wait_for_selector("yk-place[data-ready]")
    assert axe(page) == []
    page.fill("[data-category] input[type=search]", "坑洞" if width == 390 else "pothole")
    assert page.locator("[name=asked_lane]").is_hidden()
    page.locator(".yk-card-choice:visible").first.click()
    assert page.locator("[name=asked_lane]").is_visible()
    assert page.locator("[name=asked_lamps]").is_hidden()
    photo = picture(at=True)
    page.set_input_files(
        "#id_photos", {"name": photo.name, "mimeType": "image/jpeg", "buffer": photo.read()}
    )
    page.locator("[data-place-offer]").click()
    assert page.input_value("[data-place-lng]") == "120.302000"
    page.fill("[name=description]", "路面有坑洞 😱")
    send(page)
    assert page.locator(".yk-errors").count() == 1 and axe(page) == []
    page.fill("[name=contact_phone]", "0912345678")
    send(page)
    number = page.locator(".yk-secret b").first.inner_text()
    assert axe(page) == []
    case = Case.objects.get(number=number)
    assert case.lng == 120.302 and case.attachments.count() == 1
    for url in (f"/progress/{number}/", "/", "/progress/", "/progress/lost/", "/map/"):
        page.goto(url)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), url


def send(page) -> None:
    with page.expect_navigation():
        page.locator(".yk-send button").click()
