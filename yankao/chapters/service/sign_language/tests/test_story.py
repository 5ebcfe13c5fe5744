"""The video service through the front door (handbook 5-6 §5)."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from yankao.kernel.cases.models import Case
from yankao.kernel.figures import registry as figures
from yankao.kernel.figures.period import Period
from yankao.kernel.notices.models import Notice
from yankao.kernel.people.models import Duty, Person
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline import timeline
from yankao.kernel.values.taipei import TAIPEI, day_of

from .. import keeping, service
from ..models import Interpreter, Session, caller_key, session
from .opening import data

SIGNER, MANAGER = "interpreter@RDEC-JSC", "manager@RDEC-JSC"
URL = "/service/sign_language/"
OFFICE = datetime(2026, 6, 15, 10, 0, tzinfo=TAIPEI)  # a Monday
SECOND = "interpreter2@RDEC-JSC"
ASKED = {"language": "tsl", "purpose": "dispatch", "words": "路燈不亮", "contact_email": "a@b.tw"}


@pytest.fixture(autouse=True)
def signer(desk: Desk) -> None:
    person = desk.person("interpreter", "RDEC-JSC")
    Interpreter.objects.create(person=person, languages=["tsl"])
    desk.person("manager", "RDEC-JSC")
    desk.person("agent", "RDEC-JSC")
    second = Person.objects.create_user("second", "a long enough phrase", name="第二位",
                                        unit=person.unit)  # fmt: skip
    Duty.objects.create(person=second, programme="sign_language", role="interpreter",
                        unit=person.unit, since=OFFICE.date())  # fmt: skip
    desk.people[SECOND] = second


def figure(name: str) -> Decimal | None:
    period = Period.holding(day_of(timezone.now()), "year")
    return figures.get(f"sign_language.{name}").value(period)


class Phone:
    """A citizen's browser."""

    def __init__(self, tab: str = "citizen-page-1") -> None:
        self.client, self.tab = Client(), tab

    def ask(self, **more: object) -> Case:
        page = self.client.get("/report/sign_language/").content.decode()
        key = page.split('name="form_key" value="')[1].split('"')[0]
        answer = self.client.post("/report/sign_language/", {**ASKED, "form_key": key, **more})
        assert answer.status_code == 302, answer.content.decode()
        return Case.objects.order_by("-pk").first()  # type: ignore[return-value]

    def breathe(self, case: Case, **said: object) -> dict[str, object]:
        return breathed(self.client, f"{URL}call/{case.number}/line/", self.tab, said)

    def post(self, case: Case, what: str) -> str:
        return unquote(self.client.post(f"{URL}call/{case.number}/{what}/")["Location"])


def breathed(client: Client, url: str, tab: str, said: dict[str, object]) -> dict[str, object]:
    body = {"tab": tab, "sits": True, "link": "none", "signals": [], **said}
    answer = client.post(url, json.dumps(body), content_type="application/json")
    assert answer.status_code == 200, answer.content
    return answer.json()  # type: ignore[no-any-return]


def inside(desk: Desk, case: Case, **said: object) -> dict[str, object]:
    return breathed(desk.client(SIGNER), f"{URL}desk/{case.number}/line/", "signer-page-1", said)


def on_the_line(desk: Desk, phone: Phone) -> Case:
    case = phone.ask()
    desk.post(f"{URL}desk/{case.number}/take/", by=SIGNER)
    phone.breathe(case)
    inside(desk, case)
    phone.breathe(case, link="media")
    case.refresh_from_db()
    return case


def test_a_citizen_asks_waits_is_answered_and_the_session_counts_once(desk: Desk) -> None:
    phone = Phone()
    assert "現在是服務時間" in phone.client.get(f"{URL}begin/").content.decode()
    desk.post(f"{URL}desk/duty/", by=SIGNER)
    assert "現在可以視訊" in phone.client.get(f"{URL}begin/").content.decode()
    case = phone.ask()
    assert case.state == "queued" and case.number.startswith("SV")
    assert not Notice.objects.filter(letter="sign_language.come").exists()
    assert "下一位就是您" in str(phone.breathe(case)["words"])
    assert "路燈不亮" in desk.get(f"{URL}desk/", by=SIGNER).content.decode()
    desk.wait(timedelta(minutes=2))
    answer = desk.post(f"{URL}desk/{case.number}/take/", by=SIGNER)
    assert answer["Location"] == f"{URL}desk/{case.number}/"
    assert phone.breathe(case, link="media")["here"] is False
    case.refresh_from_db()
    assert case.state == "queued", "nobody is at the other end yet"
    assert inside(desk, case)["here"] is True
    phone.breathe(case, link="text")
    case.refresh_from_db()
    assert (case.state, case.handler) == ("connected", desk.person(SIGNER))
    desk.wait(timedelta(minutes=12))
    told = {"outcome": "recorded", "note": ""}
    done = desk.do("end", case, SIGNER, told)
    assert (done.state, session(done).numbers) == ("ended", [])
    assert phone.breathe(case)["over"] is True
    assert (figure("sessions"), figure("wait"), figure("length")) == (1, 2, 12)
    assert figure("answered") == 100 and timeline.broken(case.subject) == []


