"""A case on paper: what the page says to this person, no more, and a trace of who printed it."""

import io

import page as checker
import pypdf
import pytest
from odfdo import Document as OpenDocument

from yankao.kernel.cases.models import Case
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.timeline import timeline

from .opening import data as report

ROOM = "/service/dispatch/"


@pytest.fixture
def case(desk: Desk) -> Case:
    made = desk.open(
        report(contact_name="王大明", contact_phone="0912345678"), by="operator",
    )  # fmt: skip
    given = {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"}
    desk.do("notify", made, "operator", given)
    desk.do("accept", made, "duty")
    desk.do("finish", made, "duty", {"result": "fixed", "remedy": "冷料修補完成"},
            files={"photos": [photo()]})  # fmt: skip
    return made


def words(made: bytes) -> str:
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(made)).pages)
    return text.replace("\n", "")


def head(case: Case) -> str:
    return list(timeline.entries(case.subject))[-1].hash


def test_a_case_is_printed_as_the_page_shows_it(desk: Desk, case: Case) -> None:
    answer = desk.post(f"{ROOM}{case.number}/paper/", "operator", {"form": "pdf"})
    assert answer["Content-Type"] == "application/pdf"
    assert checker.validate_pdf_bytes(
        answer.content, profile=checker.ValidationProfile.PDF_UA_1
    ).is_compliant
    said = words(answer.content)
    for told in (case.number, "冷料修補完成", "王○明", "完成回報", "列印人", head(case)[:32]):
        assert told in said, told
    assert "王大明" not in said and "0912345678" not in said
    last = list(timeline.entries(case.subject))[-1]
    assert (last.verb, last.actor) == ("print_case", "測試operator")
    assert timeline.broken(case.subject) == []


def test_a_reason_prints_who_reported_and_is_kept(desk: Desk, case: Case) -> None:
    asked = {"form": "odt", "reason": "回電確認地點"}
    answer = desk.post(f"{ROOM}{case.number}/paper/", "operator", asked)
    body = OpenDocument(io.BytesIO(answer.content)).body
    assert "王大明" in str(body.inner_text) and len(body.images) == 1
    verbs = [(entry.verb, entry.reason) for entry in timeline.entries(case.subject)][-2:]
    assert verbs == [("view_contact", "回電確認地點"), ("print_case", "")]


def test_who_may_not_know_prints_no_name_whatever_the_reason(desk: Desk, case: Case) -> None:
    asked = {"form": "pdf", "reason": "我想知道是誰"}
    masked = words(desk.post(f"{ROOM}{case.number}/paper/", "controller", asked).content)
    assert "王大明" not in masked and "王○明" in masked
    assert "view_contact" not in [entry.verb for entry in timeline.entries(case.subject)]
    Case.objects.filter(pk=case.pk).update(confidential=True)
    withheld = words(desk.post(f"{ROOM}{case.number}/paper/", "controller", asked).content)
    assert "王○明" not in withheld and "依列印人權限不予列印" in withheld and "【保密】" in withheld
    desk.person("duty", unit="A04000")
    url = f"{ROOM}{case.number}/paper/"
    assert desk.post(url, "duty@A04000", {"form": "pdf"}).status_code == 404


def test_the_api_prints_too_and_refuses_an_unknown_form(desk: Desk, case: Case) -> None:
    url = f"/api/v1{ROOM}cases/{case.number}/paper"
    assert desk.post(url, "operator", {"form": "docx"}).status_code == 422
    answer = desk.post(url, "operator", {"form": "odt"})
    assert answer["Content-Disposition"] == f'attachment; filename="{case.number}.odt"'
