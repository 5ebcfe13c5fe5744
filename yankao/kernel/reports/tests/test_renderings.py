"""One document in three renderings: hostile words, 65 agencies, and every checker satisfied."""

import io
import json
import re
import shutil
import subprocess
from datetime import UTC, datetime

import page as checker
import pypdf
import pytest
from odfdo import Document as OpenDocument

from yankao.kernel.reports.charts import shortened, svg
from yankao.kernel.reports.document import (
    Block,
    Chapter,
    Document,
    Run,
    Section,
    document_of,
    to_json,
)
from yankao.kernel.reports.fonts import printable, unprintable
from yankao.kernel.reports.markup import parse
from yankao.kernel.reports.opendocument import odt
from yankao.kernel.reports.typesetting import pdf
from yankao.kernel.reports.webpage import Sheet, standalone

URL = "https://city.example/reports/annual/112/1/"
HOSTILE = '#read("/etc/passwd") $x$ <script>alert(1)</script> &amp; ]]> *粗* @甲 \\ `碼` "引" 𠮷'
AT = datetime(2026, 6, 15, 10, 0, 0, 123456, tzinfo=UTC)
AGENCIES = 65


def agencies() -> Block:
    """A chart of more agencies than a page holds, with names longer than a line."""
    rows = tuple(
        (
            (Run(f"高雄市政府某某局某某處某某大隊第{n}區某某分隊<{n}>"),),
            (Run(f"{n * 7}", figure=n),),
        )
        for n in range(AGENCIES)
    )
    head, bars = ("機關", "件數"), tuple(n * 7.0 for n in range(AGENCIES))
    return Block("chart", caption="件數（按機關）", head=head, rows=rows, bars=bars)


@pytest.fixture(scope="module")
def document() -> Document:
    table = f"| 甲 | 乙 |\n| {HOSTILE} | 2 |"
    text = f"## 小{HOSTILE}\n\n{HOSTILE}[^1]\n\n- {HOSTILE}\n\n{table}\n\n[^1]: {HOSTILE}"
    blocks = (*parse(text).blocks, agencies())
    section = Section(HOSTILE, blocks, number="一、")
    return Document("年報", "小標", "研考會", (Chapter(f"伍、{HOSTILE}", (section,)),))


def test_a_document_is_kept_and_read_again(document):
    kept = document_of(json.loads(json.dumps(to_json(document))))
    assert Sheet(URL).body(kept) == Sheet(URL).body(document)


def test_a_sign_without_a_type_is_told_to_the_author_and_marked_in_print():
    assert unprintable("研考會 Yankao 123，。「」…㎡℃\n") == []
    assert unprintable("吉𠮷🎉吉🎉") == ["𠮷", "🎉"]
    assert printable("𠮷祥") == "〓祥"


def test_a_pdf_is_accessible_and_prints_words_as_words(document):
    made = pdf(document, url=URL, notice="來源：", at=AT)
    report = checker.validate_pdf_bytes(made, profile=checker.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [fault.message for fault in report.failures]
    text = "".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(made)).pages)
    assert '#read("/etc/passwd")' in text.replace("\n", "")
    assert "root:" not in text
    assert f"第{AGENCIES - 1}區" in text.replace("\n", "")


def test_a_page_runs_nothing_that_was_typed(document):
    said = standalone(document, url=URL, notice="來源：").decode()
    assert "<script" not in said
    assert said.count("&lt;script&gt;") > 4
    assert 'href="#note-1"' in said and 'href="#from-1"' in said
    assert f"{URL}figures/64/" in said
    assert Sheet(URL).body(document).count('scope="row"') == AGENCIES + 1


def test_an_odt_is_read_again_word_for_word(document):
    made = OpenDocument(io.BytesIO(odt(document, url=URL, notice="來源：")))
    assert made.body.headers[0].inner_text == f"伍、{HOSTILE}"
    assert len(made.body.tables) == 2
    assert made.meta.title == "年報"
    picture = made.body.images[0]
    assert picture.parent.get_element("svg:desc").text.startswith("件數（按機關）：")


def content(made: OpenDocument) -> dict[str, list[str]]:
    """All that a reader meets: words with their level, links, notes, cells, pictures' words."""
    body = made.body
    return {
        "headings": [f"{h.level} {h.inner_text}" for h in body.headers],
        "words": [re.sub(r"\(Pictures/\S+?\)", "", p.inner_text) for p in body.paragraphs],
        "links": [link.url for link in body.get_links()],
        "notes": [note.citation for note in body.get_notes()],
        "items": [item.inner_text for item in body.get_elements("//text:list-item")],
        "cells": [c.inner_text for c in body.get_elements("//table:table-cell")],
        "heads": [r.inner_text for r in body.get_elements("//table:table-header-rows")],
        "pictures": [desc.inner_text for desc in body.get_elements("//svg:desc")],
    }


def test_an_odt_is_opened_and_saved_again_unchanged_by_libreoffice(document, tmp_path):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice here: install Debian's package libreoffice-writer")
    (tmp_path / "report.odt").write_bytes(odt(document, url=URL, notice="來源："))
    again = tmp_path / "again"
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/office",
               "--convert-to", "odt:writer8", "--outdir", str(again), "report.odt"]  # fmt: skip
    subprocess.run(command, cwd=tmp_path, check=True, timeout=120, capture_output=True)
    ours, theirs = (content(OpenDocument(folder / "report.odt")) for folder in (tmp_path, again))
    assert all(ours.values()) and theirs == ours


def test_long_names_are_shortened_in_the_picture_only():
    name = "高雄市政府研究發展考核委員會聯合服務中心派工通報組"
    assert shortened(name).endswith("…") and len(shortened(name)) < len(name)
    drawn = svg(agencies())
    assert drawn.count("<rect") == AGENCIES
    assert "最多" in drawn and "&lt;" in drawn
