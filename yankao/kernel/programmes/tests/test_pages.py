"""The generic pages: lists, settings, unmasking, letters; and how many questions they ask."""

import csv
import html
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from odfdo import Document as OpenDocument

from yankao.kernel.cases.models import Case, Category, JurisdictionRule
from yankao.kernel.policy.policy import registry as settings
from yankao.kernel.programmes import lists
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case
from yankao.kernel.timeline.models import Entry

ROOM = "/service/dispatch/"


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


@pytest.fixture
def cases(desk: Desk) -> list[Case]:
    made = []
    for _ in range(4):
        made.append(sample_case(desk))
        desk.wait(timedelta(minutes=1))
    return made


def asked(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    "url", ["/desk/", ROOM, f"{ROOM}board/", "/desk/search/?q=坑洞", f"{ROOM}pins.json"]
)
def test_a_page_asks_as_much_for_one_case_as_for_four(desk: Desk, url: str) -> None:
    sample_case(desk)
    client = desk.client("operator")
    one = asked(client, url)
    for _ in range(3):
        sample_case(desk)
    assert asked(client, url) == one
    assert one <= 14


def on_screen(page: str) -> tuple[list[str], list[str]]:
    """The heads of the list's columns, and the cases in the order shown."""
    heads = re.findall(r'<th scope="col" data-col="\w+">([^<]+)</th>', page)
    return heads, re.findall(r'data-col="number"[^>]*><a [^>]*>([^<]+)</a>', page)


@pytest.mark.parametrize("order", ["new", "old", "due"])
def test_an_export_is_the_list_on_screen(desk: Desk, cases: list[Case], order: str) -> None:
    """The same columns, rows and order, by the address that the page itself offers."""
    client, done = desk.client("operator"), cases[1]
    desk.do("void", done, "operator", {"ground": "duplicate", "reason": "重複通報"})
    page = client.get(f"{ROOM}?open=true&col=number&col=due_at&col=title&order={order}")
    heads, numbers = on_screen(page.content.decode())
    assert heads == ["案號", "期限", "案由"] and len(numbers) == 3
    for kind in ("csv", "ods"):
        (link,) = re.findall(
            rf'href="([^"]+export\.{kind}\?[^"]+)">{kind.upper()}<', page.content.decode()
        )
        made = b"".join(client.get(html.unescape(link)).streaming_content)
        rows = table(made, kind)
        assert rows[0] == heads and [row[0] for row in rows[1:]] == numbers


def table(made: bytes, kind: str) -> list[list[str]]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    sheet = OpenDocument(io.BytesIO(made)).body.tables[0]
    return [[str(cell or "") for cell in row] for row in sheet.get_values()]


def test_a_list_too_long_for_one_file_says_so(desk: Desk, cases: list[Case], monkeypatch) -> None:
    monkeypatch.setattr(lists, "EXPORT_ROWS", 3)
    answer = desk.get(f"{ROOM}export.csv", "operator")
    assert answer.status_code == 413 and "超過 3 件" in answer.content.decode()
    assert desk.get(f"{ROOM}export.csv", "operator", q="沒有這種東西").status_code == 200
    assert desk.get(f"/api/v1{ROOM}export.csv", "operator").status_code == 409


def test_text_state_and_overdue_narrow_the_list(desk: Desk, cases: list[Case]) -> None:
    client = desk.client("operator")

    def found(query: str) -> int:
        return client.get(f"{ROOM}?{query}").content.decode().count("data-select-row")

    assert found("q=建國三路") == 4
    assert found("q=不存在的路") == 0
    assert found("state=created") == 4
    assert found("overdue=true") == 0
    desk.wait(timedelta(hours=5))
    assert found("overdue=true") == 4


def test_an_unreadable_page_key_goes_back_to_the_first_page(desk: Desk) -> None:
    assert desk.get(f"{ROOM}?after=nonsense", by="operator").status_code == 302


def test_who_reported_is_masked_until_a_reason_is_given(desk: Desk) -> None:
    case, client = sample_case(desk), desk.client("operator")
    url = f"{ROOM}{case.number}/"
    page = client.get(url).content.decode()
    assert "0912345678" not in page
    assert "09○○○○○678" in page
    assert (
        "0912345678"
        not in client.post(f"{url}identity/", {"reason": ""}, follow=True).content.decode()
    )
    assert not Entry.objects.filter(verb="view_contact").exists()
    assert (
        "0912345678" in client.post(f"{url}identity/", {"reason": "聯繫確認地點"}).content.decode()
    )
    entry = Entry.objects.get(verb="view_contact")
    assert (entry.subject, entry.reason) == (case.subject, "聯繫確認地點")


def test_a_controller_never_sees_who_reported(desk: Desk) -> None:
    case = sample_case(desk)
    answer = desk.post(f"{ROOM}{case.number}/identity/", by="controller", data={"reason": "想看看"})
    assert answer.status_code == 404


def test_a_limit_changed_on_a_page_counts_from_its_day_for_new_cases(desk: Desk) -> None:
    old = sample_case(desk)
    url = f"{ROOM}settings/value/dispatch.make_safe_minutes/"
    wrong = desk.post(
        url, by="controller", data={"value": "0", "since": "2026-06-15", "reason": "測試調整"}
    )
    assert wrong.status_code == 422
    given = {"value": "120", "since": "2026-06-15", "reason": "防汛期間縮短"}
    assert desk.post(url, by="controller", data=given).status_code == 302
    assert settings["dispatch.make_safe_minutes"].value() == 120
    new = sample_case(desk)
    assert old.due_at is not None and new.due_at is not None
    assert new.due_at - new.opened_at == timedelta(hours=2)
    assert old.due_at - old.opened_at == timedelta(hours=4)
    assert "防汛期間縮短" in desk.get(url, by="controller").content.decode()


def test_a_changed_rule_is_a_new_row_and_the_old_one_ends(desk: Desk) -> None:
    pothole = Category.objects.get(programme="dispatch", code="pothole")
    rule = JurisdictionRule.objects.get(category=pothole, district=None)
    given = {
        "category": pothole.pk,
        "unit": desk.unit("B02000").pk,
        "since": "2026-06-15",
        "reason": "權責調整會議決議",
    }
    url = f"{ROOM}settings/rule/{rule.pk}/"
    assert desk.post(url, by="controller", data=given).status_code == 302
    rule.refresh_from_db()
    assert str(rule.until) == "2026-06-15"
    tried = desk.get(f"{ROOM}settings/try/", by="controller", category=pothole.pk)
    assert "水利局" in tried.content.decode()


def test_the_chain_is_verified_on_the_page_and_by_the_database(desk: Desk) -> None:
    case = sample_case(desk)
    answer = desk.client("controller").get(f"{ROOM}{case.number}/chain/", follow=True)
    assert "完整" in answer.content.decode()
    from django.db import DatabaseError, transaction

    for change in ("update", "delete"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows = Entry.objects.filter(subject=case.subject)
            rows.update(actor="別人") if change == "update" else rows.delete()


def test_the_api_tells_who_reported_only_with_a_reason_and_remembers(desk: Desk) -> None:
    case = sample_case(desk)
    url = f"/api/v1/service/dispatch/cases/{case.number}/contact"
    assert desk.post(url, by="controller", data={"reason": "想看看"}).status_code == 404
    assert desk.post(url, by="operator", data={}).status_code == 422
    answer = desk.post(url, by="operator", data={"reason": "回電確認"})
    assert answer.json()["phone"] == "0912345678"
    assert Entry.objects.filter(verb="view_contact", reason="回電確認").count() == 1
