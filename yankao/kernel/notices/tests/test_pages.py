"""The pages about letters."""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404

from yankao.kernel.notices import standard, views
from yankao.kernel.notices.models import Notice, State, Template
from yankao.kernel.notices.posting import post
from yankao.kernel.notices.sending import deliver

from .conftest import NOON


@pytest.fixture
def ask(rf, official):
    """A request by the official, with what the frame of a page needs."""

    def build(data=None):
        request = rf.get("/letters/") if data is None else rf.post("/letters/", data)
        request.user = official
        request.session = {}
        request.htmx = None
        request._messages = FallbackStorage(request)
        return request

    return build


def test_every_letter_is_listed_for_its_channels_only(ask):
    text = views.letters(ask()).content.decode()
    assert 'href="assigned/email/zh-hant/"' in text
    assert 'href="closed/sms/en/"' in text
    assert 'href="assigned/sms/' not in text
    assert 'href="closed/inbox/' not in text


def test_a_letter_s_page_lists_its_variables(ask, official):
    answer = views.letter(ask(), "reminder", "email", "zh-hant", by=official, back="/letters/")
    text = answer.content.decode()
    assert "{what}" in text
    assert "提醒事項" in text


def test_a_new_wording_is_kept_with_its_author_and_reason(ask, official):
    data = {"subject": "{number}", "body": "請辦 {number}", "reason": "精簡"}
    answer = views.letter(ask(data), "assigned", "email", "zh-hant", by=official, back="/letters/")
    assert (answer.status_code, answer["Location"]) == (302, "/letters/")
    row = Template.objects.get()
    assert (row.author, row.reason) == (official, "精簡")
    assert "已修改" in views.letters(ask()).content.decode()
    page = views.letter(ask(), "assigned", "email", "zh-hant", by=official, back="/letters/")
    assert "精簡" in page.content.decode()


def test_a_wrong_wording_keeps_what_was_typed(ask, official):
    data = {"subject": "{number}", "body": "{nobody} 打了很久的字", "reason": "精簡"}
    answer = views.letter(ask(data), "assigned", "email", "zh-hant", by=official, back="/letters/")
    assert answer.status_code == 422
    assert "打了很久的字" in answer.content.decode()
    assert not Template.objects.exists()


@pytest.mark.parametrize(
    "place", [("nothing", "email", "en"), ("closed", "inbox", "en"), ("closed", "email", "fr")]
)
def test_what_is_no_letter_is_not_found(ask, official, place):
    with pytest.raises(Http404):
        views.letter(ask(), *place, by=official, back="/")


def test_the_post_box_shows_what_was_sent_and_what_did_not_arrive(
    ask, case, official, settings, rf
):
    settings.DEMO = True
    (_, shown) = post(standard.ASSIGNED, case.holder, key="a", at=NOON, case=case)
    deliver(shown.pk)
    case.contact.erase()
    (lost,) = post(standard.CLOSED, case.contact, key="b", at=NOON, case=case, channels=["email"])
    deliver(lost.pk)
    context = {**views.outbox_context(), "resend_url": "/desk/outbox/again/"}
    text = views.page(ask(), "notices/outbox.html", context).content.decode()
    assert "duty@roads.example" in text
    assert "無法投遞" in text
    assert 'action="/desk/outbox/again/"' in text
    views.send_again(ask(), lost.pk)
    assert Notice.objects.get(pk=lost.pk).state == State.WAITING
