"""A case to attach files to, and files as citizens send them."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from yankao.kernel.cases.models import Case
from yankao.kernel.files import documents

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def case(db):
    return Case.objects.create(
        number="T1151123-0001", programme="nowhere", state="open", opened_at=NOON
    )


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def picture(form="JPEG", size=(64, 48), mode="RGB", colour="tomato", **saved) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size, colour).save(target, form, **saved)
    return target.getvalue()


def zipped(entries: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return target.getvalue()


def odt(**more: bytes) -> bytes:
    return zipped(
        {
            "mimetype": documents.ODT.encode(),
            "content.xml": b"<office:document-content/>",
            "META-INF/manifest.xml": b"<manifest:manifest/>",
            **more,
        }
    )


def docx(types: bytes = b"<Types/>", **more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": types, "word/document.xml": b"<w:document/>", **more})


PDF = (
    b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n"
    b"trailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n"
)
