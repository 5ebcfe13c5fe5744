"""Documents: known by their structure, refused when locked, active or carrying macros."""

import io
import re
import zipfile
import zlib

from .words import Refused

PDF = "application/pdf"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"

ENTRIES = 5_000
UNPACKED = 300 * 1024 * 1024
OBJECTS = 32 * 1024 * 1024
ACTIVE = re.compile(
    rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])"
)
ENCRYPTED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
STREAM = re.compile(rb"(?<!end)stream\r?\n(.*?)endstream", re.DOTALL)
OBJECT_STREAM = re.compile(
    rb"/ObjStm(?![A-Za-z0-9]).{0,400}?(?<!end)stream\r?\n(.*?)endstream", re.DOTALL
)
ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
MACROS = ("vbaproject.bin", "vbadata.xml", "basic/", "scripts/", "/activex/")
END_OF_ZIP = b"PK\x05\x06"
UNZIPPABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    NotImplementedError,
    RuntimeError,
)


def check_pdf(content: bytes, name: str) -> None:
    """Whole, open and passive: no password, no program, no files inside."""
    if b"%%EOF" not in content[-1024:] or b"obj" not in content:
        raise Refused("broken_pdf", name=name)
    names = ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), _pdf_names(content))
    if ENCRYPTED.search(names):
        raise Refused("locked_pdf", name=name)
    if ACTIVE.search(names):
        raise Refused("active_pdf", name=name)


def _pdf_names(content: bytes) -> bytes:
    """What the file says in the open and in its packed object streams, pictures left out."""
    packed = [_inflated(found[1]) for found in OBJECT_STREAM.finditer(content)]
    return b"\n".join([STREAM.sub(b"", content), *packed])


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, OBJECTS)
    except zlib.error:
        return data


def zip_kind(content: bytes, name: str) -> str:
    """ODT, ODS or DOCX; anything else that is packed is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_structure(archive, content, name)
            return _document_kind(archive, name)
    except UNZIPPABLE as error:
        raise Refused("broken_document", name=name) from error


def _check_structure(archive: zipfile.ZipFile, content: bytes, name: str) -> None:
    """Nothing before or after the archive, nothing that unpacks without end."""
    entries = archive.infolist()
    whole = content.rfind(END_OF_ZIP) + 22 == len(content)
    if not whole or not entries or min(entry.header_offset for entry in entries) != 0:
        raise Refused("broken_document", name=name)
    if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
        raise Refused("broken_document", name=name)
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("locked_document", name=name)
    if any(_escapes(entry.filename) for entry in entries):
        raise Refused("broken_document", name=name)
    if any(_is_macro(entry.filename) for entry in entries):
        raise Refused("macro", name=name)


def _escapes(path: str) -> bool:
    return path.startswith(("/", "\\")) or ".." in path.replace("\\", "/").split("/")


def _is_macro(path: str) -> bool:
    low = path.lower()
    return any(low.startswith(mark) or f"/{mark}" in low or mark in low[-16:] for mark in MACROS)


def _document_kind(archive: zipfile.ZipFile, name: str) -> str:
    names = set(archive.namelist())
    if "mimetype" in names:
        kind = _start(archive, "mimetype", 100).decode("ascii", "replace").strip()
        if kind in (ODT, ODS) and "content.xml" in names:
            if b"manifest:encryption-data" in _start(archive, "META-INF/manifest.xml", 200_000):
                raise Refused("locked_document", name=name)
            return kind
    if {"[Content_Types].xml", "word/document.xml"} <= names:
        if b"macroenabled" in _start(archive, "[Content_Types].xml", 200_000).lower():
            raise Refused("macro", name=name)
        return DOCX
    raise Refused("unknown", name=name)


def _start(archive: zipfile.ZipFile, path: str, length: int) -> bytes:
    with archive.open(path) as entry:
        return entry.read(length)


def read_text(content: bytes) -> str | None:
    """The text, from UTF-8 or Big5; None when it is not text."""
    for encoding in ("utf-8-sig", "cp950"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(letter >= " " or letter in "\t\r\n\f" for letter in text) and "\x7f" not in text:
            return text
    return None
