"""Makes a machine with only Python ready: packages by lock file, front end, translations."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys

from .debian import install, may_install
from .steps import ROOT, Step, StepFailed, call, one_at_a_time

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST = (3, 11)


def make_venv() -> None:
    """A fresh virtual environment; Debian keeps the part of Python it needs in a package."""
    if importlib.util.find_spec("ensurepip") is None:
        install_venv_package()
    shutil.rmtree(VENV, ignore_errors=True)
    call(sys.executable, "-m", "venv", VENV)


def install_venv_package() -> None:
    """Debian splits `ensurepip` off into python3-venv."""
    if not may_install():
        raise StepFailed(
            "This Python cannot make virtual environments. On Debian or Ubuntu install the "
            "package python3-venv (sudo apt-get install python3-venv), then try again."
        )
    install(["python3-venv"])


def install_uv() -> None:
    """The installer itself, pinned like everything it installs."""
    call(PYTHON, "-m", "pip", "install", "-q", "--require-hashes", "-r", "tools/uv.txt")


def install_python_packages() -> None:
    """Exactly what requirements.lock lists, every file checked against its hash."""
    lock = ROOT / "requirements.lock"
    call(VENV / "bin" / "uv", "pip", "sync", "-q", "--python", PYTHON, "--require-hashes", lock)


def install_node_packages() -> None:
    """Exactly what package-lock.json lists; no package runs a script of its own."""
    call(VENV / "bin" / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")


def bundle_front_end() -> None:
    """Scripts and styles of all pages, written where Django finds static files."""
    call(VENV / "bin" / "node", "tools/bundle.mjs")


def compile_messages() -> None:
    """Translations in the form Django reads; the compiled files are not committed."""
    call(PYTHON, "tools/compile_messages.py")


def steps() -> list[Step]:
    """In the order in which they need each other."""
    installed = ["tools/uv.txt", "requirements.lock"]
    found = [
        Step("venv", "virtual environment", ["tools/setup.py"], PYTHON, make_venv),
        Step("uv", "uv, the installer", ["tools/uv.txt"], VENV / "bin/uv", install_uv),
        Step("python", "Python packages", installed, VENV / "bin/granian", install_python_packages),
        Step(
            "node",
            "front-end packages",
            ["package.json", "package-lock.json"],
            ROOT / "node_modules/.package-lock.json",
            install_node_packages,
        ),
    ]
    return found + [step for step in optional_steps() if (ROOT / step.reads[0]).exists()]


def optional_steps() -> list[Step]:
    """Steps whose tool, the first file they read, is there."""
    return [
        Step(
            "bundle",
            "pages' scripts and styles",
            ["tools/bundle.mjs", "package-lock.json", "yankao/**/assets/**/*"],
            ROOT / "yankao/kernel/ui/static/built",
            bundle_front_end,
        ),
        Step(
            "messages",
            "translations",
            ["tools/compile_messages.py", "tools/messages.py", "yankao/locale/**/*.po"],
            ROOT / "yankao/locale/en/LC_MESSAGES/django.mo",
            compile_messages,
        ),
    ]


def main(names: list[str]) -> int:
    """Does what is not done yet; of the steps named, or of all."""
    if sys.version_info < OLDEST:
        print(f"Python 3.11 or newer is needed; {sys.executable} is {sys.version.split()[0]}.")
        return 1
    # npm's `node` is the one we installed, whatever else the machine has.
    os.environ["PATH"] = os.pathsep.join([str(VENV / "bin"), os.environ.get("PATH", "")])
    try:
        with one_at_a_time():
            for step in steps():
                if not names or step.name in names:
                    step.run()
    except StepFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
