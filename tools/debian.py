"""What may be installed from Debian when this is Debian and we are root."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from .steps import StepFailed, call


def may_install() -> bool:
    """Root on a system that has apt."""
    return (
        os.geteuid() == 0
        and Path("/etc/debian_version").exists()
        and shutil.which("apt-get") is not None
    )


def install(packages: Sequence[str]) -> None:
    """Installs without asking; the package lists are renewed only when they do not suffice."""
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    try:
        call(*command)
    except StepFailed:
        call("apt-get", "update", "-q")
        call(*command)
