"""A report as ODT, which the government asks for where a document goes on being edited."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from odfdo import Document as OpenDocument
from odfdo import Element, Style
from PIL import Image

from .charts import LINE, WIDTH, alternative, svg
from .document import Block, Document, Picture, Run, Runs

CENTIMETRES = 16.0
STYLES = Path(__file__).with_name("report-styles.xml")
STYLE = re.compile(r"<(style:style|text:list-style) .*?</\1>", re.DOTALL)


def odt(document: Document, *, url: str, notice: str) -> bytes:
    """The whole report; each number links to its frozen figure below `url`."""
    made = OpenDocument("text")
    made.body.clear()
    sheet = Sheet(made, url)
    speak_chinese(made, document)
    for found in STYLE.finditer(STYLES.read_text(encoding="utf-8")):
        made.insert_style(found[0], automatic=True)
    made.body.extend([Element.from_tag(xml) for xml in sheet.lines(document, notice)])
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def speak_chinese(made: OpenDocument, document: Document) -> None:
    """Title and language, for readers and screen readers."""
    made.meta.title = document.title
    made.meta.language = "zh-TW"
    for style in made.get_styles("paragraph"):
        if style.tag == "style:default-style" and isinstance(style, Style):
            style.set_properties(
                {"style:language-asian": "zh", "style:country-asian": "TW"}, area="text"
            )


class Sheet:
    """The document line by line as XML; whatever people wrote is escaped."""

    def __init__(self, made: OpenDocument, url: str) -> None:
        self.made, self.url, self.notes, self.tables = made, url, 0, 0

    def lines(self, document: Document, notice: str) -> Iterator[str]:
        yield paragraph(escape(document.title), "YkTitle")
        yield paragraph(escape(document.subtitle), "YkCaption")
        yield paragraph(escape(document.publisher), "YkCaption")
        yield paragraph(f"{escape(notice)}{link(self.url, self.url)}", "YkCaption")
        for chapter in document.chapters:
            yield heading(1, escape(chapter.title))
            for section in chapter.sections:
                if section.title:
                    yield heading(2, escape(section.number + section.title))
                for block in section.blocks:
                    yield from self.block(block)
        yield paragraph("", "YkText")  # A text never ends with a table.

    def block(self, block: Block) -> Iterator[str]:
        if block.kind == "heading":
            yield heading(3, self.runs(block.runs))
        elif block.kind == "list":
            style = "YkNumbers" if block.ordered else "YkDots"
            items = "".join(
                f"<text:list-item>{paragraph(self.runs(item))}</text:list-item>"
                for item in block.items
            )
            yield f'<text:list text:style-name="{style}">{items}</text:list>'
        elif block.kind == "photos":
            for one in block.pictures:
                yield self.photo(one)
        elif block.kind in ("table", "chart", "words"):
            if block.kind == "chart":
                yield self.picture(block)
            if block.caption:
                yield paragraph(escape(block.caption), "YkCaption")
            yield self.table(block)
        else:
            yield paragraph(self.runs(block.runs), "YkText")

    def table(self, block: Block) -> str:
        self.tables += 1
        head = "".join(cell(escape(text), "YkHead") for text in block.head)
        rows = "".join(
            f"<table:table-row>{''.join(self.cells(block, row))}</table:table-row>"
            for row in block.rows
        )
        columns = "".join(map(self.column, block.widths)) or (
            f'<table:table-column table:number-columns-repeated="{max(len(block.head), 1)}"/>'
        )
        return (
            f'<table:table table:name="Table{self.tables}" table:style-name="YkTable">'
            f"{columns}<table:table-header-rows><table:table-row>{head}</table:table-row>"
            f"</table:table-header-rows>{rows}</table:table>"
        )

    def column(self, width: int) -> str:
        """A column of that share; its style is put into the document when it is first met."""
        name = f"YkColumn{width}"
        if not self.made.get_style("table-column", name):
            xml = (
                f'<style:style style:name="{name}" style:family="table-column">'
                f'<style:table-column-properties style:rel-column-width="{width}*"/></style:style>'
            )
            self.made.insert_style(xml, automatic=True)
        return f'<table:table-column table:style-name="{name}"/>'

    def cells(self, block: Block, row: tuple[Runs, ...]) -> Iterator[str]:
        for n, runs in enumerate(row):
            number = n and block.kind != "words"
            yield cell(self.runs(runs), "YkNumber" if number else "Standard")

    def photo(self, picture: Picture) -> str:
        name = self.made.add_file(BytesIO(picture.jpeg))
        with Image.open(BytesIO(picture.jpeg)) as opened:
            width, height = opened.size
        wide = min(8.0, 6.0 * width / height)
        frame = self.frame(name, (wide, wide * height / width), "", picture.caption)
        return paragraph(f"{frame}<text:line-break/>{escape(picture.caption)}", "YkCaption")

    def picture(self, block: Block) -> str:
        name = self.made.add_file(BytesIO(svg(block).encode()))
        height = CENTIMETRES * (LINE * len(block.rows) + 8) / WIDTH
        size = (CENTIMETRES, min(height, 24))
        return paragraph(self.frame(name, size, block.caption, alternative(block)))

    def frame(self, name: str, size: tuple[float, float], title: str, said: str) -> str:
        """A picture of so many centimetres, with what it says for those who do not see it."""
        return (
            f'<draw:frame draw:name="{escape(name.rsplit("/", 1)[-1])}" text:anchor-type="as-char"'
            f' svg:width="{size[0]:.2f}cm" svg:height="{size[1]:.2f}cm">'
            f'<draw:image xlink:href="{escape(name)}" xlink:type="simple" xlink:show="embed"'
            f' xlink:actuate="onLoad"/><svg:title>{escape(title)}</svg:title>'
            f"<svg:desc>{escape(said)}</svg:desc></draw:frame>"
        )

    def runs(self, runs: Runs) -> str:
        return "".join(map(self.run, runs))

    def run(self, run: Run) -> str:
        if run.note:
            self.notes += 1
            body = paragraph(self.runs(run.note), "Footnote")
            return (
                f'<text:note text:id="ftn{self.notes}" text:note-class="footnote">'
                f"<text:note-citation>{self.notes}</text:note-citation>"
                f"<text:note-body>{body}</text:note-body></text:note>"
            )
        if run.figure is not None:
            return link(f"{self.url}figures/{run.figure}/", run.text)
        return escape(run.text).replace("\n", "<text:line-break/>")


def paragraph(inside: str, style: str = "Standard") -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def heading(level: int, inside: str) -> str:
    style = f"Heading_20_{level}"
    return f'<text:h text:style-name="{style}" text:outline-level="{level}">{inside}</text:h>'


def cell(inside: str, style: str) -> str:
    return (
        '<table:table-cell table:style-name="YkCell" office:value-type="string">'
        f"{paragraph(inside, style)}</table:table-cell>"
    )


def link(url: str, text: str) -> str:
    return f'<text:a xlink:type="simple" xlink:href={quoteattr(url)}>{escape(text)}</text:a>'
