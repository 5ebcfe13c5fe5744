"""Sees to it that there is a Chromium for the browser tests, or says what is left out."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from .debian import install, may_install
from .steps import StepFailed, one_at_a_time

PACKAGES = ["chromium", "fonts-noto-cjk"]
FONT = Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc")


def main() -> int:
    """Never an error: without a browser the tests marked so are skipped with this reason."""
    if shutil.which("chromium") and FONT.exists():
        return 0
    if not may_install():
        print(
            "Tests marked “browser” (pages in Chromium, accessibility) are left out: they need "
            f"Debian's packages {' and '.join(PACKAGES)}, and this is not root on Debian."
        )
        return 0
    print("· Chromium and a Chinese font …", flush=True)
    try:
        with one_at_a_time():
            install(PACKAGES)
    except StepFailed as failed:
        print(failed)
        print("Tests marked “browser” are left out: Chromium could not be installed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
