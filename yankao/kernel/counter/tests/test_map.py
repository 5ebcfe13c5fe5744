"""What everybody may see: open cases on map and list, places, doors; never who reported."""

import json
from datetime import timedelta

from django.urls import get_resolver

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.counter import urls
from yankao.kernel.counter.doors import door_or_404
from yankao.kernel.counter.links import link_for
from yankao.kernel.testing.desk import Desk

from .conftest import Citizen


def pins(citizen: Citizen, **query: str) -> list[dict]:
    return json.loads(citizen.get("/map/pins.json", **query).content)["features"]


def test_every_page_of_the_counter_is_open_to_all() -> None:
    assert get_resolver().reverse_dict
    for pattern in urls.urlpatterns:
        assert getattr(pattern.callback, "public", False), pattern


def test_map_and_list_show_open_cases_without_reporter_or_words(citizen: Citizen) -> None:
    case, _password = citizen.receipt(contact_name="王小明", contact_email="wang@example.tw")
    public = Citizen()
    told = [public.get("/map/").content.decode(), json.dumps(pins(public), ensure_ascii=False),
            public.get(f"/map/{case.number}/").content.decode()]  # fmt: skip
    for page in told:
        assert "路面坑洞" in page and "建國三路" in page
        for hidden in ("王小明", "0912", "wang@", "大坑洞", "12號"):
            assert hidden not in page


def test_only_listed_fields_are_shown(citizen: Citizen) -> None:
    citizen.receipt()
    [feature] = pins(Citizen())
    assert set(feature["properties"]) == {"title", "text", "tone", "number", "url"}
    assert feature["geometry"]["coordinates"] == [120.302, 22.639]


def test_noise_is_shown_roughly_and_without_its_lane(citizen: Citizen) -> None:
    Category.objects.filter(code="pothole").update(data={"sensitive_place": True})
    case, _password = citizen.receipt(
        lng="120.302345", lat="22.639456", address="三民區建國三路50巷12號"
    )
    [feature] = pins(Citizen())
    assert feature["geometry"]["coordinates"] == [120.302, 22.639]
    page = Citizen().get(f"/map/{case.number}/").content.decode()
    assert "50巷" not in page and "建國三路" in page


def test_around_oneself_the_nearest_come_first_and_what_is_rough_is_not_measured(
    citizen: Citizen,
) -> None:
    Category.objects.filter(code="fallen_tree").update(data={"sensitive_place": True})
    far = citizen.receipt(lng="120.3060", lat="22.6390")[0]
    hole = citizen.receipt()[0]
    rough = citizen.receipt(code="fallen_tree", lng="120.302345", lat="22.639456")[0]
    citizen.receipt(lng="120.3500", lat="22.6200")
    page = citizen.get("/map/", near="120.3021,22.6391").content.decode()
    assert page.index(hole.number) < page.index(far.number)
    assert "約 100 公尺" in page and "由近到遠 2 件" in page and rough.number not in page
    for nonsense in ("x", "1,2", "120.3,91", "nan,nan", "120.3"):
        assert citizen.get("/map/", near=nonsense).status_code == 200


def test_confidential_closed_and_joined_cases_are_not_public(desk: Desk, citizen: Citizen) -> None:
    main, _password = citizen.receipt()
    child, _password = citizen.receipt()
    desk.do("merge", child, "operator", {"into": main.number})
    assert [pin["properties"]["number"] for pin in pins(citizen)] == [main.number]
    Case.objects.filter(pk=main.pk).update(confidential=True)
    assert pins(citizen) == []
    gone = Citizen().get(f"/map/{main.number}/")
    assert gone.status_code == 404 and "路面坑洞" not in gone.content.decode()


def test_filters_box_and_paging(citizen: Citizen) -> None:
    for number in range(3):
        citizen.receipt(description=f"坑洞 {number} 號")
    citizen.receipt(code="lamp_out")
    lamp = Category.objects.get(programme="dispatch", code="lamp_out")
    sanmin = Case.objects.first().district
    assert len(pins(citizen)) == 4
    assert len(pins(citizen, category=str(lamp.pk))) == 1
    assert len(pins(citizen, district=sanmin.code)) == 4
    assert len(pins(citizen, district="nowhere")) == 0
    assert len(pins(citizen, bbox="120.3,22.6,120.31,22.7")) == 4
    assert len(pins(citizen, bbox="121,22,122,23")) == 0
    assert citizen.get("/map/pins.json", bbox="here").status_code == 400
    page = citizen.get("/map/", category=str(lamp.pk)).content.decode()
    assert "共 1 件" in page
    assert citizen.get("/map/", after="nonsense").status_code == 302


