"""Reads translations (.po), and finds every sentence our sources want translated."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "yankao"
LOCALE = SOURCES / "locale"
SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop", "lazy"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}


@dataclass
class Message:
    """One entry of a .po file; `forms` has one text, or one for each plural form."""

    text: str
    plural: str = ""
    context: str = ""
    forms: tuple[str, ...] = ("",)
    fuzzy: bool = False

    @property
    def key(self) -> str:
        """How a .mo file names the entry."""
        name = f"{self.context}\x04{self.text}" if self.context else self.text
        return f"{name}\0{self.plural}" if self.plural else name


def read(path: Path) -> list[Message]:
    """Every entry of a .po file, its header included."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
    return [message for block in blocks if (message := entry(block))]


def entry(block: str) -> Message | None:
    """One paragraph of a .po file; None for a paragraph of comments."""
    parts: dict[str, str] = {}
    name, fuzzy = "", False
    for line in block.splitlines():
        if line.startswith("#"):
            fuzzy = fuzzy or (line.startswith("#,") and "fuzzy" in line)
            continue
        found = re.match(r"(msgid_plural|msgid|msgctxt|msgstr(?:\[\d\])?)\s+(\".*)", line)
        if found:
            name, line = found.groups()
        if line.strip():
            parts[name] = parts.get(name, "") + ast.literal_eval(line.strip())
    if "msgid" not in parts:
        return None
    forms = tuple(parts[name] for name in sorted(parts) if name.startswith("msgstr"))
    plural, context = parts.get("msgid_plural", ""), parts.get("msgctxt", "")
    return Message(parts["msgid"], plural, context, forms or ("",), fuzzy)


def wanted() -> dict[str, str]:
    """Every sentence marked for translation, with the file that has it."""
    found: dict[str, str] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        if not {"migrations", "tests"} & set(path.parts):
            for text in from_code(path.read_text(encoding="utf-8")):
                found.setdefault(text, str(path.relative_to(ROOT)))
    for path in sorted(SOURCES.rglob("templates/**/*")):
        if path.is_file() and path.suffix in {".html", ".txt", ".xml"}:
            for text in from_template(path.read_text(encoding="utf-8")):
                found.setdefault(text, str(path.relative_to(ROOT)))
    return found


def from_code(source: str) -> Iterator[str]:
    """The first text of every call to a translating function, by the name it is imported as."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        place = 1 if name in CONTEXT else 0
        if name in SINGLE | PLURAL | CONTEXT and len(node.args) > place:
            text = node.args[place]
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                yield text.value


def from_template(source: str) -> Iterator[str]:
    """Django turns a template into calls of gettext; we read those."""
    from django.utils.translation.template import templatize

    calls = re.finditer(
        r"(?<![\w])(?:n?gettext|_)\((?P<text>u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\")",
        templatize(source),
    )
    for call in calls:
        yield ast.literal_eval(call["text"])
