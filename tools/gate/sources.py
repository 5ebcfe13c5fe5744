"""Which files the gate reads: what is committed or about to be."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def files() -> tuple[Path, ...]:
    """Everything git keeps or would keep, as absolute paths."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    names = listed.stdout.decode().split("\0")
    return tuple(sorted(path for name in names if name and (path := ROOT / name).is_file()))


def ending(*suffixes: str) -> list[Path]:
    """The files whose name ends so."""
    return [path for path in files() if path.name.endswith(suffixes)]


def name(path: Path) -> str:
    """A file's name as a person writes it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
