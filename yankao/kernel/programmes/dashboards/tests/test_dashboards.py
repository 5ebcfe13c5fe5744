"""Dashboards: composed from figures, shared as their owner says, never more than one may see."""

import json

import pytest
from django.test import Client

from yankao.kernel.people.models import Person
from yankao.kernel.programmes.dashboards.models import Dashboard
from yankao.kernel.programmes.dashboards.tiles import Tile, city, read
from yankao.kernel.testing.desk import PASSWORD, Desk
from yankao.kernel.testing.routes import sample_case

HOME = "/dashboards/"


@pytest.fixture
def desk(city: None, frozen: object) -> Desk:
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


@pytest.fixture
def board(desk: Desk) -> Dashboard:
    made = desk.post(HOME, by="controller", data={"title": "局務會議", "audience": "own"})
    assert made.status_code == 302
    found = Dashboard.objects.get()
    page = f"{HOME}{found.pk}/edit/"
    for figure, view in [("dispatch.received", "value"), ("dispatch.received", "trend"),
                         ("dispatch.received", "map")]:  # fmt: skip
        added = desk.post(page, by="controller", data={"do": "add", "figure": figure, "view": view})
        assert added.status_code == 302, added.content.decode()[:2000]
    found.refresh_from_db()
    return found


def another(desk: Desk, unit: str = "A04000") -> Client:
    person = Person.objects.create_user("guest", PASSWORD, name="訪客", unit=desk.unit(unit))
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_a_dashboard_shows_its_figures_and_each_tile_opens_its_figure(
    desk: Desk, board: Dashboard
) -> None:
    sample_case(desk)
    page = desk.get(f"{HOME}{board.pk}/", by="controller").content.decode()
    assert "局務會議" in page
    assert page.count("/figures/dispatch.received/?period=") >= 3
    assert "<b>1</b>" in page
    assert page.count("<table") >= 1


def test_tiles_are_moved_and_a_late_save_is_told(desk: Desk, board: Dashboard) -> None:
    layout = [{"place": 1, "x": 9, "y": 0, "w": 3, "h": 2}, {"place": 2, "x": 0, "y": 0, "w": 9,
              "h": 9}, {"place": 3, "x": 40, "y": 3, "w": 6, "h": 3}]  # fmt: skip
    told = {"do": "layout", "version": board.version, "layout": json.dumps(layout)}
    page = f"{HOME}{board.pk}/edit/"
    assert desk.post(page, by="controller", data=told).status_code == 302
    board.refresh_from_db()
    places = {(t.x, t.y, t.w, t.h) for t in read(board.tiles)}
    assert places == {(9, 0, 3, 2), (0, 0, 9, 6), (6, 3, 6, 3)}
    again = desk.client("controller").post(page, told, follow=True).content.decode()
    assert "剛才在別處改過" in again
    nonsense = {**told, "version": board.version, "layout": "[{]"}
    assert (
        "版面資料有誤"
        in desk.client("controller").post(page, nonsense, follow=True).content.decode()
    )


def test_what_is_ones_own_is_for_nobody_else(desk: Desk, board: Dashboard) -> None:
    guest = another(desk)
    assert guest.get(f"{HOME}{board.pk}/").status_code == 404
    assert guest.get(f"{HOME}{board.pk}/edit/").status_code == 404
    assert guest.post(f"{HOME}{board.pk}/edit/", {"do": "delete"}).status_code == 404
    Dashboard.objects.update(audience="officials")
    assert guest.get(f"{HOME}{board.pk}/").status_code == 200
    assert guest.get(f"{HOME}{board.pk}/edit/").status_code == 404


def test_shared_with_a_unit_it_is_for_that_unit(desk: Desk, board: Dashboard) -> None:
    form = {"do": "name", "title": "局務會議", "audience": "unit"}
    desk.post(f"{HOME}{board.pk}/edit/", by="controller", data=form)
    assert another(desk).get(f"{HOME}{board.pk}/").status_code == 404
    Person.objects.filter(username="guest").update(unit=desk.unit("controller"))
    client = Client()
    client.force_login(Person.objects.get(username="guest"),
                       "django.contrib.auth.backends.ModelBackend")  # fmt: skip
    assert client.get(f"{HOME}{board.pk}/").status_code == 200


def test_a_figure_one_may_not_open_is_not_shown_by_a_tile(desk: Desk, board: Dashboard) -> None:
    Dashboard.objects.update(
        audience="officials", tiles=[Tile("dispatch.on_time").row(), Tile("dispatch.gone").row()]
    )
    page = another(desk).get(f"{HOME}{board.pk}/").content.decode()
    assert page.count("看不到這個數字") == 2
    assert "依限完成率" not in page


def test_what_is_public_holds_published_figures_only(desk: Desk, board: Dashboard) -> None:
    public = {"do": "name", "title": "局務會議", "audience": "public"}
    page = f"{HOME}{board.pk}/edit/"
    Dashboard.objects.update(tiles=[Tile("dispatch.on_time").row()])
    refused = desk.post(page, by="controller", data=public)
    assert (refused.status_code, "dispatch.on_time" in refused.content.decode()) == (422, True)
    Dashboard.objects.update(tiles=[Tile("dispatch.received").row()])
    assert Client().get(f"/numbers/boards/{board.pk}/").status_code == 404
    assert desk.post(page, by="controller", data=public).status_code == 302
    shown = Client().get(f"/numbers/boards/{board.pk}/").content.decode()
    assert "/numbers/dispatch.received/" in shown
    assert "/figures/" not in shown


def test_the_city_shows_itself_to_everybody(desk: Desk) -> None:
    assert {tile.figure.partition(".")[0] for tile in city()} >= {"dispatch", "petitions"}
    assert "派工案件數" in Client().get("/numbers/boards/").content.decode()
    assert Client().get(f"{HOME}city/").status_code == 302
    assert desk.get(f"{HOME}city/?wall", by="controller").status_code == 200
    assert desk.post(f"{HOME}city/copy/", by="controller").status_code == 302
    assert len(Dashboard.objects.get().tiles) == len(city())


def test_the_api_reads_and_writes_what_the_pages_do(desk: Desk) -> None:
    url = "/api/v1/dashboards/"
    told = {"title": "週報", "audience": "own", "tiles": [{"figure": "dispatch.received", "w": 99}]}
    made = desk.post(url, by="controller", data=told)
    assert made.status_code == 201, made.content
    body = made.json()  # type: ignore[attr-defined]
    assert (body["tiles"][0]["w"], body["tiles"][0]["value"]) == (12, "0")
    assert another(desk).get(f"{url}{body['id']}").status_code == 404
    assert desk.post(url, by="controller", data={**told, "audience": "x"}).status_code == 422
