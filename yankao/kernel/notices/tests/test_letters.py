"""What is written to whom, in which words, and what is never written."""

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from yankao.kernel.cases.models import Case
from yankao.kernel.notices import standard
from yankao.kernel.notices.addresses import channels_for, mobile
from yankao.kernel.notices.effects import (
    everyone_who_reported,
    reporter,
    tell,
    tell_handler,
    tell_holder,
    tell_joined,
    tell_reporter,
    tell_returned,
)
from yankao.kernel.notices.forms import TemplateForm
from yankao.kernel.notices.letters import Audience, Letter, Words, fill, registry, strange
from yankao.kernel.notices.models import LineAddress, Notice, Template
from yankao.kernel.notices.posting import post
from yankao.kernel.notices.reminders import remind
from yankao.kernel.notices.wording import history
from yankao.kernel.people.models import Contact

from .conftest import NOON


def letters(**such):
    return {notice.channel: notice for notice in Notice.objects.filter(**such)}


def test_the_holder_reads_of_a_new_case_in_the_inbox_and_by_mail(case, move):
    tell_holder(case, move)
    written = letters(unit=case.holder)
    assert set(written) == {"inbox", "email"}
    mail = written["email"]
    assert mail.subject.startswith("【新案】LB1151123-0001")
    assert "期限：115年11月23日 16:00" in mail.body
    assert "養護工程處 您好" in mail.body
    assert "/LB1151123-0001/" in mail.body


def test_the_handler_is_a_person_with_an_inbox_of_his_own(case, move):
    tell_handler(case, move)
    assert set(letters(person=case.handler)) == {"inbox", "email"}


def test_the_reason_of_the_move_is_in_the_letter(case, move):
    tell_returned(case, move)
    assert "退回理由：已修復" in letters()["email"].body


def test_the_reporter_reads_how_far_the_case_is(case, move):
    case.state = "closed"
    tell_reporter(case, move)
    (notice,) = Notice.objects.all()
    assert (notice.channel, notice.contact) == ("email", case.contact)
    assert "王小明 您好" in notice.body
    assert "結案" in notice.body


def test_everyone_who_reported_the_same_hole_is_told(case, move):
    others = [Contact.objects.create(name=name, phone="0922000111") for name in "甲乙"]
    for place, contact in enumerate(others):
        Case.objects.create(
            number=f"LB-{place}", programme="letterbox", state="closed", contact=contact,
            opened_at=NOON, parent=case,
        )  # fmt: skip
    assert everyone_who_reported(case, move) == [case.contact, *others]
    others[0].erase()
    assert everyone_who_reported(case, move) == [case.contact, others[1]]


def test_an_english_reporter_gets_english(case, move):
    Contact.objects.update(language="en")
    case.contact.refresh_from_db()
    tell_joined(case, move)
    assert letters()["email"].subject == "Your report joins an earlier one (LB1151123-0001)"


def test_one_move_writes_once_however_often_its_effect_runs(case, move):
    tell_holder(case, move)
    tell_holder(case, move)
    assert Notice.objects.count() == 2
    assert ProcrastinateJob.objects.count() == 1


def test_a_case_in_nobodys_hands_is_told_to_nobody(case, move):
    case.holder = case.handler = case.contact = None
    for effect in (tell_holder, tell_handler, tell_reporter, tell_joined):
        effect(case, move)
    assert not Notice.objects.exists()


def test_agencies_never_read_who_a_confidential_reporter_is(case, move):
    case.confidential = True
    move.reason = "王小明(0912-345-678)住三民區某路1號"
    tell_holder(case, move)
    tell_returned(case, move)
    tell(standard.REMINDER, to=lambda c, m: [c.holder], facts=lambda c, m: {"what": "王小明來電"})(
        case, move
    )
    for notice in Notice.objects.all():
        written = notice.subject + notice.body + str(notice.facts)
        for secret in ("王小明", "0912", "某路"):
            assert secret not in notice.subject + notice.body
            assert notice.channel != "inbox" or secret not in written
    assert "保密案件" in letters(letter="assigned")["email"].body
    assert "○○○" in letters(letter="returned")["email"].body


def test_what_agencies_must_not_read_is_not_kept_beside_the_letter_either(case, move):
    case.confidential = True
    move.reason = "王小明要求保密"
    tell_returned(case, move)
    assert "王小明" not in str(list(Notice.objects.values_list("facts", flat=True)))


def test_a_letter_for_citizens_is_never_addressed_to_an_agency(case):
    with pytest.raises(ValueError, match="not written for Unit"):
        post(standard.CLOSED, case.holder, key="x", at=NOON, case=case)
    with pytest.raises(ValueError, match="not written for Contact"):
        post(standard.ASSIGNED, case.contact, key="x", at=NOON, case=case)


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("0912-345-678", "+886912345678"),
        ("+886 912 345 678", "+886912345678"),
        ("(0912)345.678", "+886912345678"),
        ("07-3368333", ""),
        ("", ""),
        ("1999", ""),
        ("０９１２３４５６７８", ""),
    ],
)
def test_only_mobile_numbers_get_text_messages(phone, expected):
    assert mobile(phone) == expected


