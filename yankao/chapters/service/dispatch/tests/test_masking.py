"""A car's plate on a photo: hidden by an officer, everywhere, while the original stays guarded."""

import io

from django.utils.datastructures import MultiValueDict
from PIL import Image

from yankao.kernel.files.models import Look
from yankao.kernel.testing.desk import Desk, photo

from .opening import data as report

HALF = {"left": ["0", ""], "top": ["0", ""], "width": ["50", ""], "height": ["100", ""]}


def test_what_an_officer_hides_is_hidden_at_every_door(desk: Desk) -> None:
    case = desk.open(report(), by="operator", files=MultiValueDict({"photos": [photo()]}))
    picture = case.attachments.get()
    file = f"/service/dispatch/{case.number}/files/{picture.pk}/"
    assert left_of(desk, f"{file}?original", "controller") > 60
    assert desk.post(f"{file}mask/", "operator", HALF).status_code == 302
    for address, who in [(file, "operator"), (f"{file}?small", "operator"), (file, "controller"),
                         (f"/api/v1/service/dispatch/cases/{case.number}/files/{picture.pk}",
                          "controller")]:  # fmt: skip
        assert left_of(desk, address, who) < 60
    assert desk.get(f"{file}?original", "controller").status_code == 404
    assert left_of(desk, f"{file}?original", "operator") > 60
    told = desk.get(f"/service/dispatch/{case.number}/", "controller").content.decode()
    assert "遮蔽照片" in told and "開啟遮蔽前的原圖" in told
    desk.post(f"{file}public/", by="operator", data={"looked": "on"})
    assert left_of(desk, f"/map/{case.number}/files/{picture.pk}/", "") < 60


def left_of(desk: Desk, address: str, who: str) -> int:
    """How bright the left half of the picture is that this reader gets."""
    answer = desk.get(address, who)
    assert answer.status_code == 200, address
    whole = Image.open(io.BytesIO(b"".join(answer.streaming_content))).convert("L")
    return whole.getpixel((whole.width // 4, whole.height // 2))


def test_only_those_who_may_know_the_reporter_decide_what_is_hidden(desk: Desk) -> None:
    case = desk.open(report(), by="operator", files=MultiValueDict({"photos": [photo()]}))
    picture = case.attachments.get()
    page = f"/service/dispatch/{case.number}/files/{picture.pk}/mask/"
    api = f"/api/v1/service/dispatch/cases/{case.number}/files/{picture.pk}/boxes"
    assert desk.get(page, "controller").status_code == 404
    put = {"data": {"boxes": [[0, 0, 50, 100]]}, "content_type": "application/json"}
    assert desk.client("controller").put(api, **put).status_code == 404
    answer = desk.client("operator").put(api, **put)
    assert answer.json()["boxes"] == [[0, 0, 50, 100]]
    bad = desk.client("operator").put(api, **put | {"data": {"boxes": [[0, 0, 0, 100]]}})
    assert bad.status_code == 422 and "寬與高" in str(bad.json())


def test_a_mistake_keeps_what_was_typed_and_no_box_means_somebody_looked(desk: Desk) -> None:
    case = desk.open(report(), by="operator", files=MultiValueDict({"photos": [photo()]}))
    picture = case.attachments.get()
    page = f"/service/dispatch/{case.number}/files/{picture.pk}/mask/"
    wrong = desk.post(page, "operator", HALF | {"width": ["", ""]})
    assert wrong.status_code == 422 and "每一列" in wrong.content.decode()
    assert 'value="100"' in wrong.content.decode()
    desk.post(page, "operator", {})
    picture.refresh_from_db()
    assert picture.look == Look.LOOKED and not picture.masked
