"""An annual report from the call for texts to the corrected issue, through the front door."""

import io
from datetime import timedelta

import page as checker
import pypdf
import pytest
from django.core.management import CommandError, call_command
from odfdo import Document as OpenDocument

from yankao.kernel.cases.errors import Invalid
from yankao.kernel.cases.models import Case
from yankao.kernel.reports import rendering
from yankao.kernel.reports.models import Frozen, Issue, Rendering
from yankao.kernel.testing.desk import Desk

from .conftest import report_a_hole
from .opening import data

PUBLIC = "/reports/annual/115/1/"


def write(writers: Desk, section: Case, text: str, by: str = "author", base: int = 1):
    url = f"/research/manuscripts/{section.number}/write/save/"
    client = writers.client(by)
    return client.post(url, {"text": text, "base": base}, headers={"HX-Request": "true"})


def finish(desk: Desk, writers: Desk, edition: Case, section: Case) -> None:
    """The section is written, edited and proofed; the edition is approved."""
    writers.do("submit", section, "author")
    desk.do("edit", edition, "editor")
    for step in ("take_up", "proof"):
        writers.do(step, section, "editor")
    desk.do("proof", edition, "editor")
    writers.do("settle", section, "editor")
    desk.do("approve", edition, "approver")


def publish(desk: Desk, edition: Case) -> None:
    told = {"doc_number": "高市研字第1150001號", "recipients": "監察院"}
    desk.do("send", edition, "editor", told)


def test_a_new_edition_calls_every_office_for_its_text(desk, writers, edition, section):
    assert (section.state, section.holder.code) == ("writing", "B01000")
    assert section.due_at.date().isoformat() == "2026-07-10"
    page = desk.get(f"/research/editions/{edition.number}/sections/", by="editor")
    assert "派工通報" in page.content.decode()
    shown = writers.get(f"/research/manuscripts/{section.number}/write/", by="author")
    assert '<a class="yk-figure" href="figures/0/">2</a>' in shown.content.decode()


def test_what_an_author_writes_is_saved_and_seen_with_its_numbers(writers, section):
    answer = write(writers, section, "今年共 {{dispatch.opened}} 件，另有 12,345 件。")
    said = answer.content.decode()
    assert "第 2 版" in said
    assert ">2</a> 件" in said
    assert "12,345" in said.split("打上去的")[1][:80]
    assert write(writers, section, "看 {{dispatch.nothing}}", base=2).status_code == 200
    assert "已停用" in writers.refuses("submit", section, "author")


def test_two_editors_on_one_paragraph_lose_nothing_and_are_both_told(desk, writers, section):
    first, second = "甲段由我改。\n\n第二段", "甲段由他改。\n\n第二段"
    write(writers, section, "甲段\n\n第二段")
    writers.person("author", unit="B01000")
    other = Desk("manuscripts", desk.clock)
    other.people["colleague"] = other.person("author")
    write(writers, section, first, base=2)
    said = write(other, section, second, by="colleague", base=2).content.decode()
    assert "剛改了同一段" in said
    assert "甲段由我改。" in said and "甲段由他改。" in said
    inbox = writers.get("/desk/?tab=letters", by="author").content.decode()
    assert "並行修改" in inbox
    page = writers.get(f"/research/manuscripts/{section.number}/write/", by="author")
    assert "甲段由他改。" in page.content.decode()
    assert "並行修改" in writers.refuses("submit", section, "author")
    url = f"/research/manuscripts/{section.number}/write/decide/"
    writers.post(url, by="author", data={"version": 4, "take": "both"})
    text = section.versions.filter(aside=False).last().text
    assert text == "甲段由他改。\n\n甲段由我改。\n\n第二段"


def test_changes_apart_are_joined(desk, writers, section):
    write(writers, section, "一\n\n二\n\n三")
    other = Desk("manuscripts", desk.clock)
    other.people["colleague"] = other.person("author")
    write(writers, section, "一改\n\n二\n\n三", base=2)
    said = write(other, section, "一\n\n二\n\n三改", by="colleague", base=2).content.decode()
    assert "已併入" in said
    assert section.versions.filter(aside=False).last().text == "一改\n\n二\n\n三改"