def test_a_citizen_without_mail_gets_a_text_message_where_there_is_a_gateway(citizen, gateway):
    assert channels_for(citizen) == ["email"]
    citizen.email = ""
    assert channels_for(citizen) == []
    gateway()
    assert channels_for(citizen) == ["sms"]
    LineAddress.objects.create(contact=citizen, value="U1")
    assert channels_for(citizen) == ["sms", "line"]
    citizen.erase()
    assert channels_for(citizen) == []


def test_the_short_form_goes_to_the_telephone(case, move, gateway):
    gateway()
    LineAddress.objects.create(unit=case.holder, value="C1")
    tell_holder(case, move)
    written = letters()
    assert set(written) == {"inbox", "email", "line"}
    assert "\n" not in written["line"].body


def test_a_reminder_is_given_once_whoever_rings(case):
    def ring():
        facts = {"what": "尚未完成回報"}
        return remind(
            case, "repair:remind", standard.REMINDER, to=[case.holder], at=NOON, facts=facts
        )

    assert len(ring()) == 2
    assert ring() == []
    assert "尚未完成回報" in letters()["inbox"].body


def test_a_reporter_who_was_erased_meanwhile_gets_no_letter(case, move):
    case.contact.erase()
    assert reporter(case, move) == []
    tell_reporter(case, move)
    assert not Notice.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_rollback_takes_the_letter_and_its_job_with_it(case, move):
    class Broken(Exception):
        pass

    with pytest.raises(Broken), transaction.atomic():
        tell_holder(case, move)
        assert ProcrastinateJob.objects.count() == 1
        raise Broken
    assert not Notice.objects.exists()
    assert not ProcrastinateJob.objects.exists()
    with transaction.atomic():
        tell_holder(case, move)
    assert ProcrastinateJob.objects.count() == 1


def test_the_database_demands_exactly_one_recipient(case, citizen, unit):
    with pytest.raises(IntegrityError, match="notice_has_one_recipient"):
        Notice.objects.create(
            key="x", letter="x", channel="email", contact=citizen, unit=unit, created_at=NOON
        )


def test_values_are_never_expanded_again():
    assert fill("{a}", {"a": "{b}", "b": "secret"}) == "{b}"
    assert fill("{a} {c}", {"a": "1"}) == "1 "


def test_a_line_with_nothing_to_say_is_left_out():
    text = "您好\n說明：{reason}\n期限：{due}"
    assert fill(text, {"due": "明日"}) == "您好\n期限：明日"
    assert fill(text, {}, later={"due"}) == "您好\n期限：{due}"


def test_every_letter_in_the_house_is_whole():
    assert registry
    for letter in registry.values():
        assert {"zh-hant", "en"} <= set(letter.words)
        for channel in ("inbox", "sms"):
            for language in ("zh-hant", "en", "ja"):
                assert all(letter.default(channel, language))


def test_a_letter_with_an_unknown_variable_or_a_taken_name_is_refused_at_start():
    with pytest.raises(ValueError, match="nobody"):
        Letter("odd", "怪", Audience.OFFICIAL, {"zh-hant": Words("{nobody}", "", "")})
    with pytest.raises(ValueError, match="two letters"):
        Letter("assigned", "又一", Audience.OFFICIAL, {})


@pytest.mark.parametrize(
    ("text", "wrong"),
    [("{number} 好", []), ("{secret}", ["secret"]), ("{}", ["{}"]), ("{number", ["{"]),
     ("{number.__class__}", ["{", "}"]), ("{{number}}", ["{", "}"])],
)  # fmt: skip
def test_only_the_letters_own_variables_are_known(text, wrong):
    assert strange(text, {"number": "案號"}) == wrong


def form(**data):
    return TemplateForm(data, letter=standard.ASSIGNED, channel="email", language="zh-hant")


def test_an_official_rewrites_a_letter_and_the_history_keeps_both(case, move, official):
    for place, subject in enumerate(["新案 {number}", "請辦 {number}"]):
        edited = form(subject=subject, body="{name} 請辦理 {number}", reason="簡化")
        assert edited.is_valid()
        edited.save(by=official, at=NOON.replace(minute=place))
    tell_holder(case, move)
    assert letters()["email"].subject == "請辦 LB1151123-0001"
    assert letters()["inbox"].subject.startswith("【新案】")
    rows = history(standard.ASSIGNED, "email", "zh-hant")
    assert [(row.subject, row.author, row.reason) for row in rows] == [
        ("請辦 {number}", official, "簡化"),
        ("新案 {number}", official, "簡化"),
    ]


def test_an_unknown_variable_is_refused_and_the_known_ones_are_listed(db):
    edited = form(subject="{number}", body="{password} {reporter}", reason="試試")
    assert not edited.is_valid()
    (words,) = edited.errors["body"]
    assert "password、reporter" in words
    assert "{due}" in words
    assert not Template.objects.exists()


def test_a_text_message_has_no_subject(db):
    edited = TemplateForm(letter=standard.ASSIGNED, channel="sms", language="en")
    assert "subject" not in edited.fields
    assert edited.initial["body"].startswith("New case")
