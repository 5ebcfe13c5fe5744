"""A citizen with a browser, before the counter of a city."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import ExifTags, Image

from yankao.kernel.cases.models import Case, Category
from yankao.kernel.testing.desk import Desk

DOOR = "/report/dispatch/"
POINT = {"lng": "120.3020", "lat": "22.6390"}


@dataclass
class Citizen:
    """What somebody without an account may do in a browser."""

    client: Client = field(default_factory=Client)

    def get(self, url: str, **query: str) -> HttpResponse:
        return self.client.get(url, query)

    def post(self, url: str, data: Mapping[str, object] | None = None) -> HttpResponse:
        return self.client.post(url, data or {})

    def form(self, **more: object) -> dict[str, object]:
        """What a report on a pothole holds, as typed, with the page's own key."""
        key = re.search(r'name="form_key" value="([^"]+)"', self.client.get(DOOR).content.decode())
        assert key
        category = Category.objects.get(programme="dispatch", code=more.pop("code", "pothole"))
        return {
            "form_key": key[1], "category": category.pk, "address": "三民區建國三路12號前", **POINT,
            "description": "路面有一個大坑洞", "contact_phone": "0912-345678", **more,
        }  # fmt: skip

    def report(self, **more: object) -> HttpResponse:
        return self.post(DOOR, self.form(**more))

    def receipt(self, **more: object) -> tuple[Case, str]:
        """Reports, and reads number and password off the receipt."""
        sent = self.report(**more)
        assert sent.status_code == 302, sent.content.decode()
        number, password = told(self.get(sent["Location"]))
        return Case.objects.get(number=number), password

    def sign_in(self, number: str, password: str, **more: str) -> HttpResponse:
        return self.client.post("/progress/", {"number": number, "password": password}, **more)


def told(page: HttpResponse) -> tuple[str, str]:
    """Number and password as printed on the receipt."""
    number, password = re.findall(r"<dd><b>([^<]+)</b>", page.content.decode())
    return number, password


@pytest.fixture(autouse=True)
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def citizen(city) -> Citizen:
    return Citizen()


@pytest.fixture
def desk(city, frozen) -> Desk:
    return Desk("dispatch", frozen)


def picture(name: str = "hole.jpg", kind: str = "JPEG", *, at: bool = False, side: int = 80):
    """A real photo; with `at`, it says it was taken in Sanmin District."""
    image = Image.effect_noise((side, side), 80).convert("RGB")
    exif = Image.Exif()
    if at:
        place = exif.get_ifd(ExifTags.IFD.GPSInfo)
        place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLongitudeRef] = "N", "E"
        place[ExifTags.GPS.GPSLatitude] = (22.0, 38.0, 20.4)
        place[ExifTags.GPS.GPSLongitude] = (120.0, 18.0, 7.2)
    out = BytesIO()
    image.save(out, kind, exif=exif)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.fixture
def closed(desk: Desk, citizen: Citizen):
    """A citizen's report that was repaired and closed, and its password."""
    case, password = citizen.receipt(photos=[picture()])
    unit = desk.unit("B01000")
    desk.do("notify", case, "operator", {"unit": unit.pk, "phone_notice_to": "李值勤"})
    desk.do("accept", case, "duty")
    desk.do("finish", case, "crew", {"result": "fixed", "remedy": "冷料修補完成"},
            {"photos": [picture("after.jpg")]})  # fmt: skip
    desk.do("close", case, "operator", {"told_by": "notice"})
    return case, password
