"""What a category asks is asked in every door, checked, kept with the case and read on its page."""

import pytest
from django.utils import translation

from yankao.chapters.service.dispatch import seeding
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.programmes.registry import get

PLACE = {"address": "四維三路2號", "lng": "120.3014", "lat": "22.6273"}


def category(code: str) -> Category:
    return Category.objects.get(programme="dispatch", code=code)


NEW = "/service/dispatch/new/"


def words(code: str) -> dict[str, object]:
    return {"category": category(code).pk, **PLACE, "description": "情形如上",
            "contact_phone": "0912345678", "channel": "phone", "read_back": "on"}  # fmt: skip


def report(desk, code: str, **more: str):
    return desk.post(NEW, by="operator", data=words(code) | more)


def test_the_form_begins_with_the_channel_used_last(desk):
    operator = desk.client("operator")
    seen = []
    for channel in ("paper", "phone"):
        seen.append(operator.get(NEW).context["form"]["channel"].value())
        assert operator.post(NEW, words("pothole") | {"channel": channel}).status_code == 302
    seen.append(operator.get(NEW).context["form"]["channel"].value())
    assert seen == ["phone", "paper", "phone"]


def test_an_answer_is_kept_and_read_on_the_case_page(desk):
    assert report(desk, "lamp_out", asked_lamps="3", asked_lamp_fault="wires").status_code == 302
    case = Case.objects.get()
    assert case.answers == {"lamps": 3, "lamp_fault": "wires"}
    page = desk.get(f"/service/dispatch/{case.number}/", by="operator").content.decode()
    assert "路燈故障情形" in page and "電線外露" in page
    told = desk.get(f"/api/v1/service/dispatch/cases/{case.number}", by="operator").json()
    assert told["answers"] == {"lamps": 3, "lamp_fault": "wires"}


def test_a_wrong_or_missing_answer_is_told_at_its_question(desk):
    row = category("lamp_out")
    row.data["questions"][0]["required"] = True
    row.save()
    wrong = report(desk, "lamp_out", asked_lamp_fault="purple")
    assert wrong.status_code == 422 and "這個類別需要這一項" in wrong.content.decode()
    assert Case.objects.count() == 0
    assert report(desk, "pothole").status_code == 302


def test_a_form_that_comes_back_keeps_the_answer_and_offers_every_other_category(desk):
    back = report(desk, "lamp_out", asked_lamps="3", description="")
    said = back.content.decode()
    assert back.status_code == 422 and "asked_lane" in said
    assert 'name="asked_lamps" value="3"' in said


def test_an_answer_of_a_category_chosen_before_is_not_kept(desk):
    assert report(desk, "pothole", asked_lane="all", asked_lamps="3").status_code == 302
    assert Case.objects.get().answers == {"lane": "all"}


def test_the_citizens_form_asks_beside_the_category(desk, client):
    page = client.get("/report/dispatch/").content.decode()
    lamp = category("lamp_out").pk
    assert "asked_lamps" in page and f'data-when="category={lamp}' in page
    assert page.index('name="asked_lamps"') < page.index('name="address"')


def test_questions_speak_the_readers_language(desk):
    form = get("dispatch").intake()
    assert form.fields["asked_plate"].label == "車牌號碼"
    with translation.override("en"):
        assert get("dispatch").intake().fields["asked_plate"].label == "Number plate"


def test_the_api_takes_answers_by_code(desk):
    told = {"category": "parking", **PLACE, "description": "停在紅線", "channel": "web",
            "contact_phone": "0912345678", "read_back": True}  # fmt: skip
    url = "/api/v1/service/dispatch/cases"
    refused = desk.post(url, by="operator", data=told | {"answers": {"parked": "roof"}})
    assert refused.status_code == 422 and "asked_parked" in refused.json()["fields"]
    told |= {"answers": {"plate": "ABC-1234", "parked": "red"}}
    assert desk.post(url, by="operator", data=told).json()["answers"]["parked"] == "red"


@pytest.mark.django_db
def test_every_question_names_categories_of_the_catalogue(desk):
    known = {row["code"] for row in seeding.read()}
    assert set(seeding.questions()) <= known
    row = category("noise")
    row.data["questions"] = []
    row.save()
    seeding.seed()
    row.refresh_from_db()
    assert row.data["questions"] == []
