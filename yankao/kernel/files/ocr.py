"""Reads what is written in a picture, by Tesseract where it is installed; nothing needs it."""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from PIL import Image

SIDE = 2400
TIMEOUT = 60.0
CHINESE, PLAIN = "chi_tra", "eng"
# Scattered words in any of four directions: a card lies as it was put down.
SPARSE, PAGE = "12", "3"
GAP, BREAKS = re.compile(r"(?<=[^\x00-\x7f]) +(?=[^\x00-\x7f])"), re.compile(r"\n{3,}")
WORD, FIELDS = "5", 12


class Unreadable(Exception):
    """The reader is not there, gave up or did not end."""


@dataclass(frozen=True)
class Word:
    """A word and where it stands, in hundredths of the picture; `line` joins those of one line."""

    text: str
    line: str
    left: float
    top: float
    right: float
    bottom: float


def present() -> bool:
    return bool(settings.OCR_COMMAND and shutil.which(settings.OCR_COMMAND))


@cache
def languages(command: str) -> frozenset[str]:
    """Which of the languages we ask for are installed."""
    told = _run(command, "--list-langs")
    return frozenset({CHINESE, PLAIN} & set(told.decode("utf-8", "replace").split()))


def reads_chinese() -> bool:
    return present() and CHINESE in languages(settings.OCR_COMMAND)


def words(content: bytes) -> list[Word]:
    """Everything read in the picture, wherever and however it lies."""
    told, width, height = _read(content, "--psm", SPARSE, "tsv")
    return list(_listed(told, width, height))


def text(content: bytes) -> str:
    """A page as it is read, line by line; between Chinese signs no gaps."""
    told, _width, _height = _read(content, "--psm", PAGE)
    lines = (GAP.sub("", line).strip() for line in told.splitlines())
    return BREAKS.sub("\n\n", "\n".join(lines)).strip()


def _read(content: bytes, *how: str) -> tuple[str, int, int]:
    """What the reader says of a picture in grey, and how large that was."""
    if not present():
        raise Unreadable(settings.OCR_COMMAND)
    spoken = "+".join(sorted(languages(settings.OCR_COMMAND)))
    with Image.open(io.BytesIO(content)) as image:
        image.draft("L", (SIDE, SIDE))
        grey = image.convert("L")
    grey.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    sheet = io.BytesIO()
    grey.save(sheet, "PNG", compress_level=1)
    told = _run(settings.OCR_COMMAND, "-", "-", "-l", spoken or PLAIN, *how, given=sheet.getvalue())
    return told.decode("utf-8", "replace"), grey.width, grey.height


def _run(command: str, *asked: str, given: bytes = b"") -> bytes:
    """One thread only: the worker has letters to send as well."""
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(  # noqa: S603 -- the operator names the program, never a citizen
            [command, *asked], input=given, capture_output=True, timeout=TIMEOUT, env=alone,
            check=True,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(str(error)[:200]) from error
    return done.stdout


def _listed(table: str, width: int, height: int) -> Iterator[Word]:
    for row in table.splitlines():
        told = row.split("\t")
        if len(told) != FIELDS or told[0] != WORD or not told[-1].strip():
            continue
        left, top, wide, high = (int(value) for value in told[6:10])
        yield Word(
            told[-1].strip(), ".".join(told[1:5]),
            left / width * 100, top / height * 100,
            (left + wide) / width * 100, (top + high) / height * 100,
        )  # fmt: skip
