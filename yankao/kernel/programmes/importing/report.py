"""The report at the end of an import: every row accounted for, in words."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.exchange.models import Import

from .counting import Counts, Tally

REMARKS = {
    "outside_district": gettext_lazy("座標不在所填行政區"),
    "outside_city": gettext_lazy("座標不在本市（已捨棄座標）"),
    "duplicate": gettext_lazy("疑似重複（同區、同址、同類別、24 小時內）"),
    "dispatched_again": gettext_lazy("同一案號再次派工"),
    "unknown_unit": gettext_lazy("不明單位"),
    "unknown_category": gettext_lazy("不明類別"),
    "unknown_district": gettext_lazy("不明行政區"),
    "lost_characters": gettext_lazy("有遺失的字元"),
}


def lines(
    parts: Sequence[Import], events: Import | None, *, seconds: float, rows: int
) -> Iterator[str]:
    """What an operator reads when the import is done."""
    tally, batch = Tally.over(parts), parts[0]
    yield ""
    yield f"{batch.name} — {batch.file_name} ({', '.join(f'#{part.pk}' for part in parts)})"
    yield from accounted(tally)
    yield entry(_("時間軸紀錄"), tally["entries"])
    yield entry(_("已結案"), tally["closed"])
    yield entry(_("結案與否不詳（離開資料來源）"), tally["censored"])
    yield entry(_("逾期"), tally["late"])
    yield from group(_("已修復"), tally.group("repaired"))
    found = tally.group("remarked")
    for kind, label in REMARKS.items():
        yield entry(str(label), found.get(kind, 0))
    yield entry(_("已知但內容有異（未更動）"), tally["changed"])
    if seconds and rows:
        words = _("  {seconds:.1f} 秒，每秒 {speed:,.0f} 列")
        yield words.format(seconds=seconds, speed=rows / seconds)
    if events:
        yield f"{events.file_name} (#{events.pk})"
        yield from accounted(Tally(events.counts))


def accounted(tally: Tally) -> Iterator[str]:
    """Rows = stored + known + rejected; a sum that does not hold is said aloud."""
    yield entry(_("列數"), tally["rows"])
    yield entry(_("已存入"), tally["stored"])
    yield entry(_("已知"), tally["known"])
    yield from group(_("退件"), tally.group("rejected"))
    if not tally.adds_up():
        yield _("  ！列數不等於已存入、已知與退件之和，請回報。")


def group(label: str, kinds: Counts) -> Iterator[str]:
    yield entry(label, sum(kinds.values()))
    for kind, count in kinds.items():
        if count:
            yield f"    {kind} {count:,}"


def entry(label: str, count: int) -> str:
    return f"  {label} {count:,}"
