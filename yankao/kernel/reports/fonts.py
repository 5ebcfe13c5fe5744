"""Which signs our font can print, read from the font itself; a PDF/UA may hold no others."""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

WEIGHTS = ("400Regular", "700Bold")
MISSING = "〓"  # what printers have always set where a type was missing
BLANKS = {"\n", "\t"}


def folders() -> list[str]:
    return [str(settings.REPORT_FONTS / weight) for weight in WEIGHTS]


@cache
def known() -> frozenset[int]:
    """Code points of the regular font."""
    (path,) = Path(settings.REPORT_FONTS / WEIGHTS[0]).glob("*.ttf")
    return frozenset(covered(path.read_bytes()))


def covered(font: bytes) -> Iterator[int]:
    """The code points of a font's character map; the table of segments (format 12) has them all."""
    (tables,) = struct.unpack(">H", font[4:6])
    for at in range(12, 12 + 16 * tables, 16):
        tag, _sum, start, _size = struct.unpack(">4sIII", font[at : at + 16])
        if tag == b"cmap":
            yield from mapped(font, start)


def mapped(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack(">H", font[start + 2 : start + 4])
    for at in range(start + 4, start + 4 + 8 * count, 8):
        (offset,) = struct.unpack(">I", font[at + 4 : at + 8])
        place = start + offset
        (form,) = struct.unpack(">H", font[place : place + 2])
        if form == 12:
            (groups,) = struct.unpack(">I", font[place + 12 : place + 16])
            for group in range(place + 16, place + 16 + 12 * groups, 12):
                first, last, _glyph = struct.unpack(">III", font[group : group + 12])
                yield from range(first, last + 1)


def unprintable(text: str) -> list[str]:
    """Signs no type exists for, each once."""
    signs = dict.fromkeys(text)
    return [sign for sign in signs if sign not in BLANKS and ord(sign) not in known()]


def printable(text: str) -> str:
    """The text with a mark for each sign that cannot be printed."""
    lacking = set(unprintable(text))
    return "".join(MISSING if sign in lacking else sign for sign in text)
