"""Turns every translation (.po) into the form Python reads (.mo), without gettext's own tools."""

import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.messages import LOCALE, Message, read  # noqa: E402

MAGIC = 0x950412DE
HEADER_BYTES = 28


def compiled(messages: list[Message]) -> bytes:
    """A .mo file: header, two tables of (length, place), the texts; sorted by name."""
    entries = sorted(
        (message.key.encode(), "\0".join(message.forms).encode())
        for message in messages
        if all(message.forms) and not message.fuzzy
    )
    count = len(entries)
    place = HEADER_BYTES + 16 * count
    tables: list[bytes] = []
    texts = b""
    for side in (0, 1):
        for pair in entries:
            tables.append(struct.pack("<II", len(pair[side]), place + len(texts)))
            texts += pair[side] + b"\0"
    second = HEADER_BYTES + 8 * count
    header = struct.pack("<7I", MAGIC, 0, count, HEADER_BYTES, second, 0, place)
    return header + b"".join(tables) + texts


def main() -> int:
    """Writes a .mo beside every .po of the project."""
    for source in sorted(LOCALE.rglob("*.po")):
        source.with_suffix(".mo").write_bytes(compiled(read(source)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
