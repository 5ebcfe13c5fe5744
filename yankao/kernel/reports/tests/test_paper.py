"""A plain paper of words and photos, in every rendering."""

import io
from datetime import UTC, datetime

import page as checker
import pypdf
from odfdo import Document as OpenDocument
from PIL import Image

from yankao.kernel.reports.document import Block, Chapter, Document, Picture, Run, Section
from yankao.kernel.reports.opendocument import odt
from yankao.kernel.reports.typesetting import pdf
from yankao.kernel.reports.webpage import Sheet

URL = "https://city.example/service/dispatch/SD1/"
AT = datetime(2026, 6, 15, 10, 0, tzinfo=UTC)
LONG = "https://maps.example/" + "a1b2c3d4" * 20


def photo() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), "gray").save(out, "JPEG")
    return out.getvalue()


def paper() -> Document:
    words = Block(
        "words", head=("項目", "內容"), widths=(1, 4),
        rows=tuple(((Run(f"第 {n} 項"),), (Run(f"甲\n乙 {LONG}"),)) for n in range(40)),
    )  # fmt: skip
    photos = Block("photos", pictures=(Picture("處理前照片", photo()),))
    section = Section("", (words, photos))
    return Document("案卷 SD1", "坑洞", "養工處", (Chapter("內容", (section,)),))


def test_a_paper_is_accessible_and_breaks_what_is_too_long():
    made = pdf(paper(), url=URL, notice="王承辦列印", at=AT, sheet="paper")
    report = checker.validate_pdf_bytes(made, profile=checker.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [fault.message for fault in report.failures]
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) > 1
    assert all("王承辦列印" in sheet.extract_text() for sheet in pages)
    assert any(sheet.images for sheet in pages)


def test_a_paper_is_an_open_document_with_its_photo_and_line_breaks():
    made = OpenDocument(io.BytesIO(odt(paper(), url=URL, notice="王承辦列印")))
    assert len(made.body.tables) == 1 and len(made.body.images) == 1
    assert made.body.tables[0].get_element("descendant::text:line-break") is not None
    assert made.body.images[0].parent.get_element("svg:desc").text == "處理前照片"
    assert len(made.body.headers) == 1


def test_a_table_of_words_has_no_numbers():
    body = Sheet(URL).body(paper())
    assert 'class="num"' not in body and body.count("<td>") == 40
