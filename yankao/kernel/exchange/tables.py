"""Any list out: CSV that Excel opens, JSON, ODS; rows are written as they come."""

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator

from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from .sheets import MIME, write_sheet

BOM = "\ufeff"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
CHUNK = 200
Rows = Iterable[list[str]]


def table_response(kind: str, name: str, headers: list[str], rows: Rows) -> HttpResponseBase:
    """The rows as a file to keep, in the wanted kind; an unknown kind is not found."""
    if kind not in KINDS:
        raise Http404(kind)
    response = KINDS[kind](name, headers, rows)
    named = f"{name}-{timezone.localtime():%Y%m%d-%H%M}.{kind}"
    response["Content-Disposition"] = content_disposition_header(True, named) or ""
    response["Cache-Control"] = "no-store"
    return response


def harmless(text: str) -> str:
    """What a spreadsheet would run as a formula is marked as text; plain numbers are left alone."""
    if not text.startswith(FORMULA) or is_number(text):
        return text
    return f"'{text}"


def is_number(text: str) -> bool:
    digits = text[1:].replace(".", "", 1)
    return text[:1] in "+-" and digits.isascii() and digits.isdigit()


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(headers: list[str], rows: Rows) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield BOM + writer.writerow([harmless(header) for header in headers])
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


def json_lines(headers: list[str], rows: Rows) -> Iterator[str]:
    comma = "\n"
    yield "["
    for row in rows:
        yield comma + json.dumps(dict(zip(headers, row, strict=True)), ensure_ascii=False)
        comma = ",\n"
    yield "\n]\n"


def in_chunks(pieces: Iterator[str]) -> Iterator[str]:
    """Joins small pieces, so that a long file is not sent line by line."""
    held: list[str] = []
    for piece in pieces:
        held.append(piece)
        if len(held) == CHUNK:
            yield "".join(held)
            held.clear()
    yield "".join(held)


def as_csv(name: str, headers: list[str], rows: Rows) -> HttpResponseBase:
    return StreamingHttpResponse(in_chunks(csv_lines(headers, rows)), "text/csv; charset=utf-8")


def as_json(name: str, headers: list[str], rows: Rows) -> HttpResponseBase:
    return StreamingHttpResponse(in_chunks(json_lines(headers, rows)), "application/json")


def as_ods(name: str, headers: list[str], rows: Rows) -> HttpResponseBase:
    """A spreadsheet has its index at the end, so it is written to disk before it is sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 – the response closes it
    write_sheet(file, name, headers, rows)
    file.seek(0)
    return FileResponse(file, content_type=MIME)


KINDS: dict[str, Callable[[str, list[str], Rows], HttpResponseBase]] = {
    "csv": as_csv,
    "json": as_json,
    "ods": as_ods,
}
