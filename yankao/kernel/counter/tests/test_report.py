"""A report at the counter: from the first page to the receipt, and everything that may go wrong."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.counter.models import KeptPhoto, Receipt, SameAs
from yankao.kernel.files.models import Attachment
from yankao.kernel.notices.models import Notice
from yankao.kernel.programmes.story import story
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline import timeline

from .conftest import DOOR, Citizen, picture, told


def test_a_citizen_reports_without_an_account_and_gets_number_and_password(
    citizen: Citizen,
) -> None:
    assert "通報" in citizen.get("/").content.decode()
    sent = citizen.report(contact_email="wang@example.tw", photos=[picture()])
    page = citizen.get(sent["Location"])
    number, password = told(page)
    case = Case.objects.get(number=number)
    assert (case.opened_by, case.channel, case.district.name) == (None, "web", "三民區")
    assert case.contact.phone == "0912-345678"
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", password)
    assert page["Cache-Control"] == "no-store"
    assert Attachment.objects.get(case=case).kind == "photo_before"
    assert timeline.broken(case.subject) == []


def test_the_same_in_english(citizen: Citizen) -> None:
    citizen.post("/language/", {"language": "en", "next": DOOR})
    page = citizen.get(DOOR).content.decode()
    assert 'lang="en"' in page and "Pothole" in page
    case, _password = citizen.receipt(contact_email="mary@example.com")
    assert case.contact.language == "en"
    assert "We received your case" in Notice.objects.get(case=case, letter="receipt").subject


def test_the_password_is_nowhere_in_the_database(citizen: Citizen) -> None:
    case, password = citizen.receipt()
    kept = Receipt.objects.get(case=case)
    assert password.replace("-", "") not in kept.password_hash
    session = dict(citizen.client.session.items())
    assert password not in str(session) and password.replace("-", "") not in str(session)


def test_the_receipt_letter_holds_the_password_only_until_it_is_sent(citizen: Citizen) -> None:
    case, password = citizen.receipt(contact_email="wang@example.tw", contact_name="王小明")
    letter = Notice.objects.get(case=case, letter="receipt", channel="email")
    assert password not in letter.body and "王小明" not in letter.body
    assert letter.facts["password"] == password


def test_reloading_the_receipt_reports_nothing_twice_and_ends_after_ten_minutes(
    citizen: Citizen, frozen
) -> None:
    receipt = citizen.report()["Location"]
    assert told(citizen.get(receipt)) == told(citizen.get(receipt))
    assert Case.objects.count() == 1
    frozen.shift(timedelta(minutes=11))
    late = citizen.get(receipt)
    assert late.status_code == 410 and "十分鐘" in late.content.decode()


def test_the_receipt_shows_nothing_in_another_browser(citizen: Citizen) -> None:
    receipt = citizen.report()["Location"]
    number, password = told(citizen.get(receipt))
    other = Citizen().get(receipt)
    assert other.status_code == 410
    assert password not in other.content.decode() and number not in other.content.decode()


def test_pressing_send_twice_opens_one_case(citizen: Citizen) -> None:
    form = citizen.form()
    first, second = citizen.post(DOOR, form), citizen.post(DOOR, form)
    assert told(citizen.get(first["Location"])) == told(citizen.get(second["Location"]))
    assert Case.objects.count() == 1


def test_going_back_and_changing_the_form_opens_another(citizen: Citizen) -> None:
    form = citizen.form()
    citizen.post(DOOR, form)
    citizen.post(DOOR, {**form, "description": "旁邊還有一個坑洞"})
    assert Case.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_no_receipt_is_shown_when_the_commit_fails(settings) -> None:
    """The database says no at the very last moment, when everything has been written."""
    Category.objects.create(programme="dispatch", code="pothole", name="路面坑洞", group="道路")
    citizen = Citizen()
    form = citizen.form(lng="", lat="")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION say_no() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '40001'; END $$"
        )
        cursor.execute(
            "CREATE CONSTRAINT TRIGGER late_no AFTER INSERT ON counter_receipt "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION say_no()"
        )
    try:
        sent = citizen.post(DOOR, form)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION say_no() CASCADE")
    page = sent.content.decode()
    assert sent.status_code == 503 and "尚未收件" in page
    assert "路面有一個大坑洞" in page and "0912-345678" in page
    assert not Case.objects.exists() and not Receipt.objects.exists()
    assert "counter.cases" not in citizen.client.session
    assert citizen.post(DOOR, form).status_code == 302
    assert Case.objects.count() == 1


def keeps(page: str) -> None:
    """Everything that was typed is still on the page."""
    for text in ("三民區建國三路12號前", "路面有一個大坑洞", "0912-345678", "120.3020", "22.6390"):
        assert text in page
    assert re.search(r'name="category" value="\d+"[^>]*checked', page)


def test_a_missing_answer_keeps_words_and_photos(citizen: Citizen) -> None:
    answer = citizen.report(contact_phone="不給", photos=[picture()])
    page = answer.content.decode()
    assert answer.status_code == 422 and "電話只能有數字" in page
    assert "路面有一個大坑洞" in page
    kept = re.findall(r'name="kept" value="([^"]+)"', page)
    assert len(kept) == 1
    case, _password = citizen.receipt(kept=kept)
    assert Attachment.objects.filter(case=case).count() == 1
    assert not KeptPhoto.objects.exists()


def test_a_script_named_jpg_is_refused_and_the_good_photo_stays(citizen: Citizen) -> None:
    script = SimpleUploadedFile("evil.jpg", b"#!/bin/sh\necho hello\n")
    answer = citizen.report(photos=[picture(), script])
    page = answer.content.decode()
    assert answer.status_code == 422 and "evil.jpg" in page
    keeps(page)
    assert page.count('name="kept"') == 1


def test_a_photo_of_more_than_twenty_megabytes_is_refused_in_words(citizen: Citizen) -> None:
    large = SimpleUploadedFile("large.jpg", picture().read() + b"\0" * (21 * 1024 * 1024))
    answer = citizen.report(photos=[large])
    page = answer.content.decode()
    assert answer.status_code == 422 and "超過上限 20 MB" in page
    keeps(page)


def test_a_heic_photo_is_taken(citizen: Citizen) -> None:
    case, _password = citizen.receipt(photos=[picture("IMG_0001.HEIC", "HEIF")])
    assert Attachment.objects.get(case=case).content_type == "image/jpeg"


def test_a_photo_is_checked_while_the_rest_is_typed_and_offers_its_position(
    citizen: Citizen,
) -> None:
    page = citizen.post("/photos/", {"photos": [picture(at=True)]}).content.decode()
    assert "用照片的拍攝位置（三民區）" in page and 'data-lng="120.302000"' in page
    token = re.search(r'name="kept" value="([^"]+)"', page)
    assert token
    small = citizen.get(f"/photos/{token[1]}/")
    assert small["Content-Type"] == "image/webp"
    gone = citizen.post("/photos/", {"kept": token[1], "drop": token[1]}).content.decode()
    assert "kept" not in re.findall(r'name="(\w+)"', gone)


def test_photos_of_unsent_forms_are_forgotten(citizen: Citizen, frozen) -> None:
    from yankao.kernel.counter.jobs import forget

    citizen.post("/photos/", {"photos": [picture()]})
    forget(timestamp=0)
    assert KeptPhoto.objects.count() == 1
    frozen.shift(timedelta(hours=3))
    forget(timestamp=0)
    assert KeptPhoto.objects.count() == 0


def test_swapped_coordinates_are_named_and_the_right_ones_offered(citizen: Citizen) -> None:
    answer = citizen.report(lng="22.6390", lat="120.3020")
    page = answer.content.decode()
    assert answer.status_code == 422 and "對調" in page
    assert 'data-lng="120.302000"' in page and "路面有一個大坑洞" in page


def test_a_point_in_the_sea_is_refused_in_words(citizen: Citizen) -> None:
    answer = citizen.report(lng="120.10", lat="22.62")
    assert answer.status_code == 422 and "水面上" in answer.content.decode()


def test_ten_thousand_characters_come_back_whole(citizen: Citizen) -> None:
    words = "坑" * 10_000
    answer = citizen.report(description=words)
    page = answer.content.decode()
    assert answer.status_code == 422 and "10000" in page and words in page


def test_emoji_and_rare_characters_are_taken_as_they_are(citizen: Citizen) -> None:
    case, _password = citizen.receipt(description="𠮷野家前面有洞 😱 𡘙", contact_name="張𤧟")
    assert case.dispatch.description == "𠮷野家前面有洞 😱 𡘙"
    assert case.contact.name == "張𤧟"


def test_nul_bytes_are_left_out_everywhere(citizen: Citizen) -> None:
    case, _password = citizen.receipt(description="坑\0洞", contact_name="王\0小明")
    assert case.dispatch.description == "坑洞"
    for url in ("/progress/?number=%00", "/map/?category=%00", "/map/?district=%00",
                "/places/complete/?q=%00%00", "/map/%00/", "/progress/%00/"):  # fmt: skip
        assert citizen.client.get(url).status_code in (200, 302, 404)
    assert citizen.sign_in("\0", "\0").status_code == 422


def test_a_pin_is_enough_of_an_address(citizen: Citizen) -> None:
    case, _password = citizen.receipt(address="")
    assert case.address.startswith("三民區") and "地圖標記處" in case.address


def test_the_pin_says_which_district_it_is(citizen: Citizen) -> None:
    from yankao.kernel.geo.models import District

    case, _password = citizen.receipt(district=District.objects.get(name="旗津區").pk)
    assert case.district.name == "三民區"


def test_more_than_twenty_reports_an_hour_wait_but_lose_nothing(citizen: Citizen, frozen) -> None:
    for _ in range(20):
        assert citizen.report().status_code == 302
    answer = citizen.report()
    assert answer.status_code == 429
    keeps(answer.content.decode())
    frozen.shift(timedelta(hours=2))
    assert citizen.report().status_code == 302


def test_similar_open_cases_are_suggested_while_typing(citizen: Citizen) -> None:
    case, _password = citizen.receipt(contact_name="王小明")
    data = {**citizen.form(), "lng": "120.3021"}
    page = Citizen().post(f"{DOOR}similar/", data).content.decode()
    assert case.number in page and "約 10 公尺" in page
    assert "王小明" not in page and "大坑洞" not in page and "12號" not in page
    other = Category.objects.get(programme="dispatch", code="lamp_out").pk
    assert (
        case.number
        not in Citizen().post(f"{DOOR}similar/", {**data, "category": other}).content.decode()
    )


def test_affected_too_opens_an_own_case_and_tells_the_operator(
    citizen: Citizen, desk: Desk
) -> None:
    first, _password = citizen.receipt()
    also, _password = Citizen().receipt(same_as=first.number)
    assert also.parent is None
    assert SameAs.objects.get(case=also).other == first
    assert any(
        first.number in note for line in story(also, desk.person("operator")) for note in line.notes
    )


def test_nobody_can_join_a_confidential_case(citizen: Citizen) -> None:
    first, _password = citizen.receipt()
    Case.objects.filter(pk=first.pk).update(confidential=True)
    citizen.receipt(same_as=first.number)
    assert not SameAs.objects.exists()


def test_the_form_of_the_map_is_filled_with_what_is_public(citizen: Citizen) -> None:
    first, _password = citizen.receipt()
    page = citizen.get(DOOR, same=first.number).content.decode()
    assert "三民區建國三路" in page and "12號" not in page
    assert f'name="same_as" value="{first.number}"' in page


def test_a_case_opened_by_phone_gets_its_receipt_by_letter(desk: Desk, citizen: Citizen) -> None:
    data = {
        **citizen.form(),
        "channel": "phone",
        "read_back": "on",
        "contact_email": "a@example.tw",
    }
    case = desk.open(data, by="operator")
    letter = Notice.objects.get(case=case, letter="receipt")
    assert citizen.sign_in(case.number, letter.facts["password"]).status_code == 302


def test_csrf_is_on(citizen: Citizen) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(DOOR, citizen.form()).status_code == 403
