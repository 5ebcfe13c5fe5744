"""Reads translations (.po), and finds every sentence our sources want translated."""

import ast
import re
from collections.abc import Callable, Iterator
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


@dataclass(frozen=True)
class Wish:
    """A sentence marked for translation; `plural` is its second form, if it has one."""

    text: str
    plural: str = ""
    path: str = ""


def wanted() -> dict[str, Wish]:
    """Every sentence marked for translation, by its text."""
    found: dict[str, Wish] = {}
    for path in sorted(SOURCES.rglob("*")):
        read_from = reader(path)
        if read_from is None:
            continue
        for text, plural in read_from(path.read_text(encoding="utf-8")):
            if text not in found or plural:
                found[text] = Wish(text, plural, str(path.relative_to(ROOT)))
    return found


def reader(path: Path) -> Callable[[str], Iterator[tuple[str, str]]] | None:
    """How to find the sentences of this file; None when it has none."""
    if path.suffix == ".py" and not {"migrations", "tests"} & set(path.parts):
        return from_code
    if path.suffix in {".html", ".txt", ".xml"} and "templates" in path.parts:
        return from_template
    return None


def from_code(source: str) -> Iterator[tuple[str, str]]:
    """The texts of every call to a translating function, by the name it is imported as."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        values = [part.value for part in node.args if isinstance(part, ast.Constant)]
        texts = [text for text in values if isinstance(text, str)][1 if name in CONTEXT else 0 :]
        if name in SINGLE | PLURAL | CONTEXT and texts:
            yield texts[0], texts[1] if name in PLURAL and len(texts) > 1 else ""


TEXT = r"u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\""
CALL = re.compile(rf"(?<!\w)(?P<name>n?gettext|_)\((?P<text>{TEXT})(?:,\s*(?P<plural>{TEXT}))?")


def from_template(source: str) -> Iterator[tuple[str, str]]:
    """Django turns a template into calls of gettext; we read those."""
    from django.utils.translation.template import templatize

    for call in CALL.finditer(templatize(source)):
        plural = ast.literal_eval(call["plural"]) if call["plural"] else ""
        yield ast.literal_eval(call["text"]), plural
