"""Nobody can send bytes that make the intake stumble: it takes them or refuses them."""

import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from yankao.kernel.files.intake import SUFFIXES, accept
from yankao.kernel.files.models import Kind
from yankao.kernel.files.words import Refused

from .conftest import PDF, docx, odt, picture, upload

pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::UserWarning:PIL")]

exif = Image.Exif()
exif[0x0112] = 3
exif.get_ifd(0x8825)[2] = (22.0, 37.0, 39.0)
exif.get_ifd(0x8769)[0x9003] = "2026:11:23 12:34:56"
WHOLE = [
    picture("JPEG", exif=exif),
    picture("JPEG", progressive=True, size=(40, 40)),
    picture("PNG"),
    picture("PNG", mode="P", colour=1, transparency=0),
    picture("WEBP", lossless=True),
    picture("HEIF"),
    picture("MPO"),
    PDF,
    odt(),
    docx(),
]
MAGIC = [b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBP", b"\0\0\0\x18ftypheic",
         b"%PDF-1.4", b"PK\x03\x04", b""]  # fmt: skip

kinds = st.sampled_from(list(Kind)).map(str)
names = st.text(max_size=30)
unhurried = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow], database=None
)


def taken_or_refused(content: bytes, name: str, kind: str) -> None:
    file = upload(content, "x")
    file._name = name
    try:
        accepted = accept(file, kind=kind)
    except Refused as refused:
        assert refused.messages[0]
        return
    assert accepted.content_type in SUFFIXES
    assert accepted.name.endswith(SUFFIXES[accepted.content_type])
    assert "/" not in accepted.name
    if accepted.thumbnail:
        assert Image.open(io.BytesIO(accepted.content)).size == (accepted.width, accepted.height)


@unhurried
@given(st.sampled_from(MAGIC), st.binary(max_size=400), names, kinds)
def test_random_bytes(magic, rest, name, kind):
    taken_or_refused(magic + rest, name, kind)


@unhurried
@given(st.sampled_from(WHOLE), st.data(), names, kinds)
def test_files_with_bytes_changed(whole, data, name, kind):
    content = bytearray(whole)
    places = st.integers(0, len(content) - 1)
    for place, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=12)):
        content[place] = value
    taken_or_refused(bytes(content), name, kind)


@unhurried
@given(st.sampled_from(WHOLE), st.data(), kinds)
def test_files_cut_short_or_doubled(whole, data, kind):
    cut = data.draw(st.integers(1, len(whole)))
    other = data.draw(st.sampled_from(WHOLE))
    taken_or_refused(whole[:cut], "a.jpg", kind)
    taken_or_refused(whole[:cut] + other, "a.jpg", kind)
    taken_or_refused(other + whole[cut:], "a.jpg", kind)
