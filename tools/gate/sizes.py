"""Stops functions, modules and programmes that have grown past a design."""

import ast
from collections import Counter
from collections.abc import Iterator

from .sources import ROOT, ending, name

FUNCTION, MODULE, PROGRAMME = 40, 400, 4000  # decision 0005
SAMPLE = 800  # decision 0011


def problems() -> Iterator[str]:
    """All that is too long in what is committed."""
    for path in ending(".py"):
        if "migrations" not in path.parts:
            yield from of_module(name(path), path.read_text())
    yield from of_programmes(lengths(is_sample=False), PROGRAMME)
    yield from of_programmes(lengths(is_sample=True), SAMPLE)


def of_module(where: str, source: str) -> Iterator[str]:
    """A module and the functions in it."""
    length = len(source.splitlines())
    if length > MODULE:
        yield f"{where}: {length} lines, {MODULE} at most"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > FUNCTION:
                yield f"{where}:{node.lineno}: {node.name}, {length} lines, {FUNCTION} at most"


def of_programmes(lengths: dict[str, int], most: int) -> Iterator[str]:
    """Whole programmes, their tests apart, or their samples."""
    for where, length in sorted(lengths.items()):
        if length > most:
            yield f"{where}: {length} lines of Python, {most} at most"


def lengths(*, is_sample: bool) -> dict[str, int]:
    """Lines of Python in each folder of chapters/*/*, migrations and tests left out; of the sample
    year only, or of all but that.
    """
    chapters, lengths = ROOT / "yankao" / "chapters", Counter[str]()
    for path in ending(".py"):
        inside = path.relative_to(chapters).parts if path.is_relative_to(chapters) else ()
        if len(inside) < 3 or {"migrations", "tests"} & set(inside):
            continue
        if path.name.startswith(("sample", "past")) == is_sample:
            lengths["/".join(inside[:2])] += len(path.read_text().splitlines())
    return dict(lengths)
