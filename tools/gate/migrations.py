"""Migrations are complete, named, free of our code, and lock no table that is in use."""

import ast
import re
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError

from .sources import ROOT, files, name

REASON = re.compile(r"^\s*# lock: \w+", re.MULTILINE)
CREATED = re.compile(r'CREATE TABLE (?:IF NOT EXISTS )?"?(\w+)"?', re.IGNORECASE)
TABLE = re.compile(
    r"(?:ALTER TABLE (?:ONLY )?|\bON |TRUNCATE (?:TABLE )?|LOCK TABLE |DROP TABLE (?:IF EXISTS )?)"
    r'"?(\w+)"?',
    re.IGNORECASE,
)
FIXED = {"yankao.kernel.ledgers.operations"}  # operations made for migrations
RULES = {
    r"^ALTER TABLE.*\bADD COLUMN\b(?!.*\bDEFAULT\b).*\bNOT NULL\b": "old rows have no value for it",
    r"^CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)": "builds an index while nobody can write",
    r"^ALTER TABLE.*\bALTER COLUMN\b.*\bTYPE\b": "rewrites the table while nobody can read",
    r"^ALTER TABLE.*\bALTER COLUMN\b.*\bSET NOT NULL\b": "reads all rows under a lock",
    r"^ALTER TABLE.*\bADD CONSTRAINT\b(?!.*\b(NOT VALID|USING INDEX)\b)": "checks all rows locked",
    r"^ALTER TABLE.*\bDROP COLUMN\b|^DROP TABLE\b": "the release before still reads it",
    r"^ALTER TABLE.*\bRENAME (COLUMN|TO)\b": "the release before knows the old name",
    r"^(LOCK TABLE|TRUNCATE|CLUSTER|VACUUM FULL)\b": "locks everybody out",
}


def problems() -> Iterator[str]:
    """All that is wrong with our migrations."""
    yield from unmade()
    for path in files():
        inside = path.relative_to(ROOT).parts
        if inside[0] == "yankao" and "migrations" in inside and path.name[:4].isdigit():
            yield from of_file(name(path), path.read_text())
            if not path.name.startswith("0001_"):
                yield from of_sql(name(path), path.read_text(), sql(path))


def unmade() -> Iterator[str]:
    """Models that changed without a migration."""
    said = StringIO()
    try:
        call_command("makemigrations", "--check", "--dry-run", stdout=said, stderr=said)
    except SystemExit:
        yield f"a migration is missing:\n{said.getvalue().strip()}"


def of_file(where: str, source: str) -> Iterator[str]:
    """A name that says what it does; nothing imported that may change under it."""
    if "_auto_" in where or re.search(r"/\d{4}_initial\.py$", where):
        yield f"{where}: the name does not say what the migration does"
    for node in ast.walk(ast.parse(source)):
        named = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            named = ["yankao" if node.level else node.module or ""]
        if any(module.split(".")[0] == "yankao" and module not in FIXED for module in named):
            yield f"{where}:{getattr(node, 'lineno', 0)}: a migration imports nothing of ours"


def sql(path: Path) -> str:
    """What the migration would say to PostgreSQL."""
    said = StringIO()
    label = path.parent.parent.name
    try:
        call_command("sqlmigrate", label, path.stem, stdout=said)
    except CommandError:
        return ""
    return said.getvalue()


def of_sql(where: str, source: str, statements: str) -> Iterator[str]:
    """Statements that lock a table which was there before, unless a `# lock:` line says why."""
    if REASON.search(source):
        return
    fresh = {table.lower() for table in CREATED.findall(statements)}
    for statement in split(statements):
        table = TABLE.search(statement)
        if table and table[1].lower() in fresh:
            continue
        for rule, why in RULES.items():
            if re.search(rule, statement, re.IGNORECASE):
                yield f"{where}: {why}: {statement[:90]}"


def split(statements: str) -> Iterable[str]:
    """One statement on one line, comments left out."""
    lines = [line for line in statements.splitlines() if not line.lstrip().startswith("--")]
    return [" ".join(one.split()) for one in " ".join(lines).split(";") if one.strip()]
