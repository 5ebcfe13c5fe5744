"""What is taken, what is refused, and in which words."""

import io
import random
import zlib
from datetime import datetime, timedelta, timezone

import pytest
from PIL import ExifTags, Image

from yankao.kernel.files import documents, limits
from yankao.kernel.files.intake import accept
from yankao.kernel.files.words import Refused

from .conftest import PDF, docx, odt, picture, upload, zipped

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::UserWarning:PIL")]


def code_of(content, name, kind="document"):
    with pytest.raises(Refused) as refused:
        accept(upload(content, name), kind=kind)
    assert refused.value.messages[0]
    return refused.value.code


def with_exif(form="JPEG", **size):
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Camera of Mr Wang"
    shot = exif.get_ifd(ExifTags.IFD.Exif)
    shot[ExifTags.Base.DateTimeOriginal] = "2026:11:23 12:34:56"
    shot[ExifTags.Base.OffsetTimeOriginal] = "+09:00"
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef] = "N"
    place[ExifTags.GPS.GPSLatitude] = (22.0, 37.0, 39.0)
    place[ExifTags.GPS.GPSLongitudeRef] = "E"
    place[ExifTags.GPS.GPSLongitude] = (120.0, 18.0, 3.6)
    return picture(form, exif=exif, **size)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "HEIF", "MPO"])
def test_photos_are_known_by_their_content(form):
    accepted = accept(upload(picture(form), "坑洞.dat"), kind="photo")
    again = Image.open(io.BytesIO(accepted.content))
    assert f"image/{again.format.lower()}" == accepted.content_type
    assert (accepted.width, accepted.height) == (64, 48)
    assert Image.open(io.BytesIO(accepted.thumbnail)).format == "WEBP"


def test_a_heic_photo_becomes_a_jpeg_by_name_and_content():
    accepted = accept(upload(picture("HEIF"), "IMG_0001.HEIC"), kind="photo")
    assert (accepted.name, accepted.content_type) == ("IMG_0001.jpg", "image/jpeg")
    assert accepted.content.startswith(b"\xff\xd8\xff")


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG", "HEIF"])
def test_position_and_time_are_offered_and_then_gone_from_the_file(form):
    accepted = accept(upload(with_exif(form), "a.jpg"), kind="photo")
    assert accepted.taken.lat == pytest.approx(22.6275)
    assert accepted.taken.lng == pytest.approx(120.301)
    assert accepted.taken.at == datetime(
        2026, 11, 23, 12, 34, 56, tzinfo=timezone(timedelta(hours=9))
    )
    assert not Image.open(io.BytesIO(accepted.content)).getexif()
    assert b"Mr Wang" not in accepted.content


@pytest.mark.parametrize("form", ["JPEG", "WEBP", "PNG"])
def test_a_photo_is_turned_upright(form):
    accepted = accept(upload(with_exif(form, size=(64, 48)), "a.jpg"), kind="photo")
    assert (accepted.width, accepted.height) == (48, 64)


def test_a_large_photo_is_scaled_down_and_keeps_its_shape():
    accepted = accept(upload(picture(size=(8000, 6000)), "a.jpg"), kind="photo")
    assert (accepted.width, accepted.height) == (4096, 3072)
    assert max(Image.open(io.BytesIO(accepted.thumbnail)).size) == 480


@pytest.mark.parametrize(
    ("mode", "form", "colour"),
    [
        ("L", "JPEG", 7),
        ("CMYK", "JPEG", (1, 2, 3, 4)),
        ("P", "PNG", 0),
        ("RGBA", "PNG", (1, 2, 3, 4)),
        ("I;16", "PNG", 900),
        ("LA", "PNG", (1, 2)),
        ("1", "PNG", 1),
        ("RGBA", "WEBP", (1, 2, 3, 4)),
    ],
)
def test_every_colour_mode_is_taken(mode, form, colour):
    assert (
        accept(upload(picture(form, mode=mode, colour=colour), "a.png"), kind="photo").width == 64
    )


def test_a_png_the_size_of_a_photograph_becomes_a_jpeg():
    screen = accept(upload(picture("PNG", size=(1920, 1080)), "a.png"), kind="photo")
    photo = accept(upload(picture("PNG", size=(2400, 2000)), "a.png"), kind="photo")
    assert (screen.name, photo.name) == ("a.png", "a.jpg")


def test_whatever_follows_the_picture_is_left_behind():
    accepted = accept(upload(picture() + odt(evil=b"<script>"), "a.jpg"), kind="photo")
    assert b"<script>" not in accepted.content
    assert b"PK\x03\x04" not in accepted.content


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"#!/bin/sh\nrm -rf /\n", "photo.jpg"),
        (b"<?php system($_GET['x']); ?>", "photo.jpg"),
        (b"<svg onload='alert(1)'/>", "map.svg"),
        ("alert('嗨')".encode(), "a.pdf"),
    ],
)
def test_a_script_with_another_name_is_refused(content, name):
    assert code_of(content, name, kind="photo") == "disguised"
    assert code_of(content, name) == "disguised"


def test_a_photo_is_asked_for_a_photo_and_nothing_else():
    assert code_of(PDF, "a.jpg", kind="photo_after") == "not_a_photo"
    assert code_of(odt(), "a.jpg", kind="photo") == "not_a_photo"
    assert code_of("照片在後面".encode(), "a.txt", kind="photo") == "not_a_photo"


def test_unknown_and_empty_content_is_refused():
    assert code_of(b"", "a.jpg", kind="photo") == "empty"
    assert code_of(b"MZ\x90\x00\x03\x00\x00\x00", "a.jpg", kind="photo") == "unknown"
    assert code_of(b"GIF89a\x01\x00\x01\x00\x80", "a.gif", kind="photo") == "unknown"