def test_back_within_ten_minutes_is_the_same_session_and_later_another_one(desk: Desk) -> None:
    phone = Phone()
    case = on_the_line(desk, phone)
    first = session(case).connected_at
    assert phone.post(case, "leave") == f"{URL}call/{case.number}/"
    desk.wait(timedelta(minutes=9))
    assert "回到視訊" in phone.client.get(f"{URL}begin/").content.decode()
    phone.post(case, "resume")
    case.refresh_from_db()
    assert (case.state, case.handler) == ("queued", None)
    desk.post(f"{URL}desk/{case.number}/take/", by=SIGNER)
    inside(desk, case)
    phone.breathe(case, link="media")
    phone.post(case, "leave")
    case.refresh_from_db()
    found = session(case)
    assert (case.state, found.connected_at, found.resumed) == ("ended", first, 1)
    assert (figure("sessions"), figure("resumed")) == (1, 100)
    desk.wait(timedelta(minutes=11))
    assert phone.post(case, "resume") == f"{URL}begin/"


def test_a_line_that_stays_broken_ends_when_both_were_last_heard(desk: Desk) -> None:
    phone = Phone()
    case = on_the_line(desk, phone)
    last = timezone.now()
    desk.wait(timedelta(minutes=9))
    inside(desk, case)
    keeping.follow(timezone.now())
    case.refresh_from_db()
    assert case.state == "connected", "it may come back for ten minutes"
    desk.wait(timedelta(minutes=2))
    keeping.follow(timezone.now())
    case.refresh_from_db()
    assert (case.state, session(case).ended_at) == ("ended", last)


def test_whoever_is_not_heard_writes_instead_and_is_answered_in_time(desk: Desk) -> None:
    phone = Phone()
    case = phone.ask()
    assert Notice.objects.filter(letter="sign_language.come").exists(), "nobody is on duty"
    phone.breathe(case)
    desk.wait(timedelta(minutes=3))
    keeping.follow(timezone.now())
    case.refresh_from_db()
    assert case.state == "missed" and (figure("missed"), figure("answered")) == (1, 0)
    page = phone.client.get(f"/progress/{case.number}/").content.decode()
    assert "很抱歉" in page and "路燈不亮" in page, "what was written before is kept"
    answer = phone.client.post(f"/progress/{case.number}/do/write/", {"message": "請修路燈"})
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == "written" and case.due_at == OFFICE + timedelta(
        hours=5, minutes=33
    )  # the lunch hour does not count
    desk.do("answer", case, "agent@RDEC-JSC", {"answer": "已通報養工處，今天會去看。"})
    assert "已通報養工處" in Notice.objects.get(letter="sign_language.answer").body
    assert "已通報養工處" in phone.client.get(f"/progress/{case.number}/").content.decode()
    assert (figure("messages"), figure("replied"), figure("sessions")) == (1, 100, 0)


def test_outside_office_hours_words_are_taken_unless_somebody_stayed(desk: Desk) -> None:
    desk.clock.move_to(OFFICE.replace(hour=20))
    phone = Phone()
    assert "現在不是服務時間" in phone.client.get(f"{URL}begin/").content.decode()
    case = phone.ask()
    assert (case.state, figure("off_hours"), figure("answered")) == ("declined_off_hours", 1, None)
    desk.post(f"{URL}desk/duty/", by=SIGNER)
    assert Phone().ask(contact_email="c@d.tw").state == "queued"
    assert service.opens_next(timezone.now()) == OFFICE.replace(hour=8) + timedelta(days=1)


def test_one_interpreter_one_call_and_only_what_they_sign(desk: Desk) -> None:
    first, second = Phone().ask(), Phone().ask(contact_email="")
    other = Phone().ask(language="international")
    assert "前面還有 1 位" in service.words(second, timezone.now())
    desk.do("take", first, SIGNER)
    assert "沒有結束" in desk.refuses("take", second, SIGNER)
    desk.do("give_back", first, SIGNER)
    assert "沒有「國際手語」" in desk.refuses("take", other, SIGNER)
    assert "不在翻譯員名單" in desk.refuses("take", first, SECOND)
    Interpreter.objects.create(person=desk.person(SECOND), languages=["tsl"])
    desk.do("take", first, SIGNER)
    assert "已接聽" in desk.refuses("take", first, SECOND)
    desk.wait(timedelta(minutes=1))
    taken = desk.do("take", first, SECOND)
    assert taken.handler == desk.person(SECOND), "who does not come loses the call"


