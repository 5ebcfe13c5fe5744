"""The files folder: packed into one archive, unpacked, and compared by content."""

import hashlib
import tarfile
from contextlib import suppress
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


def pack(folder: Path, archive: Path) -> dict[str, str]:
    """Everything in the folder, and the SHA-256 of every file as it was packed.

    Files come and go meanwhile: one that came later is in neither, one that went is left out.
    Photographs do not shrink, so nothing is compressed.
    """
    with tarfile.open(archive, "w") as packed:
        for path in sorted(folder.rglob("*")):
            with suppress(FileNotFoundError):
                packed.add(path, arcname=path.relative_to(folder), recursive=False)
    with tarfile.open(archive) as packed:
        return {
            member.name: hashlib.sha256(content.read()).hexdigest()
            for member in packed if (content := packed.extractfile(member))
        }  # fmt: skip


def unpack(archive: Path, folder: Path) -> None:
    """Back into an empty folder; no path may lead out of it."""
    with tarfile.open(archive) as packed:
        packed.extractall(folder, filter="data")
