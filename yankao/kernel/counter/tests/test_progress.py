"""Number and password: following, adding, rating, and what guessing brings."""

from datetime import timedelta

from procrastinate.contrib.django.models import ProcrastinateJob

from yankao.kernel.cases.models import Case
from yankao.kernel.counter import surveys
from yankao.kernel.counter.jobs import renew_password
from yankao.kernel.counter.limits import SURVEY_SUSPENDED
from yankao.kernel.counter.models import Rating
from yankao.kernel.counter.receipts import trace
from yankao.kernel.files.models import Attachment
from yankao.kernel.notices.models import Notice
from yankao.kernel.testing.desk import Desk

from .conftest import Citizen, picture


def url(case: Case) -> str:
    return f"/progress/{case.number}/"


def test_number_and_password_open_the_case_however_they_are_typed(citizen: Citizen) -> None:
    case, password = citizen.receipt()
    other = Citizen()
    assert other.get(url(case)).status_code == 302
    typed = password.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    answer = other.sign_in(f" {case.number.lower()} ", typed)
    assert (answer.status_code, answer["Location"]) == (302, url(case))
    page = other.get(url(case))
    assert page.status_code == 200 and page["Cache-Control"] == "no-store"


def test_progress_is_told_in_plain_words_without_names(closed, citizen: Citizen) -> None:
    case, _password = closed
    page = citizen.get(url(case)).content.decode()
    for shown in ("結案", "結案時間", "冷料修補完成", "已修復或排除", "收件"):
        assert shown in page
    for hidden in ("測試operator", "測試crew", "測試duty", "李值勤", "0912"):
        assert hidden not in page


def test_the_step_line_shows_where_the_case_is(desk: Desk, citizen: Citizen) -> None:
    case, _password = citizen.receipt()
    page = citizen.get(url(case)).content.decode()
    way = page[page.index("yk-way") : page.index("</ol>")]
    labels = ["建立", "已通報", "處理中", "完成回報", "結案"]
    places = [way.index(label) for label in labels]
    assert places == sorted(places)
    assert 'aria-current="step"' in way


def test_an_overdue_promise_is_admitted(citizen: Citizen, frozen) -> None:
    case, _password = citizen.receipt()
    assert "剩 4 小時" in citizen.get(url(case)).content.decode()
    frozen.shift(timedelta(hours=5))
    page = citizen.get(url(case)).content.decode()
    assert "已超過我們承諾的時間" in page and "逾期 1 小時" in page


def test_photos_are_the_citizens_own_and_the_result(closed, citizen: Citizen) -> None:
    case, _password = closed
    page = citizen.get(url(case)).content.decode()
    mine, result = Attachment.objects.filter(case=case).order_by("pk")
    for photo in (mine, result):
        address = f"{url(case)}files/{photo.pk}/"
        assert address in page
        answer = citizen.get(address)
        assert (answer.status_code, len(b"".join(answer.streaming_content)) > 0) == (200, True)
        assert Citizen().get(address).status_code == 404


def test_a_citizen_adds_words_and_a_photo(citizen: Citizen) -> None:
    case, _password = citizen.receipt()
    empty = citizen.post(f"{url(case)}do/add/", {"more": ""})
    assert empty.status_code == 422 and "請填寫說明或附上照片" in empty.content.decode()
    citizen.post(f"{url(case)}do/add/", {"more": "又變大了", "photos": [picture()]})
    page = citizen.get(url(case)).content.decode()
    assert Attachment.objects.filter(case=case).count() == 1
    assert "補充資料" in page[page.index("yk-timeline") :]


