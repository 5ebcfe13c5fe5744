"""Letters leave once, are tried again when that is safe, and nothing about them is forgotten."""

import smtplib
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from yankao.kernel.notices import drivers, gateways, standard
from yankao.kernel.notices.jobs import forget_erased, push_waiting
from yankao.kernel.notices.letters import Channel
from yankao.kernel.notices.models import (
    Delivery,
    LineAddress,
    Notice,
    OutboxLetter,
    Outcome,
    State,
)
from yankao.kernel.notices.posting import post
from yankao.kernel.notices.sending import BACKOFF, CLAIM_LASTS, deliver, resend

from .conftest import NOON
from .samples import RECEIVED


class PowerCut(BaseException):
    """What a worker that is killed in the middle of sending leaves behind: nothing."""


@pytest.fixture
def letter(case):
    """To the reporter, by e-mail, with a password."""
    facts = {"password": "7Q2K9"}
    (notice,) = post(
        RECEIVED, case.contact, key="r1", at=NOON, case=case, facts=facts,
        channels=[Channel.EMAIL],
    )  # fmt: skip
    return notice


@pytest.fixture
def text(case, gateway):
    """The same as a text message."""
    gateway()
    facts = {"password": "7Q2K9"}
    (notice,) = post(
        RECEIVED, case.contact, key="r1", at=NOON, case=case, facts=facts,
        channels=[Channel.SMS],
    )  # fmt: skip
    return notice


def sent(notice):
    deliver(notice.pk)
    notice.refresh_from_db()
    return notice


def outcomes(notice):
    return [str(row.outcome) for row in notice.deliveries.all()]


@contextmanager
def failing(monkeypatch, error):
    """The mail server answers with this error."""

    def refuse(*args, **kwargs):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.message.EmailMessage.send", refuse)
        yield


def test_a_letter_is_sent_once_however_often_the_job_runs(letter):
    for _ in range(3):
        assert sent(letter).state == State.SENT
    (message,) = mail.outbox
    assert message.to == ["ming@example.org"]
    assert message.extra_headers["Message-ID"] == f"<notice-{letter.pk}-20261123040000@localhost>"
    assert outcomes(letter) == ["sent"]


def test_a_password_is_sent_but_not_kept(letter):
    assert "{password}" in letter.body
    assert "7Q2K9" not in letter.body
    sent(letter)
    assert "查詢密碼：7Q2K9" in mail.outbox[0].body
    assert letter.facts == {}
    assert "7Q2K9" not in letter.body


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_the_same_letter_send_it_once(letter):
    start = Barrier(4)

    def work():
        start.wait()
        deliver(letter.pk)
        connection.close()

    workers = [Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mail.outbox) == 1
    assert outcomes(letter) == ["sent"]


def test_a_busy_mail_server_is_asked_again_later_and_later(letter, clock, monkeypatch):
    with failing(monkeypatch, smtplib.SMTPServerDisconnected("busy")):
        for wait in BACKOFF:
            assert sent(letter).state == State.WAITING
            assert letter.next_try_at - letter.deliveries.last().ended_at == wait
            sent(letter)  # too early: nothing happens
            clock.shift(wait)
        assert sent(letter).state == State.FAILED
    assert outcomes(letter) == ["failed"] * (len(BACKOFF) + 1)
    scheduled = ProcrastinateJob.objects.exclude(scheduled_at=None)
    assert scheduled.count() == len(BACKOFF)


def test_a_mail_server_that_recovers_gets_the_letter(letter, clock, monkeypatch):
    with failing(monkeypatch, smtplib.SMTPResponseException(451, b"greylisted")):
        sent(letter)
    clock.shift(BACKOFF[0])
    assert sent(letter).state == State.SENT
    assert outcomes(letter) == ["failed", "sent"]
    assert letter.deliveries.first().detail == "451 greylisted"


def test_an_address_that_does_not_exist_is_not_asked_twice(letter, clock, monkeypatch):
    refused = smtplib.SMTPRecipientsRefused({"ming@example.org": (550, b"no such user")})
    with failing(monkeypatch, refused):
        assert sent(letter).state == State.REFUSED
    clock.shift(timedelta(days=3))
    push_waiting(0)
    assert outcomes(letter) == ["refused"]
    assert Notice.objects.undelivered().get() == letter


def test_mail_that_bounces_goes_to_the_telephone_instead(letter, gateway, monkeypatch):
    listener = gateway()
    with failing(monkeypatch, smtplib.SMTPResponseException(550, b"no such user")):
        sent(letter)
    instead = Notice.objects.get(channel="sms")
    assert sent(instead).state == State.SENT
    ((path, headers, content),) = listener.heard
    assert (path, headers["Authorization"]) == ("/sms", "Bearer gateway-token")
    assert content["to"] == "+886912345678"
    assert "7Q2K9" in content["text"]


def test_a_letter_to_an_erased_contact_is_not_sent(letter):
    letter.contact.erase()
    assert sent(letter).state == State.REFUSED
    assert not mail.outbox
    assert "地址" in letter.deliveries.get().detail


def killed_while_sending(notice, monkeypatch, driver):
    """The attempt is committed, the letter is gone, the answer never recorded."""
    real = driver.send

    def cut(self, outgoing):
        real(self, outgoing)
        raise PowerCut

    with monkeypatch.context() as patch:
        patch.setattr(driver, "send", cut)
        with pytest.raises(PowerCut):
            deliver(notice.pk)