def test_a_session_over_line_counts_and_a_second_connection_does_not(desk: Desk) -> None:
    one = desk.open(data(line_id="U123"), by=SIGNER)
    assert (one.state, session(one).caller) == ("ended", caller_key("U123"))
    assert "U123" not in str(list(Session.objects.values()))
    now = timezone.now()
    told = {"connected_at": now - timedelta(minutes=4), "ended_at": now - timedelta(minutes=1)}
    two = desk.open(data(line_id="U123", **told), by=SIGNER)
    assert session(two).continues == session(one)
    desk.open(data(line_id="U999"), by=SIGNER)
    assert figure("sessions") == 2
    wrong = desk.post(f"{URL}new/", by=SIGNER, data=data(ended_at=now + timedelta(hours=1)))
    assert wrong.status_code == 422 and "不能晚於現在" in wrong.content.decode()


def test_cases_opened_during_the_call_belong_to_it(desk: Desk) -> None:
    phone = Phone()
    case = on_the_line(desk, phone)
    desk.wait(timedelta(minutes=1))
    inner = desk.open(data(), by=SIGNER)
    desk.do("report_emergency", case, SIGNER, {"emergency": "119"})
    done = desk.do("end", case, SIGNER, {"outcome": "emergency", "note": ""})
    assert session(done).numbers == [inner.number]
    assert figure("recorded") == 50


def test_nobody_else_hears_a_call(desk: Desk) -> None:
    case = on_the_line(desk, Phone())
    stranger, body = Client(), json.dumps({"tab": "stranger-page"})
    for path in (f"call/{case.number}/", f"call/{case.number}/line/"):
        url = f"{URL}{path}"
        answer = (stranger.post(url, body, content_type="application/json") if "line" in path
                  else stranger.get(url))  # fmt: skip
        assert answer.status_code == 404
    inner = desk.client(SECOND)
    url = f"{URL}desk/{case.number}/line/"
    assert inner.post(url, body, content_type="application/json").status_code == 404
    phone = Phone()
    other = phone.ask(contact_email="e@f.tw")
    garbled = phone.client.post(f"{URL}call/{other.number}/line/", "{", content_type="text/plain")
    assert garbled.status_code == 400


def test_a_manager_keeps_the_list_of_interpreters(desk: Desk) -> None:
    person = desk.person(SECOND)
    answer = desk.post(f"{URL}interpreters/", by=MANAGER, data={"person": person.pk})
    assert answer.status_code == 422
    told = {"person": person.pk, "languages": ["tsl", "signed"], "active": True}
    desk.post(f"{URL}interpreters/", by=MANAGER, data=told)
    assert "台灣手語、文字手語" in desk.get(f"{URL}interpreters/", by=MANAGER).content.decode()
    row = Interpreter.objects.get(person=person)
    desk.post(f"{URL}interpreters/{row.pk}/", by=MANAGER, data={"languages": ["tsl"]})
    row.refresh_from_db()
    assert (row.languages, row.active) == (["tsl"], False)


def test_when_the_citizen_hangs_up_first_the_result_is_recorded_once(desk: Desk) -> None:
    phone = Phone()
    case = on_the_line(desk, phone)
    phone.post(case, "leave")
    told = {"outcome": "explained", "note": ""}
    ended = session(desk.do("end", case, SIGNER, told)).ended_at
    assert "已經記錄過" in desk.refuses("end", case, SIGNER, told)
    times = {"connected_at": OFFICE, "ended_at": OFFICE}
    mended = {**told, **times, "purpose": "other", "outcome": "referred", "reason": "按錯"}
    found = session(desk.do("correct", case, SIGNER, mended))
    assert (found.outcome, found.ended_at) == ("referred", ended)


def test_who_comes_back_and_is_not_answered_has_had_no_longer_session(desk: Desk) -> None:
    phone = Phone()
    case = on_the_line(desk, phone)
    desk.wait(timedelta(minutes=3))
    phone.post(case, "leave")
    desk.wait(timedelta(minutes=5))
    phone.post(case, "resume")
    phone.breathe(case)
    desk.wait(timedelta(minutes=16))
    keeping.follow(timezone.now())
    case.refresh_from_db()
    assert (case.state, figure("length"), figure("missed")) == ("ended", 3, 0)


def test_the_sub_channel_is_the_same_in_every_language(desk: Desk) -> None:
    with override("en"):
        case = desk.open(data(), by=SIGNER)
    assert case.sub_channel == "手語視訊"
