"""The post box: what was sent, what did not arrive, and sending it again."""

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage

from yankao.kernel.notices import standard
from yankao.kernel.notices.models import Notice, State
from yankao.kernel.notices.outbox import outbox_context, send_again
from yankao.kernel.notices.posting import post
from yankao.kernel.notices.sending import deliver
from yankao.kernel.ui.pages import page

from .conftest import NOON


@pytest.fixture
def request_of_official(rf, official):
    request = rf.get("/desk/outbox/")
    request.user = official
    request.session = {}
    request.htmx = None
    request._messages = FallbackStorage(request)
    return request


def test_the_post_box_shows_what_was_sent_and_what_did_not_arrive(
    request_of_official, case, settings
):
    settings.DEMO = True
    (_, shown) = post(standard.ASSIGNED, case.holder, key="a", at=NOON, case=case)
    deliver(shown.pk)
    case.contact.erase()
    (lost,) = post(standard.CLOSED, case.contact, key="b", at=NOON, case=case, channels=["email"])
    deliver(lost.pk)
    context = {**outbox_context(), "resend_url": "/desk/outbox/again/"}
    text = page(request_of_official, "notices/outbox.html", context).content.decode()
    assert "duty@roads.example" in text
    assert "無法投遞" in text
    assert 'action="/desk/outbox/again/"' in text


def test_only_what_did_not_arrive_is_sent_again(request_of_official, case):
    case.contact.erase()
    (lost,) = post(standard.CLOSED, case.contact, key="b", at=NOON, case=case, channels=["email"])
    deliver(lost.pk)
    for _press in range(2):
        send_again(request_of_official, lost.pk)
    assert Notice.objects.get(pk=lost.pk).state == State.WAITING
    said = [str(message) for message in request_of_official._messages]
    assert said == ["已重新排入寄送。", "這封信已經寄出或正在寄送，不需要重寄。"]
