"""What a page can do, a program can do with a key: by the same forms and the same guards."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yankao.kernel.calendar.models import Closure
from yankao.kernel.cases.models import Case, Category, CategoryChange, JurisdictionRule
from yankao.kernel.notices.letters import registry as letters
from yankao.kernel.people.models import Duty, Leave
from yankao.kernel.policy.models import Value
from yankao.kernel.programmes.models import ApiKey, SavedView
from yankao.kernel.testing.desk import Desk, photo
from yankao.kernel.testing.routes import sample_case

ROOM = "/api/v1/service/dispatch"
DESK = "/api/v1/desk"


class Caller:
    """A program with a key; never a session."""

    def __init__(self, desk: Desk, role: str) -> None:
        key = ApiKey.make(desk.person(role), "測試", date(2030, 1, 1))
        self.http = Client(headers={"X-API-Key": key})

    def get(self, address: str, **query: object):
        return self.http.get(address, query)

    def post(self, address: str, told: object = None, status: int = 200):
        answer = self.http.post(address, told or {}, content_type="application/json")
        assert answer.status_code == status, answer.content.decode()
        return answer.json() if answer.content else None

    def send(self, address: str, **parts: object):
        return self.http.post(address, parts)


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


@pytest.fixture
def manager(desk: Desk) -> Caller:
    return Caller(desk, "controller")


@pytest.fixture
def operator(desk: Desk) -> Caller:
    return Caller(desk, "operator")


def test_a_setting_changes_with_author_and_history_and_keeps_its_bounds(manager, operator):
    address = f"{ROOM}/settings/dispatch.make_safe_minutes"
    told = {"value": 180, "since": "2026-06-15", "reason": "市長室會議決議"}
    assert manager.post(address, told)["value"] == 180
    row = Value.objects.get(name="dispatch.make_safe_minutes")
    assert row.author.name == "測試controller"
    refused = manager.post(address, told | {"value": 0}, status=422)
    assert set(refused["fields"]) == {"value"}
    assert manager.get(address).json()["history"][0]["reason"] == "市長室會議決議"
    operator.post(address, told, status=404)
    assert Value.objects.count() == 1


def test_categories_and_rules_change_as_on_their_pages(manager, desk):
    told = {"code": "sinkhole", "name": "天坑", "group": "道路", "order": 99, "active": True,
            "make_safe_min": 60, "reason": "新增類別"}  # fmt: skip
    manager.post(f"{ROOM}/catalogue", told, status=201)
    assert Category.objects.get(code="sinkhole").data == {"make_safe_min": 60}
    manager.post(f"{ROOM}/catalogue/sinkhole", told | {"name": "路面塌陷"})
    assert CategoryChange.objects.get(before={}).reason == "新增類別"
    rule = {"category": "sinkhole", "unit": "B01000", "since": "2026-06-15", "reason": "權責會議"}
    made = manager.post(f"{ROOM}/rules", rule, status=201)
    manager.post(f"{ROOM}/rules/{made['id']}", rule | {"unit": "A03000"}, status=201)
    decided = manager.post(f"{ROOM}/try-rules", {"category": "sinkhole"})
    assert decided["unit"] == "A03000"
    ended = JurisdictionRule.objects.get(pk=made["id"])
    assert ended.until == date(2026, 6, 15)
    assert manager.post(f"{ROOM}/rules", rule | {"unit": "nowhere"}, status=422)["fields"]["unit"]


def test_closures_are_declared_and_revoked(manager, desk):
    told = {"kind": "suspension", "area": "", "since": "2026-06-16T00:00:00+08:00",
            "until": "2026-06-17T00:00:00+08:00", "reason": "颱風"}  # fmt: skip
    made = manager.post(f"{ROOM}/closures", told, status=201)
    assert Closure.objects.get().declared_by == "測試controller"
    wrong = told | {"until": told["since"]}
    assert "晚於" in manager.post(f"{ROOM}/closures", wrong, status=422)["fields"]["until"][0]
    manager.post(f"{ROOM}/closures/{made['id']}/revoke")
    manager.post(f"{ROOM}/closures/{made['id']}/revoke", status=404)


def test_duties_leave_and_deputies(manager, operator, desk):
    crew, other = desk.person("crew"), desk.person("duty")
    told = {"person": crew.pk, "role": "duty", "unit": "B01000", "since": "2026-06-15"}
    given = manager.post(f"{ROOM}/duties", told, status=201)
    assert Duty.objects.filter(person=crew, role="duty").exists()
    assert manager.post(f"{ROOM}/duties/{given['id']}/end")["until"] == "2026-06-15"
    mine = Caller(desk, "crew")
    own = mine.get(f"{DESK}/me").json()["duties"][0]["id"]
    assert mine.post(f"{DESK}/me/duties/{own}/deputy", {"deputy": other.username})["deputy"]
    mine.post(f"{DESK}/me/duties/{own}/deputy", {"deputy": "nobody"}, status=422)
    operator.post(f"{DESK}/me/duties/{own}/deputy", {"deputy": None}, status=404)
    leave = {"since": "2026-06-15T09:00:00+08:00", "until": "2026-06-16T18:00:00+08:00"}
    made = mine.post(f"{DESK}/me/leaves", leave, status=201)
    assert operator.http.delete(f"{DESK}/me/leaves/{made['id']}").status_code == 404
    assert mine.http.delete(f"{DESK}/me/leaves/{made['id']}").status_code == 204
    assert not Leave.objects.exists()


def test_letters_are_rewritten_with_their_own_variables_only(manager):
    letter = next(one for one in letters.values() if one.audience == "official")
    address = f"{ROOM}/letters/{letter.name}/inbox/zh-hant"
    before = manager.get(address).json()
    words = {"subject": before["subject"], "body": f"新的 {before['body']}", "reason": "用語調整"}
    assert manager.post(address, words)["body"].startswith("新的")
    assert "body" in manager.post(address, words | {"body": "{secret}"}, status=422)["fields"]
    assert len(manager.get(address).json()["history"]) == 1


def test_views_export_map_and_board(manager, operator, desk):
    case = sample_case(desk)
    kept = {"name": "未結", "query": "open=true", "share": True}
    assert operator.post(f"{ROOM}/views", kept, status=201)["shared"]
    operator.post(f"{ROOM}/views", {"name": "", "query": ""}, status=422)
    assert [view["name"] for view in operator.get(f"{ROOM}/views").json()] == ["未結"]
    assert operator.http.delete(f"{ROOM}/views/未結").status_code == 204
    assert not SavedView.objects.exists()
    assert case.number in operator.get(f"{ROOM}/export.csv", open="true").getvalue().decode()
    assert operator.get(f"{ROOM}/pins").json()["type"] == "FeatureCollection"
    told = manager.get(f"{ROOM}/board").json()
    assert told["totals"]["open"] == 1 and sum(told["states"].values()) == 1
    assert Caller(desk, "crew").get(f"{ROOM}/board").status_code == 404


def test_a_case_is_explained_proved_and_seen_with_its_relatives(operator, desk):
    first, second = sample_case(desk), sample_case(desk)
    place = f"{ROOM}/cases/{first.number}"
    assert "受理" in operator.get(f"{place}/explain").json()["sentence"]
    assert operator.get(f"{place}/chain").json() == {"whole": True, "broken": []}
    assert {clock["name"] for clock in operator.get(f"{place}/clocks").json()} >= {"make_safe"}
    found = {row["number"]: row["relation"] for row in operator.get(f"{place}/related").json()}
    assert second.number in found
    asked = {field["name"]: field for field in operator.get(f"{place}/actions/notify").json()}
    assert asked["phone_notice_to"]["required"] and asked["unit"]["help"]
    assert "○" in operator.get(f"{place}/contact").json()["phone"]


def test_photos_come_as_parts_and_are_checked_like_those_of_a_page(desk, operator):
    case = sample_case(desk)
    notice = {"unit": "B01000", "phone_notice_to": "李值勤"}
    operator.post(f"{ROOM}/cases/{case.number}/notify", notice)
    desk.do("accept", case, "duty")
    crew, address = Caller(desk, "duty"), f"{ROOM}/cases/{case.number}/finish"
    done = {"result": "fixed", "remedy": "冷料修補完成"}
    script = SimpleUploadedFile("hole.jpg", b"<script>alert(1)</script>", "image/jpeg")
    refused = crew.send(address, **done, photos=script)
    assert refused.status_code == 422 and refused.json()["fields"]["photos"]
    big = SimpleUploadedFile("big.jpg", photo().read() + b"\0" * (21 << 20), "image/jpeg")
    refused = crew.send(address, **done, photos=big)
    assert refused.status_code == 422 and "20 MB" in refused.json()["fields"]["photos"][0]
    coded = {**done, "photos": [{"name": "big.jpg", "content": "A" * (3 << 20)}]}
    assert "multipart" in crew.post(address, coded, status=413)["detail"]
    assert Case.objects.get(pk=case.pk).state == "handling"
    assert crew.send(address, **done, photos=photo()).json()["state"] == "done"
    desk.do("rework", case, "operator", {"lack": "not_fixed", "reason": "仍有坑洞"})
    case.attachments.update(kind="photo_before")
    twice = crew.send(address, **done, photos=photo())
    assert twice.status_code == 422 and "已經附在本案" in twice.json()["fields"]["__all__"][0]
    (kept,) = crew.get(f"{ROOM}/cases/{case.number}/files").json()
    assert crew.get(kept["url"]).getvalue()[:2] == b"\xff\xd8"


def test_the_desk_finds_lists_and_moves_many(desk, operator):
    first, second = sample_case(desk), sample_case(desk)
    for case in (first, second):
        desk.do("notify", case, "operator",
                {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"})  # fmt: skip
    duty = Caller(desk, "duty")
    waiting = {row["number"] for row in duty.get(f"{DESK}/inbox").json()}
    assert waiting == {first.number, second.number}
    assert duty.get(f"{DESK}/cases/{first.number}").json()["state"] == "notified"
    assert [row["number"] for row in duty.get(f"{DESK}/search", q=first.number).json()] == [
        first.number
    ]
    many = {"programme": "dispatch", "action": "accept", "numbers": [first.number, second.number]}
    desk.do("accept", second, "duty")
    made = duty.post(f"{DESK}/batches", many, status=201)
    assert {one["number"]: bool(one["hindrance"]) for one in made["items"]} == {
        first.number: False, second.number: True,
    }  # fmt: skip
    assert operator.get(f"{DESK}/batches/{made['id']}").status_code == 404
    assert duty.post(f"{DESK}/batches/{made['id']}/confirm")["state"] == "waiting"
    assert duty.post(f"{DESK}/batches/{made['id']}/undo")["state"] == "undone"
    duty.post(f"{DESK}/batches/{made['id']}/undo", status=409)
    duty.post(f"{DESK}/batches", many | {"numbers": ["SD0"]}, status=422)
    assert duty.get(f"{DESK}/notices").json()
    duty.post(f"{DESK}/notices/read", status=204)
    assert duty.get(f"{DESK}/outbox").status_code == 404
    assert operator.get(f"{DESK}/outbox").json() == []
    assert {sign["name"] for sign in operator.get(f"{DESK}/health").json()} >= {"database"}
