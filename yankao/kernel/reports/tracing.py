"""「為什麼是這個數字」: what stood behind a frozen number, what stands there now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import override

from yankao.kernel.people.models import Person

from .happening import Happenings, befell, corrected
from .kinds import kinds
from .markup import parse
from .models import Frozen
from .quoting import Quoted, Unquotable
from .rowsets import differ, digest_of, unpack
from .sources import quoter


@dataclass(frozen=True)
class Trace:
    """The number today beside the frozen one; `withdrawn` says why there is none today."""

    now: Quoted | None
    digest: str
    came: int
    went: int
    befell: Happenings = Happenings()
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
        return Trace(None, "", 0, 0, withdrawn=str(error))
    came: list[int] = []
    went: list[int] = []
    digest = digest_of(now.keys)
    if digest != frozen.rows.digest:
        came, went = differ(set(unpack(frozen.rows.keys)), set(now.keys))
    moved = {*came, *went}
    if now.of_cases and not moved and frozen.value != now.value:
        moved = corrected(now.keys, frozen.at)
    told = befell(moved, frozen.at, reader=reader) if now.of_cases and moved else Happenings()
    return Trace(
        now, digest, len(came), len(went), told, why=tuple(reasons(frozen, now, told, came or went))
    )


def asked_again(frozen: Frozen) -> Quoted:
    report = frozen.issue.report
    refs = parse(frozen.ref).refs
    if report.kind not in kinds or not refs:
        raise Unquotable(_("這種報告已停用。"))
    with override("zh-hant"):  # as it was frozen, whoever reads
        return quoter(*kinds[report.kind].span(report.edition)).quote(refs[0])


def reasons(frozen: Frozen, now: Quoted, told: Happenings, moved: Sequence[int]) -> Iterator[str]:
    if frozen.definition != now.definition:
        yield _("定義在凍結後修改過。")
    if frozen.value != now.value and not moved:
        yield _("同一批資料，內容在凍結後更正過。")
    if told.counted:
        yield _("凍結後這些案件：{what}。").format(what=told.counted)
