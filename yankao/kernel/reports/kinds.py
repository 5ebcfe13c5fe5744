"""Kinds of report as declarations: the annual report of a year, the centre's report of a month."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from yankao.kernel.values.words import Words

from .composing import Contribution
from .models import Report


@dataclass(frozen=True)
class ReportKind:
    """`room` is the programme whose cases are its editions; whoever has a duty there is an editor
    or a reader. `span` reads an edition such as 112 and answers with its first day and the day
    after its last; it raises ValueError when there is no such edition. `written` answers with what
    was written for a report so far.
    """

    name: str
    label: Words
    room: str
    title: Callable[[str], str]
    span: Callable[[str], tuple[date, date]]
    publisher: Words
    written: "Callable[[Report], Sequence[Contribution]] | None" = None


kinds: dict[str, ReportKind] = {}


def declare(kind: ReportKind) -> ReportKind:
    """Makes a kind known; two of one name are a mistake."""
    if kind.name in kinds:
        raise ValueError(f"two kinds of report are called {kind.name}")
    kinds[kind.name] = kind
    return kind


def roc_year(edition: str) -> tuple[date, date]:
    """112 is the calendar year 2023."""
    if not edition.isascii() or not edition.isdigit() or not 1 <= int(edition) <= 999:
        raise ValueError(edition)
    year = int(edition) + 1911
    return date(year, 1, 1), date(year + 1, 1, 1)


def roc_month(edition: str) -> tuple[date, date]:
    """112-06 is June 2023."""
    year, dash, month = edition.partition("-")
    first, _next_year = roc_year(year)
    if not dash or len(month) != 2 or not month.isascii() or not month.isdigit():
        raise ValueError(edition)
    since = first.replace(month=int(month))
    return since, date(since.year + since.month // 12, since.month % 12 + 1, 1)
