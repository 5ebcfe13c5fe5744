"""From what was written to a document: texts parsed, references resolved, chapters in order."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from .document import Block, Chapter, Document, Ref, Run, Runs, Section
from .fonts import unprintable
from .markup import parse
from .quoting import Quoted, Quoter, Series, Unquotable

NUMERALS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Contribution:
    """What one hand gives to a report: a section's title and text, and the chapter it stands in."""

    chapter: str
    title: str
    text: str
    by: str = ""
    where: str = ""


@dataclass(frozen=True)
class Trouble:
    """What keeps a text from being printed: in which section, which line, why."""

    section: str
    line: int
    words: str
    where: str = ""

    def __str__(self) -> str:
        place = _("第 {n} 行：").format(n=self.line) if self.line else ""
        return f"「{self.section}」{place}{self.words}"


def chinese(number: int) -> str:
    """一, 十, 十一, 二十: how sections are counted."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{NUMERALS[tens]}十")
    return head + (NUMERALS[ones] if ones or not tens else "")


class Composer:
    """One composition: each different reference is quoted once, in the order it appears."""

    def __init__(self, quoter: Quoter) -> None:
        self.quoter = quoter
        self.quoted: list[Quoted] = []
        self.troubles: list[Trouble] = []
        self.known: dict[Ref, int] = {}
        self.section = Contribution("", "", "")

    def document(
        self, title: str, contributions: Iterable[Contribution], *, subtitle: str, publisher: str
    ) -> Document:
        chapters = []
        for name, parts in groupby(contributions, key=lambda one: one.chapter):
            numbered = enumerate(parts, 1)
            sections = tuple(self.compose(part, f"{chinese(n)}、") for n, part in numbered)
            chapters.append(Chapter(name, sections))
        return Document(title, subtitle, publisher, tuple(chapters))

    def compose(self, part: Contribution, number: str = "") -> Section:
        self.section = part
        read = parse(part.text)
        for fault in read.faults:
            self.trouble(fault.line, fault.words)
        if strange := unprintable(part.title + part.text):
            words = _("「{signs}」沒有可印的字型，請改用別的字。").format(signs="".join(strange))
            self.trouble(0, words)
        blocks = tuple(self.block(block) for block in read.blocks)
        return Section(part.title, blocks, part.by, number)

    def trouble(self, line: int, words: str) -> None:
        self.troubles.append(Trouble(self.section.title, line, words, self.section.where))

    def block(self, block: Block) -> Block:
        """The block with its numbers; a table or chart is filled from its figure."""
        if block.ref:
            return self.filled(block, block.ref)
        return replace(
            block,
            runs=self.runs(block.runs, block.line),
            items=tuple(self.runs(item, block.line) for item in block.items),
            rows=tuple(tuple(self.runs(cell, block.line) for cell in row) for row in block.rows),
        )

    def runs(self, runs: Runs, line: int) -> Runs:
        return tuple(self.run(run, line) for run in runs)

    def run(self, run: Run, line: int) -> Run:
        if run.note:
            return Run(note=self.runs(run.note, line))
        if run.ref is None:
            return run
        try:
            index = self.index(run.ref, None)
        except Unquotable as error:
            self.trouble(line, str(error))
            return Run(f"〔{run.ref}〕")
        return Run(self.quoted[index].text, figure=index)

    def index(self, ref: Ref, quoted: Quoted | None) -> int:
        """The place of a figure among all of this document."""
        if ref not in self.known:
            self.quoted.append(quoted or self.quoter.quote(ref))
            self.known[ref] = len(self.quoted) - 1
        return self.known[ref]

    def filled(self, block: Block, ref: Ref) -> Block:
        """A table with a row for each value of the dimension; a chart is the same with bars."""
        try:
            series = self.quoter.series(ref)
        except Unquotable as error:
            self.trouble(block.line, str(error))
            return Block("paragraph", (Run(f"〔{ref}〕"),), line=block.line)
        if not series.rows:
            self.trouble(block.line, _("{label}在這段期間沒有資料。").format(label=series.label))
            return Block("paragraph", (Run(_("（本期無資料）")),), line=block.line)
        indexes = [self.index(one.ref, one) for _label, one in series.rows]
        rows = tuple(
            ((Run(label),), (Run(self.quoted[index].text, figure=index),))
            for (label, _one), index in zip(series.rows, indexes, strict=True)
        )
        head = (series.by, f"{series.label}（{series.unit}）" if series.unit else series.label)
        caption = ref.arg("title") or _("{label}（按{by}）").format(
            label=series.label, by=series.by
        )
        bars = bars_of(series) if block.kind == "chart" else ()
        return Block(block.kind, caption=caption, head=head, rows=rows, bars=bars, line=block.line)


def bars_of(series: Series) -> tuple[float, ...]:
    """Lengths of a chart's bars; what is missing has none."""
    return tuple(float(one.value or 0) for _label, one in series.rows)
