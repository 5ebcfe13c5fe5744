"""Hundreds of officials come in as a file; every row ends somewhere, and each gets a link."""

import csv
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yankao.kernel.people.models import Person
from yankao.kernel.testing.desk import Desk

PAGE = "/desk/officials/roster/"
LINKS = "/desk/officials/links.csv"
HEAD = "帳號,姓名,單位代碼,電子郵件,電話\n"


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


def sent(desk: Desk, text: str, encoding: str = "utf-8-sig"):
    file = SimpleUploadedFile("roster.csv", text.encode(encoding), "text/csv")
    return desk.post(PAGE, "controller", {"file": file})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950"])
def test_every_row_is_entered_changed_known_or_rejected(desk: Desk, encoding: str) -> None:
    text = (
        HEAD + "wu.mei,吳美華,B01000,wu@example.gov.tw,07-1\n"
        "wu.mei,吳美華,B01000,,\n"
        "lin.an,林安,B01000,,\n"
        "壞帳號,某人,B01000,,\n"
        "no.unit,某人,Z99,,\n"
        "no.name,,B01000,,\n"
    )
    taken = sent(desk, text, encoding).context["taken"]
    assert (taken.entered, taken.changed, taken.known) == (2, 0, 1)
    assert [row.line for row in taken.rejected] == [4, 5, 6]
    assert "英文字母" in taken.rejected[0].reason and "Z99" in taken.rejected[1].reason
    assert not Person.objects.get(username="wu.mei").has_usable_password()
    again = sent(desk, HEAD + "WU.MEI,吳美華,A04000,,\n").context["taken"]
    assert (again.entered, again.changed) == (0, 1)
    moved = Person.objects.get(username="wu.mei")
    assert (moved.unit, moved.email) == (desk.unit("A04000"), "wu@example.gov.tw")


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "三欄"), ("a,b\n1,2\n", "三欄"), (HEAD, "三欄"),
     (HEAD + "a.b.c,甲,B01000,,\n" * 1001, "1000")],
)  # fmt: skip
def test_a_file_that_is_no_roster_says_what_it_needs(desk: Desk, text: str, words: str) -> None:
    answer = sent(desk, text or "\n")
    assert answer.status_code == 422 and words in answer.content.decode()
    assert sent(desk, "\x89PNG\r\n\x1a\n\x00\xff", "latin-1").status_code == 422


def test_those_who_never_signed_in_get_a_link_each(desk: Desk) -> None:
    sent(desk, HEAD + "wu.mei,吳美華,B01000,,\nlin.an,林安,B01000,,\nho.ax,=1+1,B01000,,\n")
    Person.objects.filter(username="lin.an").update(last_login="2026-06-14T00:00Z")
    answer = desk.post(LINKS, "controller", {"q": "養工處"})
    rows = list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
    told = {row[0]: row[3] for row in rows[1:]}
    assert "lin.an" not in told
    assert told["ho.ax"] and "'=1+1" in {row[1] for row in rows}
    assert re.search("/accounts/password/reset/key/", told["wu.mei"])
    assert desk.get(LINKS, "controller").status_code == 405
    assert desk.post(LINKS, "operator").status_code == 404
    assert desk.get(PAGE, "operator").status_code == 404


def test_the_api_takes_a_roster_too(desk: Desk) -> None:
    rows = [{"username": "wu.mei", "name": "吳美華", "unit": "B01000"}, {"username": "x"}]
    client = desk.client("controller")
    answer = client.post("/api/v1/desk/officials/roster", rows, content_type="application/json")
    told = answer.json()
    flood = client.post(
        "/api/v1/desk/officials/roster", rows * 501, content_type="application/json"
    )
    assert flood.status_code == 422 and Person.objects.filter(username="wu.mei").count() == 1
    assert (told["entered"], len(told["rejected"])) == (1, 1)


def test_a_room_takes_its_duties_from_a_roster(desk: Desk) -> None:
    address = "/service/dispatch/settings/duties/roster/"
    sent(desk, HEAD + "wu.mei,吳美華,B01000,,\n")
    manager = desk.person("controller").username
    text = (
        "帳號,角色,單位代碼\nwu.mei,機關值勤窗口,B01000\nwu.mei,duty,B01000\n"
        f"nobody,duty,B01000\nwu.mei,市長,B01000\nwu.mei,duty,Z99\n{manager},operator,RDEC-JSC\n"
    )
    file = SimpleUploadedFile("duties.csv", text.encode("utf-8-sig"), "text/csv")
    taken = desk.post(address, "controller", {"file": file}).context["taken"]
    assert (taken.entered, taken.known) == (1, 1)
    said = [row.reason for row in taken.rejected]
    assert ["nobody" in said[0], "角色" in said[1], "Z99" in said[2], "自己" in said[3]] == [
        True
    ] * 4
    assert Person.objects.get(username="wu.mei").roles_in("dispatch") == {"duty"}
    assert "機關值勤窗口" in desk.get(address, "controller").content.decode()
    assert "角色填以下" not in desk.get(PAGE, "controller").content.decode()
    assert desk.get(address, "operator").status_code == 404
    rows = [{"person": "wu.mei", "role": "crew", "unit": "B01000"}]
    client = desk.client("controller")
    api = "/api/v1/service/dispatch/duties/roster"
    assert client.post(api, rows, content_type="application/json").json()["entered"] == 1
