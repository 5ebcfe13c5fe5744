"""The health corner through the front door (handbook 5-6 §7)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from yankao.kernel.calendar.closures import declare_closure
from yankao.kernel.cases.errors import Invalid
from yankao.kernel.cases.models import Case
from yankao.kernel.figures import registry
from yankao.kernel.figures.period import Period
from yankao.kernel.people.models import Person
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline import timeline
from yankao.kernel.values.taipei import day_of, midnight

from .. import hours
from ..models import Absence, Visit, visit
from .opening import data

NURSE = "nurse@RDEC-JSC"
DAY, ABSENCES = "/service/health_corner/day/", "/service/health_corner/absences/"


@pytest.fixture(autouse=True)
def in_the_hall(desk: Desk) -> None:
    desk.person("nurse", "RDEC-JSC")


def figure(name: str) -> Decimal | None:
    return registry.get(f"health_corner.{name}").value(
        Period.holding(day_of(timezone.now()), "year")
    )


def test_a_reading_is_entered_with_one_form_and_done(desk: Desk) -> None:
    told = data("bp", systolic=128, diastolic=82)
    answer = desk.post(DAY, by=NURSE, data=told)
    assert (answer.status_code, answer["Location"]) == (302, DAY)
    case = Case.objects.get()
    detail = visit(case)
    assert (case.state, detail.seen_at, case.holder.code) == ("done", case.opened_at, "RDEC-JSC")
    assert case.contact is None and case.title == "量血壓（40–64 歲）"
    page = desk.get(DAY, by=NURSE).content.decode()
    assert "128／82" in page
    assert timeline.broken(case.subject) == []
    assert (figure("pressure"), figure("cared"), figure("sudden")) == (1, 0, 0)


def test_persons_and_events_are_counted_apart_and_refusals_not_at_all(desk: Desk) -> None:
    for one in (data("wound"), data("education"), data("wound", refused=True, care="none")):
        desk.open(one, by=NURSE)
    gone = desk.open(data("wound"), by=NURSE)
    desk.do("void", gone, NURSE, {"reason": "按錯"})
    desk.open(data(outside=True), by=NURSE)
    assert (figure("cared"), figure("sudden"), figure("pressure")) == (2, 1, 0)
    # Both published numbers are of persons: no other may be reckoned from them.
    assert "在年度結束後按全年公開" in desk.get("/numbers/health_corner.sudden/").content.decode()


def test_an_event_stays_with_the_nurse_until_somebody_else_has_the_patient(desk: Desk) -> None:
    answer = desk.post(DAY, by=NURSE, data=data())
    case = Case.objects.get()
    assert answer["Location"] == f"/service/health_corner/{case.number}/"
    assert "先按" in desk.refuses("hand_over", case, NURSE, {"to": "大同醫院"})
    page = desk.get(answer["Location"], by=NURSE).content.decode()
    assert page.index("do/call_ambulance/") < page.index("do/settle/"), "the urgent button is first"
    desk.do("call_ambulance", case, NURSE)
    assert "已通知過" in desk.refuses("call_ambulance", case, NURSE)
    desk.wait(timedelta(minutes=9))
    handed = desk.do("hand_over", case, NURSE, {"to": "大同醫院"})
    assert (handed.state, visit(handed).outcome) == ("reporting", "hospital")
    assert handed.due_at is not None, "the incident has a clock"
    told = {"incident": "大廳昏倒，平躺後恢復意識，由救護人員接手。"}
    done = desk.do("report", case, NURSE, told)
    assert (done.state, done.late) == ("done", False)
    assert (figure("hospital"), figure("reported")) == (100, 100)


def test_an_incident_reported_late_is_late(desk: Desk) -> None:
    case = desk.open(data(), by=NURSE)
    desk.do("settle", case, NURSE, {"outcome": "refused"})
    desk.wait(timedelta(days=6))
    assert desk.do("report", case, NURSE, {"incident": "民眾不願接受處置，自行離開。"}).late
    assert figure("reported") == 0


@pytest.mark.parametrize(
    ("told", "field", "words"),
    [
        (data("wound", care=""), "care", "請選做了什麼"),
        (data("bp", systolic=128), "diastolic", "一起填"),
        (data("bp", systolic=80, diastolic=120), "systolic", "大於"),
        (data("bp", systolic=999, diastolic=80), "systolic", "50 到 300"),
        (data("education", systolic=120, diastolic=80), "systolic", "分兩次"),
        (data("bp", alone=True), "alone", "未滿 18 歲"),
        (data("wound", age="0-12", alone=True), "guardian", "已通知"),
        (data("bp", seen_at="2027-01-01T10:00"), "seen_at", "晚於現在"),
        (data("bp", seen_at="2026-01-01T10:00"), "seen_at", "7 天內"),
        (data("massage"), "service", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_where_it_was_typed(desk: Desk, told, field, words) -> None:
    with pytest.raises(Invalid) as caught:
        desk.open(told, by=NURSE)
    assert words in " ".join(str(one) for one in caught.value.form.errors[field])
    answer = desk.post(DAY, by=NURSE, data={k: v for k, v in told.items() if v is not False})
    assert answer.status_code == 422 and not Case.objects.exists()
    assert f'value="{told["service"]}"' in answer.content.decode() or told["service"] == "massage"


def test_a_minor_alone_is_entered_with_who_was_told(desk: Desk) -> None:
    case = desk.open(data("wound", age="0-12", alone=True, guardian="母親"), by=NURSE)
    assert visit(case).guardian == "母親"


def test_a_slip_is_corrected_with_a_reason_and_events_stay_events(desk: Desk) -> None:
    case = desk.open(data("wound"), by=NURSE)
    told = {"service": "education", "age": "65-79", "sex": "female", "reason": "選錯"}
    desk.do("correct", case, "manager", told)
    detail = Visit.objects.get()
    assert (detail.service, detail.age) == ("education", "65-79")
    desk.refuses("correct", case, "manager", told | {"service": "sudden"})


def test_hours_without_a_nurse_are_closed_and_not_nought(desk: Desk) -> None:
    now = timezone.now()
    start = midnight(day_of(now)) + timedelta(hours=8)
    told = {"since": (start - timedelta(hours=1)).isoformat(), "reason": "護理人員請假",
            "until": (start + timedelta(hours=10)).isoformat()}  # fmt: skip
    assert hours.open_at(now)
    assert desk.post(ABSENCES, by="manager", data=told).status_code == 302
    today = hours.days(day_of(now), 1)[0]
    assert today.shut and today.why == ["護理人員請假"] and today.numbers == [None] * 4
    assert not hours.open_at(now)
    twice = desk.post(ABSENCES, by=NURSE, data=told)
    assert twice.status_code == 422 and "已登記" in twice.content.decode()
    assert "現在不是服務時間" in desk.get(DAY, by=NURSE).content.decode()
    desk.open(data(outside=True), by=NURSE)
    assert hours.days(day_of(now), 1)[0].numbers == [None, None, None, 1]
    row = Absence.objects.get()
    assert desk.post(f"{ABSENCES}{row.pk}/end/", by=NURSE).status_code == 302
    row.refresh_from_db()
    assert row.until == timezone.now() and hours.open_at(timezone.now() + timedelta(minutes=1))


def test_who_was_there_cannot_have_been_away(desk: Desk) -> None:
    desk.open(data("bp"), by=NURSE)
    now = timezone.now()
    told = {"since": (now - timedelta(hours=1)).isoformat(), "reason": "支援",
            "until": (now + timedelta(hours=1)).isoformat()}  # fmt: skip
    answer = desk.post(ABSENCES, by=NURSE, data=told)
    assert answer.status_code == 422 and "已有服務紀錄" in answer.content.decode()
    assert not Absence.objects.exists()


def test_a_typhoon_and_a_holiday_are_closed_days(desk: Desk) -> None:
    today = day_of(timezone.now())
    declare_closure(since=midnight(today), until=midnight(today) + timedelta(days=1),
                    reason="颱風", by="市長", at=timezone.now())  # fmt: skip
    found = hours.days(today, 14)
    assert found[0].why == ["颱風"] and found[0].shut
    assert any(one.why == ["假日"] for one in found) and any(not one.shut for one in found)


def test_health_data_are_for_the_room_alone(desk: Desk) -> None:
    case = desk.open(data("wound"), by=NURSE)
    stranger = Person.objects.create_user("stranger", "x", name="無職務")
    elsewhere = desk.person("operator", programme="dispatch")
    for person in (stranger, elsewhere):
        assert not Case.objects.visible_to(person).filter(pk=case.pk).exists()
    desk.people["elsewhere"] = elsewhere
    for page in (DAY, ABSENCES, f"/service/health_corner/{case.number}/"):
        assert desk.get(page, by="elsewhere").status_code == 404
    assert desk.post(DAY, by="manager", data=data("bp")).status_code == 404, "only the nurse enters"


def test_programs_read_the_days_and_close_hours(desk: Desk) -> None:
    desk.open(data("bp"), by=NURSE)
    api = "/api/v1/service/health_corner/"
    told = desk.get(f"{api}day", by=NURSE).json()[0]
    assert told["counts"] == {"bp": 1, "wound": 0, "education": 0, "sudden": 0}
    hour = timezone.now() + timedelta(days=1)
    made = desk.post(f"{api}absences", by=NURSE, data={
        "since": hour.isoformat(), "until": (hour + timedelta(hours=2)).isoformat(),
        "reason": "支援園遊會",
    })  # fmt: skip
    assert made.status_code == 201
    assert desk.post(f"{api}absences/{made.json()['id']}/end", by=NURSE).status_code == 204
    assert not Absence.objects.exists(), "what has not begun is taken back"