def test_while_another_worker_may_still_be_sending_nobody_else_does(letter, monkeypatch, clock):
    killed_while_sending(letter, monkeypatch, drivers.Mail)
    clock.shift(CLAIM_LASTS - timedelta(seconds=1))
    assert sent(letter).state == State.WAITING
    assert outcomes(letter) == ["claimed"]


def test_mail_of_a_killed_worker_goes_out_again_under_the_same_message_id(
    letter, monkeypatch, clock
):
    killed_while_sending(letter, monkeypatch, drivers.Mail)
    clock.shift(CLAIM_LASTS)
    assert sent(letter).state == State.SENT
    assert outcomes(letter) == ["unknown", "sent"]
    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_text_message_of_a_killed_worker_waits_for_an_official(text, monkeypatch, clock):
    killed_while_sending(text, monkeypatch, drivers.Sms)
    clock.shift(timedelta(hours=1))
    push_waiting(0)
    assert sent(text).state == State.UNSURE
    assert outcomes(text) == ["unknown"]
    assert resend(text.pk, at=NOON + timedelta(hours=1))
    assert sent(text).state == State.SENT
    assert outcomes(text) == ["unknown", "sent"]
    assert not resend(text.pk, at=NOON)


@pytest.mark.parametrize(
    ("answer", "state", "outcome"),
    [
        (200, State.SENT, "sent"),
        (409, State.SENT, "sent"),
        (400, State.REFUSED, "refused"),
        (429, State.WAITING, "failed"),
        (503, State.WAITING, "failed"),
        (500, State.UNSURE, "unknown"),
        (None, State.UNSURE, "unknown"),
    ],
)
def test_what_the_answers_of_an_sms_gateway_mean(case, text, gateway, answer, state, outcome):
    listener = gateway(answer)
    assert sent(text).state == state
    assert outcomes(text) == [outcome]
    assert len(listener.heard) == 1


def test_a_gateway_that_is_not_there_is_asked_again(text, gateway, settings):
    listener = gateway()
    listener.stop()
    assert sent(text).state == State.WAITING
    assert outcomes(text) == ["failed"]


def test_a_silent_gateway_may_have_sent(text, settings, monkeypatch):
    monkeypatch.setattr(gateways, "TIMEOUT", 0.2)
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert sent(text).state == State.UNSURE


def test_a_channel_that_is_not_set_up_is_said_to_be_so(text, settings):
    settings.SMS_GATEWAY_URL = ""
    assert sent(text).state == State.REFUSED
    assert text.deliveries.get().detail == "這個管道尚未設定"


def test_line_gets_the_same_retry_key_at_every_attempt(case, gateway, clock):
    listener = gateway(500, 409)
    LineAddress.objects.create(unit=case.holder, value="C4af4980629")
    (notice,) = post(
        standard.ASSIGNED, case.holder, key="l1", at=NOON, case=case, channels=[Channel.LINE]
    )
    assert sent(notice).state == State.WAITING
    clock.shift(BACKOFF[0])
    assert sent(notice).state == State.SENT
    (path, first, content), (_, second, _) = listener.heard
    assert path == "/v2/bot/message/push"
    assert content["to"] == "C4af4980629"
    assert content["messages"][0]["text"].startswith("【新案】")
    assert first["X-Line-Retry-Key"] == second["X-Line-Retry-Key"]
    assert outcomes(notice) == ["unknown", "sent"]


def test_what_was_left_lying_is_queued_again(letter, clock):
    ProcrastinateJob.objects.all()._raw_delete(ProcrastinateJob.objects.db)
    clock.shift(timedelta(minutes=5))
    push_waiting(0)
    assert not ProcrastinateJob.objects.exists()
    clock.shift(timedelta(minutes=2))
    push_waiting(0)
    assert ProcrastinateJob.objects.get().args == {"notice_id": letter.pk}


def test_the_demo_shows_what_would_have_been_sent(letter, settings):
    settings.DEMO = True
    assert sent(letter).state == State.SENT
    shown = OutboxLetter.objects.get()
    assert (shown.channel, shown.address) == ("email", "ming@example.org")
    assert "7Q2K9" in shown.body
    assert not mail.outbox


def test_letters_to_an_erased_citizen_lose_their_words(letter, settings):
    settings.DEMO = True
    LineAddress.objects.create(contact=letter.contact, value="U1")
    sent(letter)
    forget_erased(0)
    letter.refresh_from_db()
    assert letter.body
    letter.contact.erase()
    forget_erased(0)
    letter.refresh_from_db()
    assert (letter.subject, letter.body) == ("", "")
    assert not OutboxLetter.objects.exists()
    assert not LineAddress.objects.exists()
    assert Delivery.objects.filter(outcome=Outcome.SENT).count() == 1


def test_a_line_break_cannot_be_smuggled_into_a_header(case):
    case.title = "x"
    facts = {"what": "提醒\nBcc: all@example.org"}
    (notice,) = post(
        standard.REMINDER, case.holder, key="h", at=NOON, case=case, facts=facts,
        channels=[Channel.EMAIL],
    )  # fmt: skip
    assert sent(notice).state == State.SENT
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["duty@roads.example"]
