"""A shift hands over: what came, went and waits; remarks nobody rewrites; a receipt."""

import io
from datetime import datetime, timedelta

import pypdf
import pytest
from django.db import DatabaseError, transaction

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.policy.policy import book
from yankao.kernel.programmes.jobs import forget_remarks
from yankao.kernel.programmes.shift.limits import CHANGES
from yankao.kernel.programmes.shift.shifts import shift_at
from yankao.kernel.testing.desk import TAIPEI, Desk, photo
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import Entry

from .opening import data as report

SHIFT, API = "/service/dispatch/shift/", "/api/v1/service/dispatch/shift"
CENTRE = "RDEC-JSC"
HOUR = timedelta(hours=1)


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    """The centre's operator sees the room; the agency's duty officers see what they hold."""
    made = Desk("dispatch", frozen)  # type: ignore[arg-type]
    made.people["operator"] = made.person("operator", CENTRE)
    made.person("duty")
    return made


def notified(desk: Desk, **more: object) -> Case:
    case = desk.open(report(**more), by="operator")
    given = {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"}
    return desk.do("notify", case, "operator", given)


def numbers(desk: Desk, by: str, **query: str) -> dict[str, int]:
    told = desk.get(API, by, **query).json()["numbers"]
    return {one["name"]: one["all"] for one in told}


def rows(desk: Desk, heading: str, by: str, **query: str) -> list[str]:
    return [row["number"] for row in desk.get(f"{API}/rows/{heading}", by, **query).json()]


def write(desk: Desk, text: str, by: str = "duty", where: str = "?unit=B01000") -> int:
    return desk.post(f"{SHIFT}{where}", by, {"text": text, "write": "1"}).status_code


def test_shifts_change_as_set_for_the_day(desk: Desk) -> None:
    noon = datetime(2026, 6, 15, 12, 0, tzinfo=TAIPEI)
    assert [shift_at(noon).name, shift_at(noon).next().name] == ["08:00–16:00", "16:00–24:00"]
    assert shift_at(noon + 14 * HOUR).name == "00:00–08:00"
    CHANGES.change(["07:30", "19:30"], since=noon.date() + timedelta(days=1),
                   by=desk.person("controller"), reason="兩班制試辦")  # fmt: skip
    book.forget()
    night = shift_at(noon + 12 * HOUR)
    assert night.name == "00:00–07:30" and night.next().name == "07:30–19:30"
    assert night.next().next().name == "19:30–07:30"
    told = {"value": "16:00\n08:00", "since": "2026-06-16", "reason": "測試順序"}
    page = desk.post("/service/dispatch/settings/value/shift.changes/", "controller", told)
    assert page.status_code == 422 and "由早到晚" in page.content.decode()


def test_the_note_counts_what_came_went_and_waits(desk: Desk) -> None:
    first, second = notified(desk), notified(desk)
    desk.do("accept", first, "duty")
    assert numbers(desk, "duty") == {
        "received": 2, "closed": 0, "overdue": 0, "soon": 2, "returned": 0,
    }  # fmt: skip
    desk.wait(5 * HOUR)
    desk.do("accept", second, "duty")
    given = {"result": "fixed", "remedy": "冷料修補完成"}
    desk.do("finish", second, "duty", given, files={"photos": [photo()]})
    desk.do("rework", second, "operator", {"lack": "not_fixed", "reason": "照片看不出已修復"})
    assert numbers(desk, "operator")["returned"] == 1
    assert rows(desk, "returned", "operator") == [second.number]
    assert numbers(desk, "operator")["overdue"] == len(rows(desk, "overdue", "operator"))
    assert first.number in rows(desk, "overdue", "duty")


def test_each_number_is_its_rows_and_a_shift_that_is_over_stays(desk: Desk) -> None:
    case = notified(desk)
    before = desk.get(API, "duty").json()["shift"]
    desk.wait(24 * HOUR)
    assert numbers(desk, "duty")["received"] == 0
    assert rows(desk, "received", "duty", shift=before) == [case.number]
    assert rows(desk, "overdue", "duty", shift=before) == [case.number]
    page = desk.get(SHIFT, "duty", unit="B01000", shift=before, show="overdue").content.decode()
    assert case.number in page and "08:00–16:00" in page


def test_what_is_confidential_is_counted_and_not_named(desk: Desk) -> None:
    case = notified(desk)
    Case.objects.filter(pk=case.pk).update(confidential=True)
    page = desk.get(SHIFT, "duty", show="received").content.decode()
    assert case.number not in page and "另有 1 件不在您的權限內" in page
    assert case.number in desk.get(SHIFT, "operator", show="received").content.decode()


def test_a_remark_is_signed_and_nobody_rewrites_it(desk: Desk) -> None:
    assert write(desk, "建國三路坑洞已圍設三角錐，夜班請再巡一次。") == 302
    page = desk.get(SHIFT, "duty").content.decode()
    assert "夜班請再巡一次" in page and "測試duty" in page and "1 則還沒有人確認已閱" in page
    entry = Entry.objects.get(verb="shift_remark")
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).delete()
    assert timeline.broken(entry.subject) == []
    blank = desk.post(SHIFT, "duty", {"text": " ", "write": "1"})
    assert blank.status_code == 422 and "text" in blank.content.decode()


