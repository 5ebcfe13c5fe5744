"""Serves the bench's city, opens four pages cold, and says whether they are quick and usable."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.__main__ import ROOT, prepare

HERE = Path(__file__).parent
SPEED, ACCESS, KILOBYTES = 95, 100, 300
MAP = ("map.", "map-worker", "districts", "pins.json")
CHROME = "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"


@dataclass(frozen=True)
class Visit:
    """A page, on a phone over a slow line or at a desk, signed in or not."""

    name: str
    path: str
    desk: bool = False
    cookie: str = ""


@dataclass(frozen=True)
class Found:
    visit: Visit
    speed: int
    access: int
    sent: float
    with_map: float
    times: dict[str, float]

    def good(self) -> bool:
        return self.speed >= SPEED and self.access >= ACCESS and self.sent < KILOBYTES

    def cells(self) -> tuple[str, ...]:
        shown = [f"{self.times[name] / 1000:.2f}" for name in ("fcp", "lcp", "tbt")]
        return (
            self.visit.name, "desk" if self.visit.desk else "phone", str(self.speed),
            str(self.access), f"{self.sent:.0f}", f"{self.with_map:.0f}", *shown,
        )  # fmt: skip


def main() -> int:
    install()
    prepare()
    from bench.city import City
    from bench.server import Web
    from yankao.kernel.cases.models import Case

    city = City.filled(2_000)
    newest = Case.objects.open().filter(programme="dispatch").exclude(lng=None).order_by("-pk")
    case = newest.values_list("number", flat=True)[0]
    visits = [
        Visit("counter", "/"),
        Visit("report", "/report/dispatch/"),
        Visit("inbox", "/desk/", True, city.operator),
        Visit("case", f"/service/dispatch/{case}/", True, city.operator),
    ]
    with Web(1) as web:
        found = [look(visit, web.port) for visit in visits]
    print(f"aims: speed {SPEED}, accessibility {ACCESS}, under {KILOBYTES} kB without the map")
    print(line("", "", "speed", "access", "kB", "with map", "fcp s", "lcp s", "tbt s"))
    for one in found:
        print(line(*one.cells()) + ("" if one.good() else "  ← misses its aim"))
    return 0 if all(one.good() for one in found) else 1


def line(*cells: str) -> str:
    return f"{cells[0]:12}" + "".join(f"{cell:>9}" for cell in cells[1:])


def install() -> None:
    """Lighthouse from its own lock, once; nothing but this command needs it."""
    mark = HERE / "node_modules" / ".package-lock.json"
    if not mark.exists() or mark.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime:
        npm = [str(Path(sys.executable).parent / "npm"), "ci", "--ignore-scripts", "--no-audit",
               "--no-fund"]  # fmt: skip
        subprocess.run(npm, cwd=HERE, check=True, env=surroundings(), timeout=300)


def surroundings() -> dict[str, str]:
    """Our own Node first on the path, and the browser that the tests use."""
    own = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": own, "CHROME_PATH": shutil.which("chromium") or ""}


def look(visit: Visit, port: int) -> Found:
    """One page in a fresh browser; what it measured is kept in var/lighthouse."""
    kept = ROOT / "var" / "lighthouse" / f"{visit.name}.json"
    kept.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(Path(sys.executable).parent / "node"),
        str(HERE / "node_modules" / "lighthouse" / "cli" / "index.js"),
        f"http://127.0.0.1:{port}{visit.path}", "--quiet", "--output=json",
        f"--output-path={kept}", "--only-categories=performance,accessibility",
        f"--chrome-flags={CHROME}", *(["--preset=desktop"] if visit.desk else []),
    ]  # fmt: skip
    if visit.cookie:
        command.append(f"--extra-headers={json.dumps({'Cookie': visit.cookie})}")
    subprocess.run(command, check=True, env=surroundings(), timeout=180)
    return read(visit, json.loads(kept.read_text()))


def read(visit: Visit, told: dict[str, Any]) -> Found:
    audits, scores = told["audits"], told["categories"]
    rows = audits["network-requests"]["details"]["items"]
    sent = {row["url"]: row["transferSize"] / 1000 for row in rows}
    plain = sum(size for url, size in sent.items() if not any(part in url for part in MAP))
    names = {"fcp": "first-contentful-paint", "lcp": "largest-contentful-paint",
             "tbt": "total-blocking-time"}  # fmt: skip
    times = {short: float(audits[long]["numericValue"]) for short, long in names.items()}
    speed, access = (
        round(100 * (scores[name]["score"] or 0)) for name in ("performance", "accessibility")
    )
    return Found(visit, speed, access, plain, sum(sent.values()), times)


if __name__ == "__main__":
    sys.exit(main())