def test_the_list_goes_on_by_key(citizen: Citizen, frozen) -> None:
    for number in range(21):
        frozen.shift(timedelta(minutes=5))
        assert citizen.report(description=f"第 {number} 個坑洞").status_code in (302, 429)
        if number == 15:
            frozen.shift(timedelta(hours=2))
    first = citizen.get("/map/").content.decode()
    assert "共 21 件" in first and first.count('<li><a href="/map/') == 20


def test_pins_answer_unchanged_to_who_has_them(citizen: Citizen) -> None:
    citizen.receipt()
    answer = citizen.get("/map/pins.json")
    assert "max-age=60" in answer["Cache-Control"]
    again = citizen.client.get("/map/pins.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_an_address_is_completed_from_the_road_list_and_from_coordinates(citizen: Citizen) -> None:
    page = citizen.get("/places/complete/", q="三民 建國三").content.decode()
    assert 'data-address="三民區建國三路"' in page
    point = citizen.get("/places/complete/", field="address", address="22.639, 120.302")
    assert 'data-lng="120.302000"' in point.content.decode()
    assert "data-address" not in citizen.get("/places/complete/", q="1").content.decode()


def test_a_door_that_does_not_exist_is_not_found(citizen: Citizen) -> None:
    assert citizen.get("/report/nothing/").status_code == 404
    assert door_or_404("dispatch").url == "/report/dispatch/"


def test_a_link_in_a_letter_makes_one_move_and_expires(citizen: Citizen, frozen) -> None:
    """Opening it does nothing yet: programs that check mail open every link."""
    from django.utils import timezone

    case, _password = citizen.receipt()
    address = link_for(case, "add", until=timezone.now() + timedelta(days=3))
    path = address[address.index("/link/") :]
    assert "<button" in citizen.get(path).content.decode()
    assert citizen.get(f"{path[:-3]}/").status_code == 404
    frozen.shift(timedelta(days=3, seconds=1))
    expired = citizen.get(path)
    assert expired.status_code == 410 and "期限已過" in expired.content.decode()
    assert citizen.post(path).status_code == 410


def test_what_became_of_it_is_shown_with_the_photos_that_were_opened(closed, desk: Desk) -> None:
    case, _password = closed
    room, page = f"/service/dispatch/{case.number}/", f"/map/{case.number}/"
    after = case.attachments.get(kind="photo_after")
    stranger = Citizen()
    shown = stranger.get(page).content.decode()
    assert "已處理完成" in shown and f"{page}files/" not in shown
    assert stranger.get(f"{page}files/{after.pk}/").status_code == 404
    where = f"{room}files/{after.pk}/public/"
    desk.post(where, by="operator", data={})
    assert stranger.get(f"{page}files/{after.pk}/").status_code == 404
    desk.post(where, by="operator", data={"looked": "on"})
    assert f"{page}files/{after.pk}/" in stranger.get(page).content.decode()
    answer = stranger.get(f"{page}files/{after.pk}/")
    assert (answer.status_code, len(b"".join(answer.streaming_content)) > 0) == (200, True)
    assert "照片公開" in desk.get(room, by="operator").content.decode()
    desk.post(where, by="operator", data={"close": "1"})
    assert stranger.get(f"{page}files/{after.pk}/").status_code == 404
    assert desk.post(where, by="controller", data={"looked": "on"}).status_code == 404


def test_after_a_month_the_page_is_gone(closed, frozen) -> None:
    case, _password = closed
    frozen.shift(timedelta(days=31))
    assert Citizen().get(f"/map/{case.number}/").status_code == 404


def test_the_promise_is_public_and_so_is_being_late(citizen: Citizen, frozen) -> None:
    case, _password = citizen.receipt()
    assert "應於 115/06/15 14:00 前完成，還有 4 小時。" in page_of(case)
    frozen.shift(timedelta(hours=6))
    assert "應於 115/06/15 14:00 前完成，已逾 2 小時。" in page_of(case)


def page_of(case) -> str:
    return Citizen().get(f"/map/{case.number}/").content.decode()
