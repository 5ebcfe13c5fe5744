"""Parts of pictures hidden for good: by an officer, and by a program where there is one."""

import io
import shutil
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from yankao.kernel.files import jobs, ocr
from yankao.kernel.files.attaching import attach
from yankao.kernel.files.boxes import BadBox, Box
from yankao.kernel.files.identities import telling
from yankao.kernel.files.intake import accept
from yankao.kernel.files.masking import look_at, mask
from yankao.kernel.files.models import Attachment, Look
from yankao.kernel.files.ocr import Word
from yankao.kernel.files.storage import sweep
from yankao.kernel.people.models import Person
from yankao.kernel.timeline.models import Entry

from .conftest import NOON, picture, upload

ID = "A123456789"
CHINESE = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"
needs_reader = pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract 未安裝")


def line(*texts: str, at: float = 40) -> list[Word]:
    return [Word(text, f"1.{at}", 10 + 12 * n, at, 20 + 12 * n, at + 4)
            for n, text in enumerate(texts)]  # fmt: skip


def hidden(*texts: str) -> list[Box]:
    return telling(line(*texts))


def sheet(*texts: str, size=(1200, 900), font: str = "") -> bytes:
    """A photo of a sheet on the ground with these lines on it."""
    image = Image.new("RGB", size, "#7c8271")
    pen = ImageDraw.Draw(image)
    pen.rectangle([200, 200, 1000, 260 + 110 * len(texts)], fill="#f4ecdd")
    face = ImageFont.truetype(font, 56) if font else ImageFont.load_default(56)
    for at, text in enumerate(texts):
        pen.text((260, 240 + 110 * at), text, font=face, fill="#202020")
    target = io.BytesIO()
    image.save(target, "JPEG", quality=90)
    return target.getvalue()


def kept(case, content: bytes) -> Attachment:
    return attach(case, accept(upload(content, "a.jpg"), kind="photo"), by=None, at=NOON)


def opened(name) -> Image.Image:
    with default_storage.open(str(name)) as content:
        return Image.open(io.BytesIO(content.read())).convert("RGB")


@pytest.fixture
def officer(db) -> Person:
    return Person.objects.create(username="officer", name="承辦")


