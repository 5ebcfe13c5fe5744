"""Steps that are done once for each change of what they read."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAMPS = ROOT / "var" / "stamps"


class StepFailed(Exception):
    """A step could not be done; the message says what a person can do about it."""


@dataclass(frozen=True)
class Step:
    """What is done, the files whose change makes it necessary, the file that shows it was done."""

    name: str
    label: str
    reads: Sequence[str]
    makes: Path
    do: Callable[[], None]

    def digest(self) -> str:
        """One number for everything the step reads, the Python that runs it included."""
        total = hashlib.sha256(sys.version.encode())
        for pattern in self.reads:
            for path in sorted(ROOT.glob(pattern)):
                if path.is_file():
                    total.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
        return total.hexdigest()

    def run(self) -> None:
        """Does the step unless its stamp says that nothing has changed since."""
        stamp, digest = STAMPS / self.name, self.digest()
        if self.makes.exists() and stamp.exists() and stamp.read_text() == digest:
            return
        print(f"· {self.label} …", flush=True)
        start = time.monotonic()
        stamp.unlink(missing_ok=True)
        self.do()
        stamp.write_text(digest)
        print(f"  done in {time.monotonic() - start:.0f} s", flush=True)


def call(*command: str | Path) -> None:
    """Runs a command quietly; what it said is shown when it fails."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        said = done.stdout.decode(errors="replace").strip()
        raise StepFailed(f"{said}\n{' '.join(words)} ended with {done.returncode}.")


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together do not prepare the same folder twice."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    with (STAMPS / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
