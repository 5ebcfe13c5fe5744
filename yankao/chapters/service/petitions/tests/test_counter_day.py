"""The clerk's day: every channel on one page, and a scan whose text is offered."""

import io
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from yankao.kernel.testing.desk import Desk

from ..counterday import lines
from .opening import data

COUNTER, READ = "/service/petitions/counter/", "/service/petitions/counter/read/"
CHINESE = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")
READS = shutil.which("tesseract") and CHINESE.exists()
needs_reader = pytest.mark.skipif(not READS, reason="Tesseract 或字型未安裝")


def told(desk: Desk) -> dict[str, list[int]]:
    found = lines(desk.person("intake"), timezone.now())
    return {one.label: [one.came, *one.waits] for one in found}


def test_every_channel_stands_on_one_page_with_what_waits(desk: Desk) -> None:
    desk.open(data(), by="intake")
    desk.wait(timedelta(days=1))
    paper = desk.open(
        data(channel="paper", read_back="", contact_address="三民區某路"), by="intake"
    )
    numbers = told(desk)
    assert numbers["書面"] == [1, 0, 1, 0] and numbers["電話"] == [0, 0, 0, 1]
    assert numbers["傳真"] == [0, 0, 0, 0] and numbers["合計"] == [1, 0, 1, 1]
    page = desk.get(COUNTER, by="intake").content.decode()
    assert page.index("電話") and paper.number in page and "new/?channel=fax" in page
    desk.person("dispatcher")
    assert "new/?channel=fax" not in desk.get(COUNTER, by="dispatcher").content.decode()
    assert desk.get(COUNTER, by="window").status_code == 404


def test_the_counter_offers_its_channel_in_the_form(desk: Desk) -> None:
    page = desk.get("/service/petitions/new/?channel=fax", by="intake").content.decode()
    assert '<option value="fax" selected>' in page


def scan(text: str) -> SimpleUploadedFile:
    image = Image.new("L", (1600, 500), 255)
    face = ImageFont.truetype(str(CHINESE), 64)
    ImageDraw.Draw(image).text((80, 160), text, font=face, fill=0)
    out = io.BytesIO()
    image.save(out, "PNG")
    return SimpleUploadedFile("scan.png", out.getvalue(), "image/png")


@pytest.mark.skipif(
    not shutil.which("tesseract") or not CHINESE.exists(), reason="Tesseract 未安裝"
)
def test_the_text_of_a_scan_is_offered_and_nothing_kept(desk: Desk, settings) -> None:
    settings.OCR_COMMAND = "tesseract"
    answer = desk.post(READ, by="intake", data={"file": scan("路燈故障請派員修理")})
    assert answer.status_code == 200
    assert "路燈" in answer.json()["text"]  # type: ignore[attr-defined]
    assert desk.post(READ, by="dispatcher", data={"file": scan("x")}).status_code == 404


def test_what_is_no_picture_is_said_to_be_none(desk: Desk) -> None:
    for wrong in (b"", b"%PDF-1.7", b"\xff\xd8broken"):
        file = SimpleUploadedFile("scan.jpg", wrong, "image/jpeg")
        answer = desk.post(READ, by="intake", data={"file": file})
        assert answer.status_code == 422 and answer.json()["trouble"]  # type: ignore[attr-defined]
