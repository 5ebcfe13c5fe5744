"""A report as tagged PDF (PDF/UA-1) by Typst; texts go in as JSON, never as mark-up."""

import json
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from .charts import alternative, svg
from .document import Block, Document, Picture, Runs
from .fonts import folders, printable


class Failed(Exception):
    """Typst could not set the report; the text says what it said."""


HERE = Path(__file__).parent


def pdf(document: Document, *, url: str, notice: str, at: datetime, sheet: str = "report") -> bytes:
    """The whole report; `url` is where its issue stands, each number links below it.

    `sheet` is the template: a report with cover and contents, or a plain `paper`.
    """
    with TemporaryDirectory(prefix="report-") as folder:
        place = Path(folder)
        data = Sheet(place, url).data(document) | {"url": url, "notice": notice}
        (place / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        main = place / f"{sheet}.typ"
        for template in (main.name, "blocks.typ"):
            (place / template).write_bytes((HERE / template).read_bytes())
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False,
            font_paths=folders(),
        )  # fmt: skip
        try:
            made = typst.Compiler(str(main), root=folder, font_paths=fonts).compile(
                format="pdf", pdf_standards=["ua-1"], timestamp=at.replace(microsecond=0)
            )
        except typst.TypstError as error:
            raise Failed(error.message) from error
    if not isinstance(made, bytes):
        raise Failed("no single document")
    return made


class Sheet:
    """The data beside one template: texts, addresses, and a picture file for each chart."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url, self.pictures = folder, url, 0

    def data(self, document: Document) -> dict[str, Any]:
        chapters = [
            {"title": printable(chapter.title), "sections": [
                {"title": printable(part.title), "number": part.number,
                 "blocks": [self.block(block) for block in part.blocks]}
                for part in chapter.sections]}
            for chapter in document.chapters
        ]  # fmt: skip
        return {
            "title": printable(document.title), "subtitle": printable(document.subtitle),
            "publisher": printable(document.publisher), "chapters": chapters,
        }  # fmt: skip

    def block(self, block: Block) -> dict[str, Any]:
        return {
            "kind": block.kind, "ordered": block.ordered, "caption": printable(block.caption),
            "head": [printable(text) for text in block.head], "runs": self.runs(block.runs),
            "items": [{"runs": self.runs(item)} for item in block.items],
            "rows": [[{"runs": self.runs(cell)} for cell in row] for row in block.rows],
            "widths": block.widths, "pictures": [self.photo(one) for one in block.pictures],
            **(self.chart(block) if block.kind == "chart" else {}),
        }  # fmt: skip

    def photo(self, picture: Picture) -> dict[str, str]:
        self.pictures += 1
        name = f"photo-{self.pictures}.jpg"
        (self.folder / name).write_bytes(picture.jpeg)
        return {"file": name, "caption": printable(picture.caption)}

    def chart(self, block: Block) -> dict[str, str]:
        self.pictures += 1
        name = f"chart-{self.pictures}.svg"
        (self.folder / name).write_text(printable(svg(block)), encoding="utf-8")
        return {"picture": name, "alt": printable(alternative(block))}

    def runs(self, runs: Runs) -> list[dict[str, Any]]:
        return [
            {"text": printable(run.text), "note": self.runs(run.note),
             "url": None if run.figure is None else f"{self.url}figures/{run.figure}/"}
            for run in runs
        ]  # fmt: skip