def test_a_refused_photo_keeps_the_words_that_came_with_it(citizen: Citizen) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case, _password = citizen.receipt()
    script = SimpleUploadedFile("evil.jpg", b"#!/bin/sh\n")
    answer = citizen.post(
        f"{url(case)}do/add/", {"more": "又變大了", "photos": [picture(), script]}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "又變大了" in page and "evil.jpg" in page and page.count('name="kept"') == 1


def test_a_citizen_may_make_only_the_moves_of_the_door(citizen: Citizen) -> None:
    case, _password = citizen.receipt()
    for action in ("notify", "close", "void", "nothing"):
        assert citizen.post(f"{url(case)}do/{action}/", {"reason": "我說了算"}).status_code == 404
    assert Citizen().post(f"{url(case)}do/add/", {"more": "不是我的"}).status_code == 404


def test_ten_wrong_passwords_an_hour_then_the_number_rests(citizen: Citizen, frozen) -> None:
    case, password = citizen.receipt()
    guesser = Citizen()
    for _ in range(10):
        assert guesser.sign_in(case.number, "AAAAA-AAAAA").status_code == 422
    answer = guesser.sign_in(case.number, password)
    assert answer.status_code == 429 and case.number in answer.content.decode()
    frozen.shift(timedelta(hours=2))
    assert guesser.sign_in(case.number, password).status_code == 302


def test_somebody_elses_guessing_never_shuts_out_the_holder(citizen: Citizen) -> None:
    case, password = citizen.receipt()
    for guess in range(12):
        Citizen().sign_in(case.number, "AAAAA-AAAAA", REMOTE_ADDR=f"192.0.2.{guess}")
    assert Citizen().sign_in(case.number, password, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_thirty_wrong_passwords_an_hour_from_one_address(citizen: Citizen) -> None:
    """Over many numbers; an IPv6 client cannot escape by changing its address."""
    for guess in range(30):
        answer = citizen.sign_in(f"SD-{guess}", "AAAAA-AAAAA", REMOTE_ADDR=f"2001:db8::{guess + 1}")
        assert answer.status_code == 422
    assert citizen.sign_in("SD-99", "AAAAA-AAAAA", REMOTE_ADDR="2001:db8::ffff").status_code == 429
    assert citizen.sign_in("SD-99", "AAAAA-AAAAA", REMOTE_ADDR="2001:db9::1").status_code == 422


def test_a_wrong_password_and_an_unknown_number_read_the_same(citizen: Citizen) -> None:
    case, _password = citizen.receipt()
    wrong = Citizen().sign_in(case.number, "AAAAA-AAAAA").content.decode()
    unknown = Citizen().sign_in("SD9991231-9999", "AAAAA-AAAAA").content.decode()
    words = "案號或查詢密碼不符"
    assert words in wrong and words in unknown


def test_the_right_password_is_not_counted(citizen: Citizen) -> None:
    case, password = citizen.receipt()
    for _ in range(40):
        assert Citizen().sign_in(case.number, password).status_code == 302


def lose(citizen: Citizen, case: Case, contact: str) -> str:
    answer = citizen.post("/progress/lost/", {"number": case.number, "contact": contact})
    assert answer.status_code == 200
    page = answer.content.decode()
    return page[page.index("yk-receipt") :]


def test_a_lost_password_goes_to_the_known_contact_and_says_nothing_to_others(
    citizen: Citizen,
) -> None:
    case, password = citizen.receipt(contact_email="wang@example.tw")
    assert lose(citizen, case, "Wang@Example.tw") == lose(citizen, case, "evil@example.com")
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="renew_password").order_by("id")
    assert "example" not in str([job.args for job in jobs])
    for job in jobs:
        renew_password(**job.args)
    letter = Notice.objects.get(letter="renewed_password")
    assert (letter.contact, letter.channel) == (case.contact, "email")
    assert Citizen().sign_in(case.number, password).status_code == 302
    assert Citizen().sign_in(case.number, letter.facts["password"]).status_code == 302
    assert Citizen().sign_in(case.number, password).status_code == 422


def test_a_phone_number_is_known_however_it_is_written() -> None:
    assert trace("0912-345678") == trace("+886 912 345 678") == trace("０９１２３４５６７８")
    assert trace("a@example.tw") != trace("b@example.tw")


def test_asking_too_often_for_a_password_is_told_so(citizen: Citizen) -> None:
    case, _password = citizen.receipt()
    for _ in range(3):
        lose(citizen, case, "0900000000")
    again = citizen.post("/progress/lost/", {"number": case.number, "contact": "0900000000"})
    assert again.status_code == 429 and case.number in again.content.decode()


def test_a_closed_case_is_rated_once_within_seven_days(closed, citizen: Citizen, frozen) -> None:
    case, _password = closed
    assert "請您評分" in citizen.get(url(case)).content.decode()
    empty = citizen.post(f"{url(case)}rating/", {"comment": "很快"})
    assert empty.status_code == 422 and "很快" in empty.content.decode()
    citizen.post(f"{url(case)}rating/", {"score": "5", "comment": "很快"})
    citizen.post(f"{url(case)}rating/", {"score": "1"})
    assert Rating.objects.get(case=case).score == 5
    assert surveys.satisfied(Rating.objects.all()) == (1, 1)


def test_no_rating_after_seven_days(closed, citizen: Citizen, frozen) -> None:
    case, password = closed
    frozen.shift(timedelta(days=7, seconds=1))
    citizen.sign_in(case.number, password)
    assert "請您評分" not in citizen.get(url(case)).content.decode()
    citizen.post(f"{url(case)}rating/", {"score": "5"})
    assert not Rating.objects.exists()


def test_a_suspended_survey_asks_nobody_and_means_nothing(
    closed, desk: Desk, citizen: Citizen, frozen
) -> None:
    case, _password = closed
    SURVEY_SUSPENDED.change(
        ["dispatch"], since=case.closed_at.date(), by=desk.person("operator"), reason="檢討中"
    )
    assert "請您評分" not in citizen.get(url(case)).content.decode()
    assert surveys.satisfied(Rating.objects.all()) is None


def test_an_open_case_cannot_be_rated(citizen: Citizen) -> None:
    case, _password = citizen.receipt()
    citizen.post(f"{url(case)}rating/", {"score": "5"})
    assert not Rating.objects.exists()


def test_this_browser_lists_its_cases_and_forgets_them(citizen: Citizen, frozen) -> None:
    case, password = citizen.receipt()
    assert case.number in citizen.get("/").content.decode()
    citizen.post(f"{url(case)}leave/")
    assert case.number not in citizen.get("/").content.decode()
    citizen.sign_in(case.number, password)
    frozen.shift(timedelta(hours=13))
    assert citizen.get(url(case)).status_code == 302


def test_a_joined_report_shows_the_main_case(desk: Desk, citizen: Citizen) -> None:
    main, _password = Citizen().receipt()
    child, _password = citizen.receipt()
    desk.do("merge", child, "operator", {"into": main.number})
    page = citizen.get(url(child)).content.decode()
    assert "併案處理" in page and main.number in page