def test_the_next_shift_acknowledges_and_later_remarks_are_unread_again(desk: Desk) -> None:
    write(desk, "三民區停電，路燈案件先不派。")
    key = desk.get(API, "duty").json()["shift"]
    other = {"unit": "B01000", "shift": key}
    early = desk.post(f"{API}/read", "operator", other)
    assert early.status_code == 403, "the centre does not take over for the agency"
    assert desk.post(f"{API}/read", "duty", other).status_code == 409, "who wrote hands over"
    desk.people["next"] = second_at(desk, "B01000")
    assert desk.post(f"{API}/read", "next", other).status_code == 409, "the shift has just begun"
    desk.wait(7 * HOUR)
    now = desk.get(SHIFT, "next").content.decode()
    assert "上一班（08:00–16:00）還有交班事項沒有人確認已閱" in now
    answer = desk.post(f"{API}/read", "next", other)
    assert answer.status_code == 201 and answer.json()["receipts"][0]["through"] == 1
    assert desk.post(f"{API}/read", "next", other).status_code == 409, "once is enough"
    assert "上一班" not in desk.get(SHIFT, "next").content.decode().split("yk-views")[0]
    write(desk, "補記：路燈已復電。", where=f"?unit=B01000&shift={key}")
    again = desk.get(SHIFT, "next", unit="B01000", shift=key).content.decode()
    assert "1 則還沒有人確認已閱" in again and "我接班，已閱" in again
    desk.wait(10 * HOUR)
    refused = desk.post(
        f"{SHIFT}?unit=B01000&shift={key}", "duty", {"text": "太晚了", "write": "1"}
    )
    assert refused.status_code == 422 and "太晚了" in refused.content.decode()


def second_at(desk: Desk, unit: str) -> Person:
    """Another officer of the same duty at the same unit."""
    first = desk.people.pop("duty")
    second = desk.person("duty", unit)
    desk.people["duty"] = first
    return second


def test_another_unit_and_a_contractor_find_nothing(desk: Desk) -> None:
    write(desk, "請留意三民區。")
    desk.person("contractor", "B01000")
    assert desk.get(SHIFT, "contractor").status_code == 404
    assert desk.get(API, "contractor").status_code == 404
    other = desk.person("duty", "A04000")
    desk.people["stranger"] = other
    assert desk.get(SHIFT, "stranger", unit="B01000").status_code == 404
    assert desk.get(API, "stranger", unit="B01000").status_code == 404
    assert desk.get(SHIFT, "operator", unit="B01000").status_code == 200, "the centre reads all"
    assert write(desk, "代寫", by="operator") == 422


def test_the_note_is_printed_with_its_rows(desk: Desk) -> None:
    case = notified(desk)
    write(desk, "坑洞已圍設三角錐。")
    pdf = desk.post(f"{SHIFT}paper/?unit=B01000", "duty", {"form": "pdf"})
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf.content)).pages)
    for told in (case.number, "坑洞已圍設三角錐", "接班人", "08:00–16:00"):
        assert told in text.replace("\n", ""), told
    odt = desk.post(f"{API}/paper", "duty", {"unit": "B01000", "form": "odt"})
    assert odt.content[:2] == b"PK" and "odt" in odt["Content-Disposition"]
    assert Entry.objects.filter(verb="print_shift").count() == 2


def test_words_go_after_their_days_and_the_chain_stands(desk: Desk) -> None:
    write(desk, "王先生電話再回撥。")
    key = desk.get(API, "duty").json()["shift"]
    desk.wait(timedelta(days=364))
    forget_remarks(0)
    said = desk.get(API, "duty", unit="B01000", shift=key).json()["remarks"][0]
    assert said["text"] == "王先生電話再回撥。"
    desk.wait(timedelta(days=2))
    forget_remarks(0)
    told = desk.get(API, "duty", unit="B01000", shift=key).json()["remarks"][0]
    assert told["text"] is None and told["by"] == "測試duty"
    assert timeline.broken(Entry.objects.get(verb="shift_remark").subject) == []
