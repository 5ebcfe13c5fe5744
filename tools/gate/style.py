"""Rules of STYLE.md that no ready-made linter knows."""

import ast
import re
import tokenize
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from .sources import ending, name

NO_SUCH_MODULE = {"services.py", "selectors.py", "utils.py", "helpers.py", "signals.py"}
NO_SUCH_NAME = re.compile(r"(Manager|Helper|Utils?)$")
LATER = re.compile(r"\b(TODO|FIXME|XXX)\b")
# Chinese on screen has full-width marks; `(?` opens a pattern, and tests quote what people type.
HALF_WIDTH = re.compile(r"[\u3400-\u9fff](?:\((?!\?)|[:;,!])|[(),:;!][\u3400-\u9fff]")


def problems() -> Iterator[str]:
    """All that breaks a rule in what is committed."""
    for path in ending(".py"):
        if "migrations" not in path.parts:
            yield from of_module(name(path), path.read_text())


def of_module(where: str, source: str) -> Iterator[str]:
    """Whatever one module breaks."""
    if Path(where).name in NO_SUCH_MODULE:
        yield f"{where}: a module says what it holds; this name says nothing"
    tree = ast.parse(source)
    if source.strip() and not ast.get_docstring(tree):
        yield f"{where}: opens with no sentence that says what it is for"
    for node in ast.walk(tree):
        yield from (f"{where}:{line}: {said}" for line, said in of_node(node))
    if "tests" not in Path(where).parts:
        yield from (f"{where}:{line}: half-width marks in {text!r}" for line, text in narrow(tree))
    for token in tokenize.generate_tokens(StringIO(source).readline):
        if token.type == tokenize.COMMENT and LATER.search(token.string):
            yield f"{where}:{token.start[0]}: a note to do it later; do it, or file it"


def narrow(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Chinese words with half-width marks; docstrings and patterns are not read on screen."""
    unseen = {id(inner) for node in ast.walk(tree) if silent(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) not in unseen and HALF_WIDTH.search(node.value):
            yield node.lineno, node.value


def silent(node: ast.AST) -> bool:
    """A sentence standing alone, or a call of the pattern module."""
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).startswith("re.")
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def of_node(node: ast.AST) -> Iterator[tuple[int, str]]:
    """Catch-all handlers, casts, and names that need an adjective."""
    if isinstance(node, ast.ExceptHandler) and catches_all(node):
        yield node.lineno, "catches everything; name what may happen"
    if isinstance(node, ast.ClassDef) and NO_SUCH_NAME.search(node.name) and not grammar(node):
        yield node.lineno, f"{node.name} names no concept"
    if isinstance(node, ast.ImportFrom) and any(alias.name == "cast" for alias in node.names):
        yield node.lineno, "a cast hides what the types do not know"


def grammar(node: ast.ClassDef) -> bool:
    """Django asks for a subclass of its own so named: a UserManager, say."""
    return any(NO_SUCH_NAME.search(ast.unparse(base).split("[")[0]) for base in node.bases)


def catches_all(handler: ast.ExceptHandler) -> bool:
    """`except:`, `except Exception` or `except BaseException` that does not raise again."""
    broad = handler.type is None or (
        isinstance(handler.type, ast.Name) and handler.type.id in {"Exception", "BaseException"}
    )
    return broad and not any(isinstance(node, ast.Raise) for node in ast.walk(handler))
