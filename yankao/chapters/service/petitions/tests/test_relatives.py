"""A case names others; whoever may not see those reads neither number nor title, only how many."""

import io

import pytest
from odfdo import Document as OpenDocument

from yankao.kernel.cases.models import Case
from yankao.kernel.counter import passwords, receipts
from yankao.kernel.testing.desk import Desk

from .opening import category
from .stories import CENTRE, at, received

ROOM = "/service/petitions/"
API = "/api/v1/service/petitions/cases/"
TITLE = "檢舉某里長侵占公款"


def everything(desk: Desk, case: Case, by: str) -> str:
    """All this reader is told beside one case: page, actions, programs, list, paper."""
    client, base = desk.client(by), f"{API}{case.number}"
    asked = [
        f"{ROOM}{case.number}/", base, f"{base}/related", f"{base}/timeline", f"{base}/explain",
        f"{API[:-1]}", f"{ROOM}export.csv?columns=number&columns=looks_like", "/api/v1/desk/inbox",
    ]  # fmt: skip
    pages = [client.get(url) for url in asked]
    assert {page.status_code for page in pages} == {200}
    body = [part for page in pages for part in page]
    said = b"".join(body).decode()
    paper = client.post(f"{ROOM}{case.number}/paper/", {"form": "odt"})
    return said + str(OpenDocument(io.BytesIO(paper.content)).body.inner_text)


def secret(desk: Desk, case: Case) -> None:
    """Made confidential after the two were joined: older words on the timeline stay as they are."""
    told = {"new_kind": "misconduct", "category": category(), "reason": "民眾要求保密",
            "level": "secret"}  # fmt: skip
    desk.do("correct", case, at(desk, "dispatcher", CENTRE), told)


@pytest.fixture(autouse=True)
def readers(desk: Desk) -> None:
    at(desk, "intake", CENTRE)
    at(desk, "dispatcher", CENTRE)


def told_only_to_the_dispatcher(desk: Desk, case: Case, other: Case) -> None:
    assert other.number in everything(desk, case, f"dispatcher@{CENTRE}")
    said = everything(desk, case, f"intake@{CENTRE}")
    assert other.number not in said and other.title not in said
    assert "另有 1 件相關案件不在您的權限內" in said


def test_a_secret_letter_that_came_twice_is_not_named_beside_its_open_twin(desk: Desk) -> None:
    first = received(desk, subject=TITLE, confidentiality="secret")
    again = received(desk)
    told_only_to_the_dispatcher(desk, again, first)


def test_the_main_case_is_not_named_once_it_is_secret(desk: Desk) -> None:
    main = received(desk, subject=TITLE)
    twin = received(desk, contact_name="李小華", contact_phone="", contact_email="li@example.tw")
    joined = {"into": main.number, "reason": "same_event"}
    desk.do("merge", twin, at(desk, "dispatcher", CENTRE), joined)
    secret(desk, main)
    told_only_to_the_dispatcher(desk, twin, main)
    twin.receipt.delete()
    password = passwords.fresh()
    receipts.issue(twin, password)
    citizen = desk.client()
    citizen.post("/progress/", {"number": twin.number, "password": password})
    page = citizen.get(f"/progress/{twin.number}/").content.decode()
    assert "與較早的一件是同一件" in page and main.number not in page


def test_a_part_split_off_and_made_secret_is_not_named_where_it_came_from(desk: Desk) -> None:
    whole = received(desk)
    part = {"part_subject": TITLE, "part_content": "里辦公處帳目不明。",
            "part_kind": "misconduct", "part_category": category()}  # fmt: skip
    desk.do("split", whole, at(desk, "dispatcher", CENTRE), part)
    child = Case.objects.get(origin=whole)
    secret(desk, child)
    told_only_to_the_dispatcher(desk, whole, child)


def test_a_number_one_may_not_know_answers_as_one_that_does_not_exist(desk: Desk) -> None:
    """A dispatcher of another centre, whose role would not show confidential cases."""
    hidden, case = received(desk, subject=TITLE, confidentiality="secret"), received(desk)
    role = desk.programme.workflow.roles["dispatcher"]
    object.__setattr__(role, "confidential", False)
    try:
        dispatcher = at(desk, "dispatcher", CENTRE)
        said = [
            desk.refuses("merge", case, dispatcher, {"into": number, "reason": "same_event"})
            for number in (hidden.number, "P9990000001")
        ]
    finally:
        object.__setattr__(role, "confidential", True)
    assert said[0] == said[1]
