"""The files folder: packed into one archive, unpacked, and compared by content."""

import hashlib
import tarfile
from pathlib import Path


def fingerprints(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file in a folder."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            with path.open("rb") as content:
                known_as = path.relative_to(folder).as_posix()
                found[known_as] = hashlib.file_digest(content, "sha256").hexdigest()
    return found


def pack(folder: Path, archive: Path) -> None:
    """Everything in the folder; photographs do not shrink, so nothing is compressed."""
    with tarfile.open(archive, "w") as packed:
        if folder.exists():
            packed.add(folder, arcname=".")


def unpack(archive: Path, folder: Path) -> None:
    """Back into an empty folder; no path may lead out of it."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
