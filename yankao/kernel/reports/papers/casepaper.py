"""A case as a document, from the same facts as its page."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.people.models import Person
from yankao.kernel.programmes import casepage
from yankao.kernel.programmes.columns import channel, said
from yankao.kernel.programmes.programme import Programme
from yankao.kernel.programmes.story import Line
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import PersonalValue
from yankao.kernel.ui.moments import deadline_text, moment_text

from ..document import Block, Chapter, Document, Picture, Run, Runs, Section
from .photos import picture

Rows = Iterable[tuple[str, object]]
Contact = Mapping[str, str]
PRINTED = {"changes", "reason", "notes"}  # stand beside an entry and in the story


@dataclass(frozen=True)
class Printing:
    """By whom and when a case was printed, and what of its reporter they may read."""

    by: Person
    at: datetime
    contact: Contact | None
    whole: bool  # the reporter is printed without masks, after a reason was given


def document(programme: Programme, case: Case, printing: Printing) -> Document:
    """Everything the page of the case says to this person."""
    told = casepage.context_of(programme, case, printing.by)
    chapters = (
        chapter(_("目前情形"), standing(case, told)),
        chapter(_("案件內容"), contents(case, told)),
        chapter(_("地點"), place(case)),
        chapter(_("反映人"), reporter(case, printing)),
        chapter(_("會辦"), opinions(told)),
        chapter(_("檢核表"), ticks(told)),
        chapter(_("附件與照片"), files(case, told)),
        chapter(_("歷程"), history(case, told)),
        chapter(_("證明"), proof(case, printing)),
    )
    kept = tuple(one for one in chapters if one.sections[0].blocks)
    subtitle = f"{case.title}（{case.state_label}）"
    if case.confidential:
        subtitle = f"【{_('保密')}】{subtitle}"
    return Document(f"{programme.label} {case.number}", subtitle, publisher(case), kept)


def publisher(case: Case) -> str:
    return str(case.holder.name) if case.holder else ""


def chapter(title: str, blocks: Iterable[Block]) -> Chapter:
    return Chapter(title, (Section("", tuple(blocks)),))


def line(text: object) -> Runs:
    return (Run(str(text)),)


def paragraph(text: object) -> Block:
    return Block("paragraph", runs=line(text))


def facts(rows: Rows) -> Iterator[Block]:
    """Labels and values; empty ones are left out."""
    kept = tuple((line(label), line(said(value))) for label, value in rows if said(value))
    if kept:
        yield Block("words", head=(_("項目"), _("內容")), rows=kept, widths=(2, 7))


def standing(case: Case, told: Mapping[str, Any]) -> Iterator[Block]:
    """The sentence at the head of the page, and each clock."""
    yield paragraph(told["sentence"])
    rows = [
        (line(clock.label), line(moment_text(run.started_at)),
         line(deadline_text(run.due_at) if run.due_at else _("期限待曆表載入")),
         line(moment_text(run.stopped_at) if run.stopped_at else _("計時中")),
         line(_("逾期") if run.late or passed(run, told["now"]) else ""))
        for clock, run in told["clocks"]
    ]  # fmt: skip
    if rows:
        head = (_("時限"), _("起算"), _("期限"), _("停止"), _("逾期"))
        yield Block("words", head=head, rows=tuple(rows), widths=(4, 4, 4, 4, 2))


def passed(run: ClockRun, now: datetime) -> bool:
    return run.running and run.due_at is not None and run.due_at < now


def contents(case: Case, told: Mapping[str, Any]) -> Iterator[Block]:
    rows: list[tuple[str, object]] = [
        (_("案號"), case.number), (_("狀態"), case.state_label), (_("類別"), case.category),
        (_("管道"), channel(case)), (_("承辦單位"), case.holder), (_("承辦人"), case.handler),
        (_("受理時間"), case.opened_at), (_("結案時間"), case.closed_at),
        (_("民眾反映還沒好"), case.reopened or None), (_("也受影響人數"), case.affected or None),
        *((one.label, one.case) for one in told["relatives"].beside()),
        (_("併入本案"), _("、").join(str(one.case) for one in told["relatives"].merged())),
        *told["facts"],
        (_("原文"), told["original"]), (_("中文譯文"), case.translation),
    ]  # fmt: skip
    yield from facts(rows)
    if told["relatives"].withheld:
        words = _("另有 {n} 件相關案件不在您的權限內。")
        yield paragraph(words.format(n=told["relatives"].withheld))


def place(case: Case) -> Iterator[Block]:
    point = f"{case.lng:.5f}, {case.lat:.5f}" if case.lng is not None and case.lat else ""
    yield from facts(
        [(_("行政區"), case.district), (_("地點"), case.place), (_("經緯度（WGS84）"), point)]
    )


def reporter(case: Case, printing: Printing) -> Iterator[Block]:
    """Masked as on the page, unless a reason was given; else that it is withheld."""
    contact = printing.contact
    if contact:
        labels = {"name": _("姓名"), "phone": _("電話"), "email": _("電子郵件"),
                  "address": _("通訊地址")}  # fmt: skip
        yield from facts((label, contact.get(key, "")) for key, label in labels.items())
        yield paragraph(
            _("聯絡資料未遮蔽，查看理由已記入歷程。") if printing.whole
            else _("聯絡資料已遮蔽。")
        )  # fmt: skip
    elif case.contact is not None and case.contact.erased_at:
        yield paragraph(_("聯絡資料已依保存年限銷毀。"))
    elif case.contact is not None:
        yield paragraph(_("聯絡資料依列印人權限不予列印。"))


def opinions(told: Mapping[str, Any]) -> Iterator[Block]:
    """What co-handlers were asked and answered."""
    rows = tuple(
        (line(row.unit), line(row.asked), line(row.answer or _("未回覆")),
         line(moment_text(row.answered_at or row.due_at)))
        for row in told["involved"]
    )  # fmt: skip
    if rows:
        head = (_("單位"), _("會辦事項"), _("會辦意見"), _("回覆時間或期限"))
        yield Block("words", head=head, rows=rows, widths=(2, 4, 4, 3))


def ticks(told: Mapping[str, Any]) -> Iterator[Block]:
    for one in told["checklists"]:
        yield Block("heading", runs=line(one.checklist.name))
        yield Block("list", items=tuple(line(ticked(row)) for row in one.lines))


def ticked(row: Any) -> str:
    if row.tick is None:
        return f"□ {row.item.text}"
    return f"■ {row.item.text}（{row.tick.by}，{moment_text(row.tick.at)}）"


def files(case: Case, told: Mapping[str, Any]) -> Iterator[Block]:
    """Files this person may open with their hashes, photos small, and how many are kept back."""
    shown = told["files"]
    if shown:
        rows = tuple(
            (line(file.get_kind_display()), line(file.name), line(moment_text(file.uploaded_at)),
             line(in_two(file.sha256)))
            for file in shown
        )  # fmt: skip
        head = (_("種類"), _("檔名"), _("上傳時間"), _("雜湊值"))
        yield Block("words", head=head, rows=rows, widths=(2, 3, 3, 6))
    printed = tuple(found for file in shown if (found := picture(file)) is not None)
    if printed:
        yield photos(printed)
    withheld = case.attachments.count() - len(shown)
    if withheld:
        words = _("另有 {n} 份附件依列印人權限或掃毒結果不予列印。")
        yield paragraph(words.format(n=withheld))


def in_two(digest: str) -> str:
    """A hash on two lines: no column is as wide as one."""
    return f"{digest[:32]}\n{digest[32:]}"


def photos(printed: tuple[Picture, ...]) -> Block:
    return Block("photos", pictures=printed)


def history(case: Case, told: Mapping[str, Any]) -> Iterator[Block]:
    """The whole timeline in the order in which it happened."""
    rows = tuple(
        (line(one.seq), line(moment_text(one.at)), line(actor(one)), line(happened(one)))
        for one in reversed(told["story"])
    )
    if rows:
        head = (_("序"), _("時間"), _("人員"), _("事項"))
        yield Block("words", head=head, rows=rows, widths=(1, 3, 3, 9))
    kept = PersonalValue.objects.filter(subject=case.subject).values_list("values", flat=True)
    if apart := sum(bool(set(values) - PRINTED) for values in kept):
        yield paragraph(_("其中 {n} 筆附有個人資料，依規定另行保存，不予列印。").format(n=apart))


def actor(one: Line) -> str:
    return f"{one.who or _('系統')}（{one.role}）" if one.role else one.who or _("系統")


def happened(one: Line) -> str:
    """The label, the change of state, reason, changed fields and notes, a line each."""
    moved = f"：{one.before} → {one.after}" if one.before else f"：{one.after}"
    lines = [one.label + (moved if one.after else ""), one.reason]
    lines += [
        f"{label}：{before} → {after or _('（清空）')}" if before else f"{label}：{after}"
        for label, before, after in one.changes
    ]
    return "\n".join(text for text in [*lines, *one.notes] if text)


def proof(case: Case, printing: Printing) -> Iterator[Block]:
    """The end of the chain at that moment, by which the paper can be checked against the case."""
    broken, last = timeline.broken(case.subject), case.last_entry
    whole = _("歷程鏈在第 {n} 筆斷裂").format(n=broken[0]) if broken else _("歷程鏈完整，未被更動")
    yield from facts(
        [
            (_("列印人"), f"{printing.by.unit or ''} {printing.by.name}".strip()),
            (_("列印時間"), printing.at),
            (_("歷程筆數"), last.seq if last else 0),
            (_("歷程鏈末端雜湊值"), in_two(last.hash) if last else ""),
            (_("列印時驗證"), whole),
        ]
    )
