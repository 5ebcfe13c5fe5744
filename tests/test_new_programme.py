"""A new programme works at once, and nothing but its own folder is written."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tools.new_programme import ROOT, Unfit, parsed, prefix, write
from yankao.settings.database import database_url

LEFT_OUT = shutil.ignore_patterns("__pycache__", "node_modules", ".venv", ".git", "var", ".*_cache")


def run(tree: Path, *command: str, database: str) -> str:
    """Runs a command in the copy; its words when it failed."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "yankao.settings.test",
        "YANKAO_VAR": str(tree / "var"),
    }
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=tree,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.stdout if done.returncode else ""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The sources, without what is built from them; fonts and other packages as they lie here."""
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    for name in ("yankao", "tools", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=LEFT_OUT)
    for name in ("manage.py", "conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def files(tree: Path) -> dict[str, bytes]:
    found = (path for path in tree.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in found}


@pytest.mark.django_db
def test_a_new_programme_passes_its_test_and_the_contracts(tree: Path) -> None:
    before, server = files(tree), database_url()
    own = urlsplit(server)._replace(path=f"/programme_{os.getpid()}").geturl()
    assert not run(tree, "tools.new_programme", "risk/hazard_register", database=server)
    after = files(tree)
    assert {name: after.get(name) for name in before} == before
    home = "yankao/chapters/risk/"
    assert all(name.startswith(home) for name in after.keys() - before.keys())
    contracts = ["yankao/kernel/testing/tests/test_contracts.py", "tests/security"]
    chosen = ["-k", "hazard_register", "-p", "no:cacheprovider", "--create-db"]
    assert not run(tree, "pytest", f"{home}hazard_register", *contracts, *chosen, database=own)
    made = ["manage", "makemigrations", "--check", "--dry-run", "hazard_register"]
    assert not run(tree, *made, database=server)
    assert not run(tree, "ruff", "check", "--no-cache", home, database=server)
    assert not run(tree, "ruff", "format", "--no-cache", "--check", home, database=server)


def test_a_name_that_is_taken_or_unfit_is_refused(tmp_path: Path) -> None:
    for said in ("", "risk", "nowhere/x", "risk/Hazard", "risk/a b", "risk/../x", "risk/x__y"):
        with pytest.raises(Unfit):
            parsed(said)
    chapter, name = parsed("risk/hazard_register")
    assert list(write(chapter, name, tmp_path))
    with pytest.raises(Unfit, match="already"):
        list(write("control", name, tmp_path))


def test_a_prefix_is_nobody_elses() -> None:
    assert prefix("hazard_register", set()) == "HR"
    assert prefix("hazard_register", {"HR", "HRE"}) == "HREG"
    assert prefix("petitions", {"P"}) == "PE"
