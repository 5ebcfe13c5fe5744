"""Two records of one person: proposed by one official, decided by another, taken back in time."""

from datetime import timedelta

import pytest
from django.test import Client

from yankao.kernel.cases.models import Case
from yankao.kernel.counter.mycases import cases_of
from yankao.kernel.people.models import Duty
from yankao.kernel.programmes.models import Joining
from yankao.kernel.testing.desk import MONDAY, Desk
from yankao.kernel.timeline import timeline

from .stories import at, in_progress, received

PAIR = "/desk/people/pair/"
WHY = {"reason": "兩案電話相同，內容接續"}


@pytest.fixture
def letters(desk: Desk) -> list[Case]:
    """Three petitions, two with one telephone typed in two ways."""
    given = [("0912-345-678", "first@example.tw"), ("+886912345678", "second@example.tw"),
             ("0987654321", "third@example.tw")]  # fmt: skip
    made = []
    for n, (phone, email) in enumerate(given):
        case = received(desk, contact_phone=phone, contact_email=email, content=f"第 {n} 件陳情")
        made.append(in_progress(desk, case))
        desk.wait(timedelta(minutes=20))
    return made


def proposed(desk: Desk, letters: list[Case], by: str = "officer") -> Joining:
    told = {"one": letters[0].number, "other": letters[1].number, **WHY}
    answer = desk.post(PAIR, by, told)
    assert answer.status_code == 302, answer.content.decode()
    return Joining.objects.get()


def verbs(case: Case) -> list[str]:
    return [entry.label for entry in timeline.entries(case.subject)]


def test_likely_doubles_are_found_masked_and_only_for_whoever_may_know(
    desk: Desk, letters: list[Case]
) -> None:
    at(desk, "officer")
    page = desk.get("/desk/people/", "officer").content.decode()
    one, two, three = (case.number for case in letters)
    assert f"?one={two}&amp;other={one}" in page and three not in page
    assert "0912" not in page.replace("09○", "")
    told = desk.get(f"/desk/people/?case={one}", "officer").content.decode()
    assert two in told
    at(desk, "controller", "397220000A")
    assert desk.client("controller@397220000A").get("/desk/people/").status_code == 404
    other = at(desk, "officer", "A04000")
    client = Client()
    client.force_login(other, "django.contrib.auth.backends.ModelBackend")
    assert one not in client.get("/desk/people/").content.decode()
    assert client.get(f"{PAIR}?one={one}&other={two}").status_code == 404


def test_two_officials_join_two_records_and_my_cases_shows_both(
    desk: Desk, letters: list[Case]
) -> None:
    assert [case.number for case in cases_of("FIRST@example.tw")] == [letters[0].number]
    page = desk.get(PAIR, "officer", one=letters[0].number, other=letters[1].number)
    assert "f○○@example.tw" in page.content.decode() and "first@" not in page.content.decode()
    joining = proposed(desk, letters)
    url = f"/desk/people/{joining.pk}/"
    desk.post(url, "officer", {"do": "agree", **WHY})
    joining.refresh_from_db()
    assert joining.state == "proposed", "nobody decides their own"
    at(desk, "approver")
    assert str(joining.pk) in desk.get("/desk/people/", "approver").content.decode()
    desk.post(url, "approver", {"do": "agree", "reason": "比對無誤"})
    joining.refresh_from_db()
    assert (joining.state, joining.decided_by) == ("joined", desk.person("approver"))
    for email in ("first@example.tw", "second@example.tw"):
        assert {case.number for case in cases_of(email)} == {c.number for c in letters[:2]}
    assert cases_of("third@example.tw").count() == 1
    for case in letters[:2]:
        assert verbs(case)[-2:] == ["提議併為同一反映人", "併為同一反映人"]
        assert timeline.broken(case.subject) == []
    assert "併為同一反映人" not in verbs(letters[2])
    page = desk.get(f"{desk.programme.url}{letters[0].number}/", "officer").content.decode()
    assert "同一人的其他案件" in page and letters[1].number in page


def test_a_joining_is_taken_back_within_its_days_and_not_after(
    desk: Desk, letters: list[Case]
) -> None:
    joining = proposed(desk, letters)
    url = f"/desk/people/{joining.pk}/"
    desk.post(url, "approver", {"do": "agree", "reason": "比對無誤"})
    desk.wait(timedelta(days=29))
    desk.post(url, "approver", {"do": "part", "reason": "是父子，不是同一人"})
    joining.refresh_from_db()
    assert joining.state == "parted"
    assert cases_of("first@example.tw").count() == 1
    assert verbs(letters[1])[-1] == "復原併為同一反映人"
    again = desk.post(
        PAIR, "officer", {"one": letters[0].number, "other": letters[1].number, **WHY}
    )
    url = again["Location"]
    desk.post(url, "approver", {"do": "agree", "reason": "確為同一人"})
    desk.wait(timedelta(days=31))
    desk.post(url, "approver", {"do": "part", "reason": "太晚了"})
    assert Joining.objects.filter(state="joined").count() == 1


def test_a_confidential_petition_stays_with_whoever_may_see_it(
    desk: Desk, letters: list[Case]
) -> None:
    joining = proposed(desk, letters)
    desk.post(f"/desk/people/{joining.pk}/", "approver", {"do": "agree", "reason": "比對無誤"})
    Case.objects.filter(pk=letters[1].pk).update(confidential=True, handler=None)
    page = desk.get(f"{desk.programme.url}{letters[0].number}/", "officer").content.decode()
    assert letters[1].number not in page
    assert desk.get(f"/desk/people/{joining.pk}/", "officer").status_code == 404
    at(desk, "intake", "RDEC-JSC")
    found = desk.client("intake@RDEC-JSC").get(f"/desk/people/?case={letters[0].number}")
    assert letters[1].number not in found.content.decode()


def test_programs_propose_and_decide_by_the_same_rules(desk: Desk, letters: list[Case]) -> None:
    api = "/api/v1/desk/people"
    told = {"one": letters[0].number, "other": letters[1].number, **WHY}
    assert desk.post(api, "officer", told | {"reason": ""}).status_code == 422
    made = desk.post(api, "officer", told)
    assert made.status_code == 201 and made.json()["signs"] == ["phone"]
    assert desk.post(api, "officer", told).status_code == 409
    one = f"{api}/{made.json()['id']}"
    assert desk.post(one, "officer", {"do": "agree", **WHY}).status_code == 403
    at(desk, "approver")
    assert desk.post(one, "approver", {"do": "agree", **WHY}).json()["state"] == "joined"
    assert desk.post(one, "approver", {"do": "agree", **WHY}).status_code == 409
    Duty.objects.filter(person=desk.person("approver")).update(until=MONDAY.date())
    assert desk.client("approver").get(one).status_code == 404
