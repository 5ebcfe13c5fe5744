"""A chart is a table that is also drawn: whoever cannot see the drawing reads the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

LINE, BAR, DISTRICTS = "line", "bar", "districts"


@dataclass(frozen=True)
class Value:
    """A number as it is drawn and as it is read; None leaves a gap, not a zero."""

    number: Decimal | None
    text: str

    @property
    def raw(self) -> str:
        return "" if self.number is None else format(self.number, "f")


@dataclass(frozen=True)
class Row:
    """One line of the table; `key` places it on a map, `note` says what one should know."""

    label: str
    values: Sequence[Value]
    url: str = ""
    key: str = ""
    note: str = ""


@dataclass(frozen=True)
class Chart:
    """`series` names the columns of values; `target` is drawn as a line across."""

    caption: str
    head: str
    series: Sequence[str]
    rows: Sequence[Row]
    kind: str = LINE
    unit: str = ""
    target: Decimal | int | None = None
    open: bool = False
    id: str = field(default="")

    @property
    def goal(self) -> str:
        return "" if self.target is None else str(self.target)
