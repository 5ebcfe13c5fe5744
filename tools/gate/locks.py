"""Lock files name versions and hashes, never the place a package came from; no file a secret."""

import re
from collections.abc import Iterator

from .sources import ROOT, files, name

PINNED = ["requirements.lock", "tools/uv.txt", "package-lock.json", ".npmrc"]
ADDRESS = re.compile(
    r'"resolved"|registry\s*=|--(extra-)?index|--find-links|@ ?(git\+)?https?:'
    r"|^https?:",
    re.MULTILINE,
)
SECRET = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY"
    r"|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bxox[abp]-[0-9A-Za-z-]{10,}"
    r"|(?i:secret|token|passw(or)?d|api_?key)\w*[\"']?\s*[=:]\s*[\"'][A-Za-z0-9+/_=-]{32,}[\"']"
)
LARGEST = 2_000_000


def problems() -> Iterator[str]:
    """Addresses in lock files, secrets anywhere."""
    for pinned in PINNED:
        if (ROOT / pinned).exists():
            yield from addresses(pinned, (ROOT / pinned).read_text())
    for path in files():
        if path.stat().st_size < LARGEST:
            yield from secrets(name(path), path.read_bytes().decode(errors="ignore"))


def addresses(where: str, text: str) -> Iterator[str]:
    """Lines by which a lock file would send others to our package index."""
    for found in ADDRESS.finditer(text):
        line = text.count("\n", 0, found.start()) + 1
        yield f"{where}:{line}: records where packages come from ({found[0].strip()})"


def secrets(where: str, text: str) -> Iterator[str]:
    """Lines that look like a key somebody forgot."""
    for found in SECRET.finditer(text):
        yield f"{where}:{text.count(chr(10), 0, found.start()) + 1}: looks like a secret"
