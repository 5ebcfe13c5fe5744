"""A report as accessible HTML: headings in order, a table behind each chart, notes."""

from collections.abc import Iterable, Iterator

from django.template.loader import render_to_string
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .charts import svg
from .document import Block, Chapter, Document, Run, Runs, Section


class Sheet:
    """One report's body; `url` is where its issue stands. Whatever people wrote is escaped."""

    def __init__(self, url: str, *, level: int = 2) -> None:
        self.url, self.level = url, level
        self.notes: list[str] = []
        self.numbered = 0

    def body(self, document: Document) -> SafeString:
        return joined(self.chapter(n, one) for n, one in enumerate(document.chapters, 1))

    def chapter(self, number: int, chapter: Chapter) -> SafeString:
        parts = joined(
            self.section(f"s{number}-{n}", part) for n, part in enumerate(chapter.sections, 1)
        )
        return format_html(
            '<section class="yk-chapter" id="c{}"><h{}>{}</h{}>{}</section>', number, self.level,
            chapter.title, self.level, parts,
        )  # fmt: skip

    def section(self, anchor: str, section: Section) -> SafeString:
        """A section with its footnotes at its end."""
        self.notes = []
        blocks = joined(self.block(block) for block in section.blocks)
        return format_html(
            '<section id="{}"><h{}>{}{}</h{}>{}{}</section>', anchor, self.level + 1,
            section.number, section.title, self.level + 1, blocks, self.footnotes(),
        )  # fmt: skip

    def blocks(self, section: Section) -> SafeString:
        """A section's text alone, for the preview beside the editor."""
        self.notes = []
        return joined([joined(self.block(block) for block in section.blocks), self.footnotes()])

    def block(self, block: Block) -> SafeString:
        if block.kind == "heading":
            tag = f"h{self.level + 2}"
            return format_html("<{}>{}</{}>", mark_safe(tag), self.runs(block.runs), mark_safe(tag))
        if block.kind == "list":
            tag = "ol" if block.ordered else "ul"
            items = joined(format_html("<li>{}</li>", self.runs(item)) for item in block.items)
            return format_html("<{}>{}</{}>", mark_safe(tag), items, mark_safe(tag))
        if block.kind in ("table", "words"):
            return self.table(block)
        if block.kind == "photos":
            return joined(format_html("<p>{}</p>", one.caption) for one in block.pictures)
        if block.kind == "chart":
            return format_html(
                '<figure class="yk-chart">{}<figcaption>{}</figcaption></figure>'
                "<details><summary>{}</summary>{}</details>",
                mark_safe(svg(block, standalone=False)), block.caption, _("圖表數據"),
                self.table(block),
            )  # fmt: skip
        return format_html("<p>{}</p>", self.runs(block.runs))

    def table(self, block: Block) -> SafeString:
        head = joined(self.heads(block))
        rows = joined(
            format_html("<tr>{}</tr>", joined(self.cells(block, row))) for row in block.rows
        )
        caption = format_html("<caption>{}</caption>", block.caption) if block.caption else ""
        return format_html(
            '<div class="yk-scroll"><table class="table">{}<thead><tr>{}</tr></thead>'
            "<tbody>{}</tbody></table></div>",
            caption, head, rows,
        )  # fmt: skip

    def heads(self, block: Block) -> Iterator[SafeString]:
        for n, text in enumerate(block.head):
            number = n and block.kind != "words"
            form = '<th scope="col" class="num">{}</th>' if number else '<th scope="col">{}</th>'
            yield format_html(form, text)

    def cells(self, block: Block, row: tuple[Runs, ...]) -> Iterator[SafeString]:
        later = "<td>{}</td>" if block.kind == "words" else '<td class="num">{}</td>'
        for n, runs in enumerate(row):
            yield format_html(later if n else '<th scope="row">{}</th>', self.runs(runs))

    def runs(self, runs: Runs) -> SafeString:
        return joined(self.run(run) for run in runs)

    def run(self, run: Run) -> SafeString:
        if run.note:
            return self.note(run)
        if run.figure is None:
            return mark_safe(escape(run.text))
        return format_html(
            '<a class="yk-figure" href="{}figures/{}/">{}</a>', self.url, run.figure, run.text
        )

    def note(self, run: Run) -> SafeString:
        self.numbered += 1
        n = self.numbered
        self.notes.append(
            format_html(
                '<li id="note-{}" value="{}">{} <a href="#from-{}" aria-label="{}">↩</a></li>',
                n,
                n,
                self.runs(run.note),
                n,
                _("回到註腳 {n} 的位置").format(n=n),
            )  # fmt: skip
        )
        return format_html(
            '<sup><a id="from-{}" href="#note-{}" aria-label="{}">{}</a></sup>',
            n, n, _("註腳 {n}").format(n=n), n,
        )  # fmt: skip

    def footnotes(self) -> SafeString:
        if not self.notes:
            return SafeString("")
        return format_html('<ol class="yk-notes">{}</ol>', joined(self.notes))


def joined(pieces: Iterable[str]) -> SafeString:
    """Pieces that are safe already, one after the other."""
    return mark_safe("".join(pieces))


def contents(document: Document) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Chapters and sections with their anchors."""
    return [
        (f"c{n}", chapter.title,
         [(f"s{n}-{m}", part.number + part.title) for m, part in enumerate(chapter.sections, 1)])
        for n, chapter in enumerate(document.chapters, 1)
    ]  # fmt: skip


def standalone(document: Document, *, url: str, notice: str) -> bytes:
    """One file that needs nothing beside it; it brings no script and no style of its own."""
    context = {"document": document, "body": Sheet(url).body(document), "url": url,
               "notice": notice, "contents": contents(document)}  # fmt: skip
    return render_to_string("reports/standalone.html", context).encode()
