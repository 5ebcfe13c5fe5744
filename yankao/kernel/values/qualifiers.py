"""The words before a printed figure: 逾 and 達 (at least), 近 (nearly), 約 (about)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from .roc import Unreadable

SLACK = Decimal("0.05")  # how far 近 and 約 may stray from the figure [assumed]


class Qualifier(StrEnum):
    """How a stated figure relates to the true one (handbook 5-6 §27)."""

    EXACT = ""
    OVER = "逾"
    REACHES = "達"
    NEARLY = "近"
    ABOUT = "約"

    def fits(self, actual: Decimal | int, stated: Decimal | int, slack: Decimal = SLACK) -> bool:
        """Whether the true value may be printed as this qualifier and that figure."""
        actual, stated = Decimal(actual), Decimal(stated)
        margin = abs(stated) * slack
        match self:
            case Qualifier.EXACT:
                return actual == stated
            case Qualifier.OVER | Qualifier.REACHES:
                return actual >= stated
            case Qualifier.NEARLY:
                return stated - margin <= actual <= stated
            case Qualifier.ABOUT:
                return abs(actual - stated) <= margin


@dataclass(frozen=True)
class Stated:
    """A figure as a report prints it: 逾20697."""

    qualifier: Qualifier
    value: Decimal

    @classmethod
    def parse(cls, text: str) -> "Stated":
        """Reads 逾 62,000; a bare number is exact."""
        plain = text.strip().replace(",", "")
        word = plain[:1] if plain[:1] in {q.value for q in Qualifier if q} else ""
        number = plain.removeprefix(word).strip()
        if not number.replace(".", "", 1).isascii() or not number.replace(".", "", 1).isdigit():
            raise Unreadable(f"not a figure: {text!r}")
        return cls(Qualifier(word), Decimal(number))

    def fits(self, actual: Decimal | int, slack: Decimal = SLACK) -> bool:
        return self.qualifier.fits(actual, self.value, slack)

    def __str__(self) -> str:
        return f"{self.qualifier}{self.value:,}"
