"""Links lead somewhere, and nothing that needs a page is without one."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from .sources import ROOT, ending, name

LINK = re.compile(r"\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
FENCE = re.compile(r"^(```|~~~).*?^\1\s*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]*`")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def problems() -> Iterator[str]:
    """Dead links and missing pages."""
    for path in ending(".md"):
        yield from dead_links(path)
    yield from missing_pages(ROOT)


def dead_links(path: Path) -> Iterator[str]:
    """Links of one document that lead to no file, or to no heading of it."""
    text = CODE.sub("", FENCE.sub("", path.read_text()))
    for target in LINK.findall(text):
        if re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        place, _, heading = unquote(target).partition("#")
        file = path.parent / place if place else path
        if not file.exists():
            yield f"{name(path)}: no such file: {target}"
        elif heading and file.suffix == ".md" and heading not in headings(file.read_text()):
            yield f"{name(path)}: no such heading: {target}"


def headings(text: str) -> set[str]:
    """Headings as links name them: small letters, hyphens for spaces, no other signs."""
    found = (CODE.sub(lambda code: code[0].strip("`"), line) for line in HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in found}


def missing_pages(root: Path) -> Iterator[str]:
    """A page for each kernel concept, a README for each chapter and programme."""
    for package in sorted((root / "yankao" / "kernel").glob("*/__init__.py")):
        if not (root / "docs" / "kernel" / f"{package.parent.name}.md").exists():
            yield f"docs/kernel/{package.parent.name}.md is missing"
    for programme in sorted((root / "yankao" / "chapters").glob("*/*/programme.py")):
        for folder in (programme.parent, programme.parent.parent):
            if not (folder / "README.md").exists():
                yield f"{folder.relative_to(root).as_posix()}/README.md is missing"
