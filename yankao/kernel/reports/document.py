"""What a report is made of: chapters, sections, blocks, runs; one model, three renderings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Ref:
    """A number that is not typed: a figure's name and what narrows it."""

    name: str
    args: tuple[tuple[str, str], ...] = ()

    def arg(self, key: str, otherwise: str = "") -> str:
        return dict(self.args).get(key, otherwise)

    def __str__(self) -> str:
        told = (f"{key}={inside_quotes(value)}" for key, value in self.args)
        return "{{" + " ".join([self.name, *told]) + "}}"


def inside_quotes(value: str) -> str:
    """A value with blanks, or none at all, stands in quotes."""
    return f'"{value}"' if not value or " " in value else value


@dataclass(frozen=True)
class Run:
    """A piece of a line: text, a figure (by its index once it is known), or a footnote."""

    text: str = ""
    ref: Ref | None = None
    figure: int | None = None
    note: "tuple[Run, ...]" = ()


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Picture:
    """A photo of a document that is printed once and not kept: what it shows, and its JPEG."""

    caption: str
    jpeg: bytes


@dataclass(frozen=True)
class Block:
    """One paragraph, list, heading, table or chart; a table's cells and a list's items are runs.

    `words` is a table of words: no cell is a number, columns as wide as `widths` says.
    """

    kind: str
    runs: Runs = ()
    items: tuple[Runs, ...] = ()
    ordered: bool = False
    caption: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[Runs, ...], ...] = ()
    bars: tuple[float, ...] = ()
    widths: tuple[int, ...] = ()
    pictures: tuple[Picture, ...] = ()
    ref: Ref | None = None
    line: int = 0

    def every_run(self) -> Iterator[Run]:
        """All runs, those of footnotes too."""
        cells = [cell for row in self.rows for cell in row]
        for runs in (self.runs, *self.items, *cells):
            for run in runs:
                yield run
                yield from run.note


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]
    by: str = ""
    number: str = ""


@dataclass(frozen=True)
class Chapter:
    title: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Document:
    """A whole report with every number in its place."""

    title: str
    subtitle: str = ""
    publisher: str = ""
    chapters: tuple[Chapter, ...] = field(default_factory=tuple)

    def blocks(self) -> Iterator[tuple[Chapter, Section, Block]]:
        for chapter in self.chapters:
            for section in chapter.sections:
                for block in section.blocks:
                    yield chapter, section, block


def to_json(document: Document) -> Json:
    return asdict(document)


def document_of(stored: Mapping[str, Any]) -> Document:
    """A document as it was kept."""
    chapters = tuple(
        Chapter(one["title"], tuple(section_of(part) for part in one["sections"]))
        for one in stored["chapters"]
    )
    return Document(stored["title"], stored["subtitle"], stored["publisher"], chapters)


def section_of(stored: Mapping[str, Any]) -> Section:
    blocks = tuple(block_of(block) for block in stored["blocks"])
    return Section(stored["title"], blocks, stored["by"], stored["number"])


def block_of(stored: Mapping[str, Any]) -> Block:
    return Block(
        kind=stored["kind"],
        runs=runs_of(stored["runs"]),
        items=tuple(runs_of(item) for item in stored["items"]),
        ordered=stored["ordered"],
        caption=stored["caption"],
        head=tuple(stored["head"]),
        rows=tuple(tuple(runs_of(cell) for cell in row) for row in stored["rows"]),
        bars=tuple(stored["bars"]),
        widths=tuple(stored.get("widths", ())),
    )


def runs_of(stored: Sequence[Mapping[str, Any]]) -> Runs:
    return tuple(Run(one["text"], None, one["figure"], runs_of(one["note"])) for one in stored)


def plain(runs: Runs) -> str:
    """The words alone, without footnotes."""
    return "".join(str(run.ref) if run.ref else run.text for run in runs)
