"""Every template compiles, and none brings scripts or styles of its own."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.template import TemplateSyntaxError
from django.template.loader import get_template

from .sources import ROOT, files, name
from .style import HALF_WIDTH

INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)(?![^>]*type=[\"']application/(?:ld\+)?json)[^>]*>"
    r"|<[a-z][^>]*\s(?:style|on[a-z]+|hx-on[:\w-]*)\s*=|\bjavascript:",
    re.IGNORECASE,
)


def problems() -> Iterator[str]:
    """What is wrong in any template of ours."""
    for path in files():
        folders = path.relative_to(ROOT).parts
        if "templates" in folders and path.suffix in {".html", ".txt", ".xml"}:
            yield from inline(name(path), path.read_text())
            yield from narrow(name(path), path.read_text())
            yield from broken(path)


def inline(where: str, source: str) -> Iterator[str]:
    """Scripts, styles and handlers that the content security policy would refuse."""
    for found in INLINE.finditer(source):
        line = source.count("\n", 0, found.start()) + 1
        yield f"{where}:{line}: inline script or style"


def narrow(where: str, source: str) -> Iterator[str]:
    """Chinese with half-width marks beside it."""
    for found in HALF_WIDTH.finditer(source):
        line = source.count("\n", 0, found.start()) + 1
        yield f"{where}:{line}: half-width marks beside Chinese: {found[0]}"


def broken(path: Path) -> Iterator[str]:
    """Whatever keeps Django from compiling it."""
    parts = path.parts
    known_as = "/".join(parts[parts.index("templates") + 1 :])
    try:
        get_template(known_as)
    except TemplateSyntaxError as error:
        yield f"{name(path)}: {error}"