def test_a_returned_text_keeps_its_first_submission(desk, writers, section):
    writers.do("submit", section, "author")
    first = section.manuscripts.submitted_at
    assert write(writers, section, "改", base=1).status_code == 409
    writers.refuses("send_back", section, "editor", {"reason": ""})
    writers.do("send_back", section, "editor", {"reason": "請補第三季數字"})
    desk.wait(timedelta(days=1))
    write(writers, section, "補正後 {{dispatch.opened}} 件", base=1)
    writers.do("resubmit", section, "author")
    section.refresh_from_db()
    assert (section.manuscripts.submitted_at, section.returns) == (first, 1)
    said = writers.get(f"/research/manuscripts/{section.number}/", by="author").content.decode()
    assert "請補第三季數字" in said and "第 2 版" in said


def test_a_remark_is_written_and_settled(writers, section):
    url = f"/research/manuscripts/{section.number}/write/remark/"
    writers.post(url, by="editor", data={"text": "請說明件數增加原因", "about": "均依期限"})
    page = writers.get(f"/research/manuscripts/{section.number}/write/", by="author")
    assert "請說明件數增加原因" in page.content.decode()
    writers.post(url, by="author", data={"settle": section.remarks.get().pk})
    assert section.remarks.get().settled_by == writers.person("author")


def test_a_section_over_its_limit_is_not_taken(writers, section):
    write(writers, section, "字" * 3001)
    assert "超過上限 3000 字" in writers.refuses("submit", section, "author")


def test_approving_freezes_and_nothing_is_public_before_it_is_sent(desk, writers, edition, section):
    desk.refuses("approve", edition, "approver")
    finish(desk, writers, edition, section)
    issue = Issue.objects.get()
    assert (issue.kind, issue.figures.count()) == ("official", 2)
    assert desk.get(PUBLIC).status_code == 404
    assert desk.get(PUBLIC, by="editor").status_code == 200
    publish(desk, edition)
    said = desk.get(PUBLIC).content.decode()
    assert f'<a class="yk-figure" href="{PUBLIC}figures/0/">2</a>' in said
    assert "不含其他縣市之案件" in said
    assert "115年工作年報" in desk.get("/reports/").content.decode()


def test_why_this_number_then_and_now(desk, writers, streets, edition, section, numbers):
    finish(desk, writers, edition, section)
    publish(desk, edition)
    url = f"{PUBLIC}figures/0/"
    assert "同一批" in desk.get(url).content.decode()
    late = report_a_hole(streets)
    outside = desk.get(url).content.decode()
    assert "凍結後新納入 1 筆" in outside and late.number not in outside
    inside = streets.get(url, by="operator").content.decode()
    assert late.number in inside
    numbers.withdrawn = {"dispatch.opened"}
    gone = desk.get(url).content.decode()
    assert "現在無法重算" in gone and ">2 <small>件" in gone


def test_a_correction_is_a_new_issue_that_lists_what_changed(
    desk, writers, streets, edition, section
):
    finish(desk, writers, edition, section)
    publish(desk, edition)
    report_a_hole(streets)
    writers.do("reopen", section, "editor", {"reason": "件數更正"})
    text = section.versions.last().text.replace("均依期限辦理", "均已辦理")
    write(writers, section, text, by="editor", base=1)
    assert "未定稿" in desk.refuses("reissue", edition, "approver", {"reason": "漏列一件"})
    for step in ("proof", "settle"):
        writers.do(step, section, "editor")
    desk.do("reissue", edition, "approver", {"reason": "漏列一件"})
    said = desk.get("/reports/annual/115/2/").content.decode()
    assert "漏列一件" in said and "新納入 1 筆資料。" in said
    assert "均已辦理" in said and "<del>" in said
    assert desk.get(f"{PUBLIC}figures/0/").status_code == 200
    assert Frozen.objects.get(issue__number=1, index=0).text == "2"
    assert desk.get("/reports/annual/115/2/against/1/").status_code == 200


