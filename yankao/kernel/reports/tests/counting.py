"""Figures for tests: cases opened in a stretch of days, counted from their rows."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from yankao.kernel.cases.models import Case
from yankao.kernel.reports.document import Ref
from yankao.kernel.reports.quoting import Entry, Quoted, Series, Unquotable
from yankao.kernel.values.taipei import midnight

DEFINITION = "期間內受理的派工案件"


class Counting:
    """Counts dispatch cases; `withdrawn` names figures that are no longer declared."""

    withdrawn: set[str] = set()
    definition = DEFINITION

    def __init__(self, since: date, until: date) -> None:
        self.since, self.until = since, until

    def catalogue(self) -> Sequence[Entry]:
        dimensions = {"district": "行政區"}
        return [
            Entry("dispatch.opened", "受理件數", "派工通報", "件", self.definition, dimensions),
            Entry("dispatch.closed", "結案件數", "派工通報", "件", "期間內受理且已結案者", {}),
        ]

    def quote(self, ref: Ref) -> Quoted:
        if ref.name not in {"dispatch.opened", "dispatch.closed"} - self.withdrawn:
            raise Unquotable(f"沒有「{ref.name}」這個數字，或它已停用。")
        rows = Case.objects.filter(
            programme="dispatch", opened_at__gte=midnight(self.since),
            opened_at__lt=midnight(self.until),
        )  # fmt: skip
        if ref.name == "dispatch.closed":
            rows = rows.exclude(closed_at=None)
        if district := ref.arg("district"):
            rows = rows.filter(district__name=district)
        keys = list(rows.values_list("pk", flat=True))
        return Quoted(
            ref, ref.name, "受理件數", Decimal(len(keys)), f"{len(keys):,}",
            f"{self.since.year - 1911}年", "件", self.definition, "聯合服務中心",
            keys=keys, of_cases=True,
        )  # fmt: skip

    def series(self, ref: Ref) -> Series:
        names = Case.objects.filter(programme="dispatch").values_list("district__name", flat=True)
        rows = [
            (name, self.quote(Ref(ref.name, (("district", name),))))
            for name in sorted({name for name in names if name})
        ]
        return Series("受理件數", "行政區", "件", rows)
