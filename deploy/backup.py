"""Takes a backup: the database and the files as of one moment, with what they must measure."""

import argparse
import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from django.conf import settings

from yankao.settings.database import database_url

from .measure import Measures, measures, sequences
from .programs import ProgramFailed, run
from .stored import pack

DUMP, FILES, MANIFEST = "database.dump", "files.tar", "manifest.json"


def backup(folder: Path, url: str, media: Path, programs: Path | None = None) -> dict[str, object]:
    """Writes the three parts of a backup into a new folder and returns its manifest."""
    folder.mkdir(parents=True, mode=0o700)
    start = time.monotonic()
    measured = dump(url, folder / DUMP, programs)
    # Files are written before the rows that name them and never changed, so those of every
    # row in the dump are there by now.
    files = pack(media, folder / FILES)
    manifest: dict[str, object] = {
        "taken_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(time.monotonic() - start, 1),
        "files": files,
        **measured,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False))
    return manifest


def take(folder: Path, programs: Path | None = None) -> dict[str, object]:
    """A backup of this installation, as its settings describe it."""
    return backup(folder, database_url(), Path(settings.MEDIA_ROOT), programs)


def dump(url: str, target: Path, programs: Path | None) -> Measures:
    """Dumps and measures one and the same snapshot, while everybody goes on working."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        exported = connection.execute("SELECT pg_export_snapshot()").fetchone()
        assert exported, "PostgreSQL exports a snapshot or says why not"
        snapshot = f"--snapshot={exported[0]}"
        # Sequences belong to no snapshot: those of the dump may stand higher, never lower.
        least = sequences(connection)
        run("pg_dump", url, "-Fc", snapshot, "-f", str(target), folder=programs)
        return {**measures(connection), "sequences": least}


def parser(words: str) -> argparse.ArgumentParser:
    """What backup and rehearsal are asked with."""
    asked = argparse.ArgumentParser(description=words)
    asked.add_argument("folder", type=Path, nargs="?", help="where the backup lies or will lie")
    asked.add_argument("--programs", type=Path, help="folder of pg_dump and pg_restore")
    return asked


def dated() -> Path:
    """A folder of its own for each backup."""
    return Path(settings.VAR) / "backup" / datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")


def main() -> int:
    """Says where the backup lies and how large it is."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yankao.settings.demo")
    asked = parser(__doc__ or "").parse_args()
    folder = asked.folder or dated()
    try:
        manifest = take(folder, asked.programs)
    except (ProgramFailed, psycopg.Error, OSError) as failed:
        print(f"no backup: {failed}", file=sys.stderr)
        return 1
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"backup in {folder}: {size / 1e6:.1f} MB in {manifest['seconds']} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