def test_size_limits_are_said_in_megabytes():
    noise = random.Random(1).randbytes(1500 * 1000)
    photo = io.BytesIO()
    Image.frombytes("RGB", (1000, 500), noise).save(photo, "PNG")
    assert accept(upload(photo.getvalue(), "a.png"), kind="photo").size
    with pytest.raises(Refused, match=r"21\.0 MB.*20 MB"):
        accept(
            upload(photo.getvalue() + bytes(21 * 1024 * 1024 - len(photo.getvalue())), "a.png"),
            kind="photo",
        )
    too_much = limits.DOCUMENT_MB.value() * 1024 * 1024 + 1
    assert code_of(b"%PDF-" + bytes(too_much), "a.pdf") == "too_large"


def bomb(width, height):
    """A PNG that is small on disk and promises a huge picture."""

    def chunk(kind, data):
        body = kind + data
        return len(data).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(100_000)))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("size", [(10_000, 6_000), (60_000, 60_000), (2_000_000_000, 2)])
def test_a_decompression_bomb_is_refused_before_it_is_decoded(size):
    assert code_of(bomb(*size), "a.png", kind="photo") == "too_many_pixels"


def test_a_broken_photo_is_refused():
    whole = picture(size=(600, 400))
    assert code_of(whole[:300], "a.jpg", kind="photo") == "broken_photo"
    assert code_of(bomb(100, 9000), "a.png", kind="photo") == "broken_photo"


def test_a_whole_pdf_is_taken_as_it_is():
    accepted = accept(upload(PDF, "陳情書.PDF"), kind="document")
    assert (accepted.content, accepted.content_type, accepted.name) == (
        PDF, "application/pdf", "陳情書.pdf",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("addition", "code"),
    [
        (b"/Encrypt 5 0 R", "locked_pdf"),
        (b"<< /S /JavaScript /JS (app.alert(1)) >>", "active_pdf"),
        (b"<< /S /J#61vaScript >>", "active_pdf"),
        (b"<< /S /Launch /F (cmd.exe) >>", "active_pdf"),
        (b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\r\n"
         + zlib.compress(b"<< /JS (app.alert(1)) >>") + b"\nendstream", "active_pdf"),
    ],
)  # fmt: skip
def test_a_locked_or_active_pdf_is_refused(addition, code):
    assert code_of(PDF.replace(b"trailer", addition + b"\ntrailer"), "a.pdf") == code


def test_a_pdf_whose_picture_happens_to_spell_a_word_is_taken():
    stream = b"<< /Length 9 >>\nstream\n\x00/JS \x01\x02\nendstream"
    assert accept(upload(PDF.replace(b"trailer", stream + b"\ntrailer"), "a.pdf"), kind="document")


def test_a_pdf_cut_short_is_refused():
    assert code_of(PDF[:60], "a.pdf") == "broken_pdf"
    assert code_of(PDF + odt() * 20, "a.pdf") == "broken_pdf"


@pytest.mark.parametrize(
    ("content", "expected"),
    [(odt(), documents.ODT), (docx(), documents.DOCX)],
)
def test_office_documents_are_known_by_their_structure(content, expected):
    assert accept(upload(content, "a.bin"), kind="document").content_type == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (docx(**{"word/vbaProject.bin": b"x"}), "macro"),
        (docx(b"<Types ContentType='x.macroEnabled.main+xml'/>"), "macro"),
        (odt(**{"Basic/Standard/Module1.xml": b"x"}), "macro"),
        (odt(**{"Scripts/python/a.py": b"x"}), "macro"),
        (odt(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "locked_document"),
        (odt(**{"../../etc/passwd": b"x"}), "broken_document"),
        (odt() + b"trailing", "broken_document"),
        (odt()[:-30], "broken_document"),
        (zipped({"setup.exe": b"MZ"}), "unknown"),
        (zipped({"mimetype": b"application/java-archive", "content.xml": b""}), "unknown"),
    ],
)
def test_other_archives_are_refused(content, code):
    assert code_of(content, "a.odt") == code


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(documents, "UNPACKED", 1000)
    assert code_of(odt(big=bytes(2000)), "a.odt") == "broken_document"


def test_text_is_stored_as_utf8_whatever_it_came_in():
    accepted = accept(upload("陳情內容 𠮷".encode(), "信.txt"), kind="document")
    assert accepted.content.decode() == "陳情內容 𠮷"
    big5 = accept(upload("陳情內容".encode("cp950"), "信.txt"), kind="document")
    assert big5.content.decode() == "陳情內容"
    assert big5.content_type == "text/plain"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\王\\照片.HEIC", "照片.jpg"),
        ("a\u202egpj.exe", "agpj.jpg"),
        ("\x00\n<b>.png", "b.jpg"),
        (".htaccess", "htaccess.jpg"),
        ("", "file.jpg"),
        ("很長" * 200 + ".jpeg", "很長" * 50 + ".jpg"),
        ("v1.2 現場.JPG", "v1.2 現場.jpg"),
        ("😀𠮷.jpg", "😀𠮷.jpg"),
    ],
)
def test_names_are_made_harmless(given, kept):
    file = upload(picture(), "x")
    file._name = given
    assert accept(file, kind="photo").name == kept


def test_an_unknown_kind_is_a_mistake_of_ours():
    with pytest.raises(ValueError, match="selfie"):
        accept(upload(picture(), "a.jpg"), kind="selfie")
