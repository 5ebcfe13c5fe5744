"""Any file in: CSV, JSON, JSON lines, zipped or not, in whatever encoding it was saved."""

import csv
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from gzip import GzipFile
from io import BufferedReader, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any

ENCODINGS = ("utf-8-sig", "big5hkscs", "cp1252")
SAMPLE = 1 << 20
SURPLUS = "(surplus)"
Row = dict[str, str]


class UnreadableFile(ValueError):
    """The file is not what its name and first bytes promise."""


@dataclass
class Reader:
    """Yields (line, row) from the first row on; a row is a dictionary of texts.

    Lines count rows, not printed lines, and begin at 1. A CSV row with more cells than the header
    keeps them under SURPLUS. NUL characters, which no database takes, are left out and counted.
    """

    path: Path
    encodings: tuple[str, ...] = ENCODINGS
    records: str = ""
    cleaned: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[tuple[int, Row]]:
        return self.behind(0)

    def behind(self, last: int) -> Iterator[tuple[int, Row]]:
        """The rows behind that line; those before it are passed over unread."""
        with self.open_text() as file:
            if self.is_json(file):
                for line, row in islice(enumerate(self.from_json(file), 1), last, None):
                    yield line, self.clean(row)
                return
            rows = cells_of(file)
            header = [name.strip() for name in next(rows, [])]
            for line, cells in islice(enumerate(filter(None, rows), 1), last, None):
                yield line, self.joined(header, cells)

    def count(self) -> int:
        """How many rows there are."""
        with self.open_text() as file:
            if self.is_json(file):
                return sum(1 for _row in self.from_json(file))
            return max(sum(1 for cells in cells_of(file) if cells) - 1, 0)

    def open_text(self) -> IO[str]:
        encoding = self.encoding()
        return TextIOWrapper(self._open(), encoding=encoding, errors="replace", newline="")

    def _open(self) -> GzipFile | BufferedReader:
        with self.path.open("rb") as file:
            zipped = file.read(2) == b"\x1f\x8b"
        return GzipFile(self.path) if zipped else self.path.open("rb")

    def encoding(self) -> str:
        """The first encoding that reads the beginning of the file without a fault."""
        with self._open() as file:
            sample = file.read(SAMPLE)
        if len(sample) == SAMPLE:
            sample = sample[: sample.rfind(b"\n") + 1] or sample[:-4]
        for name in self.encodings:
            try:
                sample.decode(name)
            except UnicodeDecodeError:
                continue
            return name
        raise UnreadableFile(f"{self.path.name}: none of {', '.join(self.encodings)}")

    def is_json(self, file: IO[str]) -> bool:
        start = file.read(4096).lstrip("\ufeff \t\r\n")[:1]
        file.seek(0)
        return start in ("[", "{")

    def from_json(self, file: IO[str]) -> Iterator[dict[str, Any]]:
        """An array, an object that holds one, a single object, or one object a line."""
        text = file.read().lstrip("\ufeff")
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            yield from self.from_lines(text)
            return
        if isinstance(found, dict) and self.records in found:
            found = found[self.records]
        rows = found if isinstance(found, list) else [found]
        yield from (row if isinstance(row, dict) else {"value": row} for row in rows)

    def from_lines(self, text: str) -> Iterator[dict[str, Any]]:
        for number, line in enumerate(text.splitlines(), 1):
            if not line.strip():
                continue
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise UnreadableFile(f"{self.path.name}, line {number}: {error.msg}") from error

    def joined(self, header: list[str], cells: list[str]) -> Row:
        """A row of a CSV file, which holds nothing but texts."""
        if "\x00" in "".join(cells):
            self.cleaned += sum("\x00" in cell for cell in cells)
            cells = [cell.replace("\x00", "") for cell in cells]
        row = {name: cell.strip() for name, cell in zip(header, cells, strict=False)}
        if len(cells) < len(header):
            row |= dict.fromkeys(header[len(cells) :], "")
        elif len(cells) > len(header):
            row[SURPLUS] = text_of(cells[len(header) :])
        return row

    def clean(self, row: dict[str, Any]) -> Row:
        """Every value as text without blanks around it; missing ones are empty."""
        clean: Row = {}
        for name, value in row.items():
            said = text_of(value)
            if "\x00" in said and name != SURPLUS:
                said = said.replace("\x00", "")
                self.cleaned += 1
            clean[name.strip() if name != SURPLUS else SURPLUS] = said.strip()
        return clean


def cells_of(file: IO[str]) -> Iterator[list[str]]:
    csv.field_size_limit(1 << 24)
    return csv.reader(file)


def text_of(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def digest_of(path: Path) -> str:
    """SHA-256 of the file as it lies on disk."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
