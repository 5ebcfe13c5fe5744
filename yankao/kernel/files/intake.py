"""Takes an upload or refuses it in words; the content decides what it is, never the name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from django.core.files.uploadedfile import UploadedFile

from . import clamav, documents, limits
from .images import Photo, Taken, read_photo
from .models import Kind, Scan
from .names import safe_name, suffix_of
from .words import Refused

SUFFIXES = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    documents.PDF: ".pdf",
    documents.ODT: ".odt",
    documents.ODS: ".ods",
    documents.DOCX: ".docx",
    documents.TEXT: ".txt",
}
TEXT_NAMES = {".txt", ".csv", ".md", ".log", ""}
PHOTO_KINDS = {Kind.PHOTO, Kind.PHOTO_BEFORE, Kind.PHOTO_AFTER}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


@dataclass(frozen=True)
class Accepted:
    """A file fit to be stored: clean bytes and what we found in it."""

    kind: Kind
    name: str
    content: bytes = field(repr=False)
    content_type: str
    sha256: str
    received_sha256: str
    scan: Scan
    width: int | None = None
    height: int | None = None
    thumbnail: bytes = field(default=b"", repr=False)
    taken: Taken = Taken()

    @property
    def size(self) -> int:
        return len(self.content)


def accept(upload: UploadedFile[bytes], *, kind: str) -> Accepted:
    """The upload, checked and cleaned; raises Refused with what its sender can do."""
    wanted = Kind(kind)
    given = upload.name or ""
    content = _read(upload)
    family = sniff(content)
    shown = safe_name(given, suffix_of(given))
    _check_size(family, wanted, size=len(content), name=shown)
    scan = _scanned(content, shown)
    received = digest(content)
    if family == "photo":
        photo = read_photo(
            content,
            name=shown,
            megapixels=limits.PHOTO_MEGAPIXELS.value(),
            side=limits.PHOTO_SIDE.value(),
        )
        return _accepted_photo(photo, wanted, given, received, scan)
    content_type, content = _read_document(family, content, given, shown)
    if wanted in PHOTO_KINDS:
        raise Refused("not_a_photo", name=shown)
    return Accepted(
        kind=wanted,
        name=safe_name(given, SUFFIXES[content_type]),
        content=content,
        content_type=content_type,
        sha256=digest(content),
        received_sha256=received,
        scan=scan,
    )


def renamed(accepted: Accepted, name: str) -> Accepted:
    """The same file under another name."""
    return replace(accepted, name=safe_name(name, SUFFIXES[accepted.content_type]))


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def sniff(content: bytes) -> str:
    """What the first bytes say: photo, pdf, zip or nothing we know."""
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return "photo"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "photo"
    if content[4:8] == b"ftyp" and content[8:12] in HEIF_BRANDS:
        return "photo"
    if content.startswith(b"%PDF-"):
        return "pdf"
    return "zip" if content.startswith(b"PK\x03\x04") else ""


def _read(upload: UploadedFile[bytes]) -> bytes:
    """The bytes, unless there are none or more than any kind may have."""
    most = max(limits.PHOTO_MB.value(), limits.DOCUMENT_MB.value())
    if (upload.size or 0) > most * 1024 * 1024:
        raise _too_large(upload.size or 0, most)
    upload.seek(0)
    content: bytes = upload.read(most * 1024 * 1024 + 1)
    if not content:
        raise Refused("empty")
    return content


def _check_size(family: str, wanted: Kind, *, size: int, name: str) -> None:
    if wanted in PHOTO_KINDS and family not in ("photo", ""):
        raise Refused("not_a_photo", name=name)
    most = (limits.PHOTO_MB if family == "photo" else limits.DOCUMENT_MB).value()
    if size > most * 1024 * 1024:
        raise _too_large(size, most)


def _too_large(size: int, most: int) -> Refused:
    return Refused("too_large", size=f"{size / 1024 / 1024:.1f}", limit=most)


def _scanned(content: bytes, name: str) -> Scan:
    """Asks the scanner; when it is silent the file is kept, but locked away until it answers."""
    if not clamav.configured():
        return Scan.NONE
    try:
        virus = clamav.find_virus(content)
    except clamav.Unavailable:
        return Scan.WAITING
    if virus:
        raise Refused("infected", name=name, virus=virus)
    return Scan.CLEAN


def _accepted_photo(photo: Photo, kind: Kind, given: str, received: str, scan: Scan) -> Accepted:
    return Accepted(
        kind=kind,
        name=safe_name(given, SUFFIXES[photo.content_type]),
        content=photo.content,
        content_type=photo.content_type,
        sha256=digest(photo.content),
        received_sha256=received,
        scan=scan,
        width=photo.width,
        height=photo.height,
        thumbnail=photo.thumbnail,
        taken=photo.taken,
    )


def _read_document(family: str, content: bytes, given: str, shown: str) -> tuple[str, bytes]:
    if family == "pdf":
        documents.check_pdf(content, shown)
        return documents.PDF, content
    if family == "zip":
        return documents.zip_kind(content, shown), content
    text = documents.read_text(content)
    if text is None:
        raise Refused("unknown", name=shown)
    if suffix_of(given) not in TEXT_NAMES:
        raise Refused("disguised", name=shown)
    return documents.TEXT, text.encode()
