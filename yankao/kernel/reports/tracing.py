"""「為什麼是這個數字」: what stood behind a frozen number, what stands there now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person

from .kinds import kinds
from .markup import parse
from .models import Frozen
from .quoting import Quoted, Unquotable
from .rowsets import differ, digest_of, unpack
from .sources import quoter

SHOWN = 20


@dataclass(frozen=True)
class Row:
    """A case that came or went, as far as this reader may see it."""

    case: Case
    words: str


@dataclass(frozen=True)
class Trace:
    """The number today beside the frozen one; `withdrawn` says why there is none today."""

    now: Quoted | None
    digest: str
    came: int
    went: int
    rows_came: Sequence[Row]
    rows_went: Sequence[Row]
    withdrawn: str = ""
    why: Sequence[str] = ()

    @property
    def same(self) -> bool:
        return self.now is not None and not (self.came or self.went or self.why)


def trace(frozen: Frozen, reader: Person | None) -> Trace:
    """Asks the figure again and sets it beside what was kept."""
    try:
        now = asked_again(frozen)
    except Unquotable as error:
        return Trace(None, "", 0, 0, (), (), withdrawn=str(error))
    came: list[int] = []
    went: list[int] = []
    digest = digest_of(now.keys)
    if digest != frozen.rows.digest:
        came, went = differ(set(unpack(frozen.rows.keys)), set(now.keys))
    seen = reader if now.of_cases else None
    return Trace(
        now, digest, len(came), len(went), rows(came, seen), rows(went, seen),
        why=tuple(reasons(frozen, now, bool(came or went))),
    )  # fmt: skip


def asked_again(frozen: Frozen) -> Quoted:
    report = frozen.issue.report
    refs = parse(frozen.ref).refs
    if report.kind not in kinds or not refs:
        raise Unquotable(_("這種報告已停用。"))
    with override("zh-hant"):  # as it was frozen, whoever reads
        return quoter(*kinds[report.kind].span(report.edition)).quote(refs[0])


def reasons(frozen: Frozen, now: Quoted, moved: bool) -> list[str]:
    said = []
    if frozen.definition != now.definition:
        said.append(_("定義在凍結後修改過。"))
    if frozen.value != now.value and not moved:
        said.append(_("同一批資料，內容在凍結後更正過。"))
    return said


def rows(keys: Sequence[int], reader: Person | None) -> list[Row]:
    """The first of these cases that the reader may see, each with what it is now."""
    if reader is None or not keys:
        return []
    seen = Case.objects.visible_to(reader).filter(pk__in=keys[:5000]).select_related("holder")
    return [Row(case, standing(case)) for case in seen[:SHOWN]]


def standing(case: Case) -> str:
    if case.closed_at is None:
        return _("目前{state}，未結案（凍結後重新開啟或更正）").format(state=case.state_label)
    return case.state_label
