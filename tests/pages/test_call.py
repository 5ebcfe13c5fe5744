"""A call from the first ring to the last key, without a mouse, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yankao.chapters.service.contact_centre.intake import take
from yankao.chapters.service.contact_centre.models import Article, CallRecord, LiveCall
from yankao.chapters.service.contact_centre.tests.opening import call_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = "/service/contact_centre/desk/"


def test_a_call_is_answered_classified_and_closed_by_keys_alone(town, enter):
    agent = town.official("agent", "RDEC-JSC", "contact_centre")
    page = enter(agent)
    page.goto(DESK)
    assert page.get_by_text("上線待機後，來電會自動出現在這裡").is_visible()
    events = call_of("c1", timezone.now() - timedelta(seconds=40), agent.username, talk=20)
    take(events[:4])
    page.wait_for_selector("[data-stage=talking]", timeout=15_000)  # it asks every five seconds
    assert page.get_by_text("0912345678").is_visible()
    page.keyboard.press("Alt+k")
    page.keyboard.type("停車費")
    page.get_by_text("沒有符合的條目").wait_for()
    today = timezone.localdate()
    told = {"question": "停車費可以退嗎？", "answer": "三十日內可申請。"}
    Article.objects.create(agency=agent.unit, valid_from=today, review_due=today, **told)
    page.keyboard.type("退")
    page.get_by_role("link", name="停車費可以退嗎？").press("Enter")
    page.locator(".yk-answer").wait_for()
    assert page.url.endswith(DESK), "the call stays in sight"
    page.get_by_label("通話筆記").fill("問停車費")
    page.keyboard.press("Alt+3")
    page.keyboard.press("Alt+Enter")
    page.get_by_text("民眾還在線上，請先結束通話").wait_for()
    assert page.get_by_label("其他", exact=True).is_checked(), "what was chosen is kept"
    assert page.get_by_label("通話筆記").input_value() == "問停車費"
    take(events[4:])
    page.wait_for_selector("[data-stage=wrapping]", timeout=15_000)
    page.keyboard.press("Alt+Enter")
    page.get_by_text("已完成：其他。").wait_for()
    row = CallRecord.objects.get()
    assert (row.kind, row.agent, row.score) == ("other", agent, 5)
    assert not LiveCall.objects.exists()