def test_a_box_is_painted_into_the_copy_and_the_original_stays(case, officer):
    row = mask(kept(case, picture(size=(200, 100))), [Box(25, 50, 50, 50)], by=officer)
    whole, small = opened(row.masked), opened(row.masked_thumbnail)
    assert max(whole.getpixel((100, 75))) < 60 and whole.getpixel((20, 20))[0] > 200
    assert max(small.getpixel((small.width // 2, small.height * 3 // 4))) < 60
    assert opened(row.stored).getpixel((100, 75))[0] > 200
    assert row.look == Look.LOOKED and row.boxes == [[25, 50, 50, 50]]
    entry = Entry.objects.get(verb="mask")
    assert (entry.actor_id, entry.data["parts"]) == (officer.pk, 1)


@pytest.mark.parametrize("form", ["PNG", "WEBP"])
def test_a_transparent_picture_is_covered_as_well(case, officer, form):
    content = picture(form, size=(100, 100), mode="RGBA", colour=(9, 200, 9, 0))
    row = mask(kept(case, content), [Box(0, 0, 50, 100)], by=officer)
    with default_storage.open(str(row.masked)) as stored:
        pixels = Image.open(stored).convert("RGBA")
        assert pixels.getpixel((10, 50))[3] == 255 and pixels.getpixel((90, 50))[3] == 0


def test_the_same_boxes_again_say_nothing_new_and_fewer_take_the_copy_away(case, officer, settings):
    row = mask(kept(case, picture()), [Box(10, 10, 20, 20)], by=officer)
    again = mask(row, [Box(10, 10, 20, 20)], by=officer)
    assert again.looked_at == row.looked_at and Entry.objects.filter(verb="mask").count() == 1
    old = str(row.masked)
    bare = mask(row, [], by=officer)
    assert (bare.masked, bare.look) == ("", Look.LOOKED)
    assert sweep(timezone.now()) == 2 and not default_storage.exists(old)
    assert default_storage.exists(str(bare.stored))


@pytest.mark.parametrize(
    "bad", [Box(0, 0, 0, 10), Box(120, 0, 10, 10), Box(0, 0, float("nan"), 5), Box(5, 5, -3, 3)]
)
def test_a_box_that_hides_nothing_is_refused(case, officer, bad):
    row = kept(case, picture())
    with pytest.raises(BadBox):
        mask(row, [bad], by=officer)
    assert Attachment.objects.get().look == Look.WAITING


def test_a_box_that_reaches_over_the_edge_ends_there(case, officer):
    row = mask(kept(case, picture()), [Box(90, 95, 50, 50)], by=officer)
    assert row.boxes == [[90, 95, 10, 5]]


def test_others_see_an_identifying_picture_only_as_an_officer_masked_it(case, officer):
    row = kept(case, picture())
    Attachment.objects.update(identifying=True, look=Look.MASKED, masked=row.stored.name)
    seen = Attachment.objects.to_be_seen(may_see_identity=False)
    assert not seen.exists()
    mask(row, [Box(1, 1, 9, 9)], by=officer)
    assert seen.exists()


def test_numbers_of_people_and_vehicles_are_told_from_those_of_lamps():
    assert hidden("燈桿", "123456") == [] and hidden("中山路", "100") == []
    assert [len(hidden(*said)) for said in (
        [ID], ["A123", "456", "789"], ["0912-345-678"], ["ABC-1234"], ["車主", ID, "0912345678"],
        ["AI23456789"], ["A123456780"],
    )] == [1, 1, 1, 1, 1, 1, 1]  # fmt: skip


def test_a_card_is_hidden_whole_with_a_margin():
    name, number = line("中華", "民國", "國民", "身分證", at=20), line(ID, at=60)
    (box,) = telling([*name, *number])
    assert box.left < 10 and box.top < 20 and box.top + box.height > 64


def test_without_a_reader_pictures_wait_for_an_officer(case):
    row = kept(case, picture())
    jobs.look_at_pictures(0)
    row.refresh_from_db()
    assert row.look == Look.WAITING
    Attachment.objects.update(public=True)
    assert not Attachment.objects.for_everybody().exists()


def test_a_reader_that_fails_leaves_the_picture_to_an_officer(case, settings, tmp_path):
    broken = tmp_path / "reader"
    broken.write_text('#!/bin/sh\n[ "$1" = --list-langs ] && echo eng && exit\nexit 3\n')
    broken.chmod(0o755)
    settings.OCR_COMMAND = str(broken)
    row = kept(case, picture())
    jobs.look_at_pictures(0)
    row.refresh_from_db()
    assert row.look == Look.UNREAD


@needs_reader
def test_a_number_is_found_in_a_picture_and_hidden_before_it_is_public(case, settings):
    settings.OCR_COMMAND = "tesseract"
    row = kept(case, sheet("POLE 12345", ID, "0912-345-678"))
    Attachment.objects.update(public=True)
    assert not Attachment.objects.for_everybody().exists()
    jobs.look_at_pictures(0)
    row = Attachment.objects.for_everybody().get()
    assert row.look == Look.MASKED and len(row.boxes) == 2
    with default_storage.open(str(row.masked)) as masked:
        read = " ".join(word.text for word in ocr.words(masked.read()))
    assert "123456789" not in read and "345" not in read.replace("12345", "") and "12345" in read
    assert Entry.objects.get(verb="mask").actor_id is None


@needs_reader
def test_a_harmless_picture_is_clear_and_the_timeline_silent(case, settings):
    settings.OCR_COMMAND = "tesseract"
    row = kept(case, sheet("POLE 12345"))
    jobs.look_at_pictures(0)
    row.refresh_from_db()
    assert (row.look, row.masked) == (Look.CLEAR, "") and not Entry.objects.filter(verb="mask")


@needs_reader
def test_an_officer_who_came_first_has_the_say(case, officer, settings):
    settings.OCR_COMMAND = "tesseract"
    row = kept(case, sheet(ID))
    stale = Attachment.objects.get(pk=row.pk)
    mask(row, [], by=officer)
    look_at(stale)
    row.refresh_from_db()
    assert (row.look, row.boxes) == (Look.LOOKED, [])


@needs_reader
@pytest.mark.skipif(not Path(CHINESE).exists(), reason="沒有中文字型可畫身分證")
def test_an_identity_card_is_hidden_however_it_lies(case, settings):
    settings.OCR_COMMAND = "tesseract"
    if not ocr.reads_chinese():
        pytest.skip("Tesseract 沒有繁體中文")
    card = Image.open(io.BytesIO(sheet("中華民國國民身分證", "姓名 王小明", ID, font=CHINESE)))
    turned = io.BytesIO()
    card.rotate(90, expand=True).save(turned, "JPEG", quality=90)
    row = kept(case, turned.getvalue())
    jobs.look_at_pictures(0)
    row.refresh_from_db()
    (box,) = row.boxes
    assert row.look == Look.MASKED and box[2] * box[3] > 1000
    with default_storage.open(str(row.masked)) as masked:
        assert not ocr.words(masked.read())