def test_every_file_of_an_issue_is_made_and_is_accessible(desk, writers, edition, section):
    finish(desk, writers, edition, section)
    publish(desk, edition)
    assert "尚未開始" in desk.get(PUBLIC).content.decode()
    Issue.objects.update(at=Issue.objects.get().at.replace(microsecond=123456))  # as real ones are
    for row in Rendering.objects.all():
        rendering.run(row.pk)
    made = {form: b"".join(desk.get(f"{PUBLIC}file.{form}")) for form in rendering.Form.values}
    report = checker.validate_pdf_bytes(made["pdf"], profile=checker.ValidationProfile.PDF_UA_1)
    assert report.is_compliant, [fault.message for fault in report.failures]
    pdf = pypdf.PdfReader(io.BytesIO(made["pdf"]))
    assert (pdf.metadata.title, pdf.trailer["/Root"]["/Lang"]) == ("115年工作年報", "zh-TW")
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.outline[0]["/Title"] == "伍、為民服務"
    text = "".join(sheet.extract_text() for sheet in pdf.pages)
    assert "受理 2 件" in text.replace("\n", "") or "受理2件" in text.replace(" ", "")
    marks = [mark.get_object() for sheet in pdf.pages for mark in sheet.get("/Annots", [])]
    links = {mark["/A"]["/URI"] for mark in marks if "/URI" in mark.get("/A", {})}
    assert any(link.endswith(f"{PUBLIC}figures/0/") for link in links)
    odt = OpenDocument(io.BytesIO(made["odt"]))
    assert [one.inner_text for one in odt.body.headers] == ["伍、為民服務", "一、派工通報"]
    assert len(odt.body.tables) == 1
    assert "資料指紋" in made["csv"].decode() and "dispatch" not in made["csv"].decode()[:50]
    assert made["html"].decode().count("<h2") == 1


def test_a_killed_renderer_is_said_and_its_file_made_again(desk, writers, edition, section):
    finish(desk, writers, edition, section)
    row = Rendering.objects.get(form="pdf")
    Rendering.objects.filter(pk=row.pk).update(begun_at=row.asked_at, tries=1)
    assert "製作中" in desk.get(PUBLIC, by="editor").content.decode()
    desk.wait(timedelta(minutes=5))
    assert "中斷，系統會自動重做" in desk.get(PUBLIC, by="editor").content.decode()
    rendering.run(row.pk)
    assert "製作完成" in desk.get(PUBLIC, by="editor").content.decode()


@pytest.mark.parametrize("year", ["0", "十二", "1120"])
def test_an_edition_that_cannot_be_is_refused(desk, year):
    with pytest.raises(Invalid):
        desk.open(data(edition=year), by="editor")


def test_an_edition_is_opened_once(desk, edition):
    with pytest.raises(Invalid) as caught:
        desk.open(data(edition="115"), by="editor")
    assert "已經開過" in str(caught.value.form.errors)


def test_the_command_writes_the_files_of_what_there_is(edition, section, tmp_path):
    call_command("report", "115", into=tmp_path, stdout=io.StringIO())
    folder = tmp_path / "annual-115-trial-1"
    assert {path.suffix for path in folder.iterdir()} == {".pdf", ".odt", ".html", ".csv", ".ods"}
    assert (folder / "annual-115.pdf").read_bytes().startswith(b"%PDF-")
    with pytest.raises(CommandError):
        call_command("report", "十二")


def test_programs_write_and_read_by_the_same_doors(desk, writers, edition, section):
    place = f"/api/v1/research/manuscripts/cases/{section.number}/text"
    told = {"text": "本年 {{dispatch.opened}} 件。", "base": 1}
    assert writers.post(place, by="author", data=told).json()["head"]["number"] == 2
    assert writers.post(place, by="editor", data=told).status_code == 403
    offers = writers.client("author").get(f"{place}/figures?q=受理件數").json()
    assert [one["value"] for one in offers] == ["2"]
    finish(desk, writers, edition, section)
    issue = "/api/v1/reports/annual/115/1"
    assert desk.get(issue).status_code == 404
    publish(desk, edition)
    assert desk.get(issue).json()["figures"][0]["text"] == "2"
    assert desk.get(f"{issue}/figures/0").json()["same"]
    assert [one["issue"] for one in desk.get("/api/v1/reports").json()] == ["1"]
    rows = desk.client("editor").get(f"/api/v1/research/editions/cases/{edition.number}/sections")
    assert [one["title"] for one in rows.json()] == ["派工通報"]
