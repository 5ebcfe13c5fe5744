"""The text authors type: paragraphs, lists, tables, {{figures}} and footnotes; nothing else exists.

    ## 小標題                       {{dispatch.opened}} 件        a number from its rows
    - 項目        1. 項目            {{table dispatch.opened by=district}}
    | 甲 | 乙 |                     {{chart dispatch.opened by=month}}
    文字[^1]   [^1]: 註腳

What looks like anything else is plain text: no mark-up of another language passes through.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .document import Block, Ref, Run, Runs

REFERENCE = re.compile(r"\{\{\s*(.*?)\s*\}\}")
NOTE = re.compile(r"\[\^([\w-]{1,20})\]")
NOTE_TEXT = re.compile(r"\[\^([\w-]{1,20})\]:\s*(.+)", re.DOTALL)
PIECE = re.compile(r"(\{\{.*?\}\}|\[\^[\w-]{1,20}\])")
NAME = re.compile(r"[a-z_]+\.[a-z0-9_]+")
ARGUMENT = re.compile(r'([a-z_]+)=("[^"]*"|\S+)')
BULLET = re.compile(r"[-•*]\s+(.+)")
NUMBERED = re.compile(r"\d{1,2}[.、]\s*(.+)")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
TYPED = re.compile(
    r"(?<![\d,.第])\d{1,3}(?:,\d{3})+|(?<![\d年月日/.第])\d+(?:\.\d+)?\s?(?=[件%％])"
)
BLOCKS = {"table", "chart"}


@dataclass(frozen=True)
class Fault:
    """What cannot be read, and in which line."""

    line: int
    words: str


@dataclass(frozen=True)
class Parsed:
    blocks: tuple[Block, ...]
    faults: tuple[Fault, ...]

    @property
    def refs(self) -> list[Ref]:
        found = [block.ref for block in self.blocks if block.ref]
        return found + [run.ref for b in self.blocks for run in b.every_run() if run.ref]


def clean(text: str) -> str:
    """The text with one kind of line end and nothing unprintable."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def paragraphs(text: str) -> list[str]:
    """The text cut at empty lines; what two authors may change apart from each other."""
    return [part.strip("\n") for part in re.split(r"\n\s*\n", clean(text)) if part.strip()]


def parse(text: str) -> Parsed:
    """Reads a section's text; what is wrong is said, the rest stands."""
    reader = Reader()
    blocks = tuple(reader.blocks(clean(text)))
    return Parsed(blocks, tuple(sorted(reader.faults, key=lambda fault: fault.line)))


def letters(text: str) -> int:
    """Length as a word limit counts it: signs without blanks; a reference counts as one number."""
    return len(re.sub(r"\s", "", REFERENCE.sub("0", clean(text))))


def typed_numbers(text: str) -> list[str]:
    """Numbers that somebody typed and that look like figures."""
    return TYPED.findall(REFERENCE.sub("", clean(text)))


class Reader:
    """One reading of one text: the footnotes it holds and what was wrong."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.notes: dict[str, str] = {}
        self.used: set[str] = set()

    def blocks(self, text: str) -> Iterator[Block]:
        pieces = list(self.pieces(text))
        for _line, piece in pieces:
            if found := NOTE_TEXT.fullmatch(piece):
                self.notes[found[1]] = found[2]
        for line, piece in pieces:
            if not NOTE_TEXT.fullmatch(piece):
                yield self.block(piece, line)
        for lost in sorted(set(self.notes) - self.used):
            self.faults.append(Fault(0, _("註腳 [^{n}] 沒有被引用。").format(n=lost)))

    def pieces(self, text: str) -> Iterator[tuple[int, str]]:
        """Paragraphs with the line they start in; headings and footnotes need no empty line."""
        held: list[str] = []
        start = 1
        for number, line in enumerate([*text.split("\n"), ""], 1):
            alone = line.startswith("## ") or NOTE_TEXT.fullmatch(line.strip())
            if held and (alone or not line.strip()):
                yield start, "\n".join(held)
                held = []
            if alone:
                yield number, line.strip()
            elif line.strip():
                start = start if held else number
                held.append(line.strip())

    def block(self, piece: str, line: int) -> Block:
        """One paragraph as the block it is."""
        lines = piece.split("\n")
        if piece.startswith("## "):
            return Block("heading", (Run(piece[3:].strip()),), line=line)
        if all(one.startswith("|") for one in lines):
            return self.table(lines, line)
        for form, ordered in ((BULLET, False), (NUMBERED, True)):
            if all(form.fullmatch(one) for one in lines):
                items = (self.runs(form.sub(r"\1", one), line) for one in lines)
                return Block("list", items=tuple(items), ordered=ordered, line=line)
        found = REFERENCE.fullmatch(piece)
        if found and found[1].split(" ")[0] in BLOCKS:
            kind, _space, rest = found[1].partition(" ")
            return Block(kind, ref=self.ref(rest, line), line=line)
        return Block("paragraph", self.runs("".join(joined(lines)), line), line=line)

    def table(self, lines: list[str], line: int) -> Block:
        """Typed cells; the first row is the head, a row of dashes is left out."""
        rows = [[cell.strip() for cell in one.strip("|").split("|")] for one in lines]
        rows = [row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)]
        width = len(rows[0]) if rows else 0
        if any(len(row) != width for row in rows):
            self.faults.append(Fault(line, _("表格每一列的欄數要相同。")))
            rows = [(row + [""] * width)[:width] for row in rows]
        body = tuple(tuple(self.runs(cell, line) for cell in row) for row in rows[1:])
        return Block("table", head=tuple(rows[0]) if rows else (), rows=body, line=line)

    def runs(self, text: str, line: int, *, inside: bool = False) -> Runs:
        return tuple(self.run(piece, line, inside) for piece in PIECE.split(text) if piece)

    def run(self, piece: str, line: int, inside: bool) -> Run:
        """Text, a reference, or a footnote; a footnote holds none of its own."""
        if found := REFERENCE.fullmatch(piece):
            ref = self.ref(found[1], line)
            return Run(ref=ref) if ref else Run(piece)
        found = NOTE.fullmatch(piece)
        if not found or inside:
            return Run(piece)
        self.used.add(found[1])
        if found[1] not in self.notes:
            self.faults.append(Fault(line, _("找不到註腳 [^{n}] 的文字。").format(n=found[1])))
            return Run(piece)
        return Run(note=self.runs(self.notes[found[1]], line, inside=True))

    def ref(self, text: str, line: int) -> Ref | None:
        """A figure's name and its arguments; what is not read as such is said."""
        name, _space, rest = text.strip().partition(" ")
        arguments = tuple((key, value.strip('"')) for key, value in ARGUMENT.findall(rest))
        if not NAME.fullmatch(name) or ARGUMENT.sub("", rest).strip():
            words = _("看不懂數字引用「{text}」；請用「插入數字」挑選。").format(text=text)
            self.faults.append(Fault(line, words))
            return None
        return Ref(name, arguments)


def joined(lines: list[str]) -> Iterator[str]:
    """Lines of one paragraph: no blank between Chinese signs, one between Latin words."""
    for before, line in zip(["", *lines], lines, strict=False):
        blank = before and before[-1].isascii() and line[:1].isascii()
        yield f" {line}" if blank else line
