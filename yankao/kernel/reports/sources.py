"""Where reports get their numbers."""

from collections.abc import Callable, Sequence
from datetime import date

from django.utils.translation import gettext as _

from .document import Ref
from .quoting import Entry, Quoted, Quoter, Series, Unquotable

Source = Callable[[date, date], Quoter]


class Nothing:
    """No figure is known."""

    def __init__(self, since: date, until: date) -> None:
        self.since, self.until = since, until

    def catalogue(self) -> Sequence[Entry]:
        return []

    def quote(self, ref: Ref) -> Quoted:
        raise Unquotable(_("沒有「{name}」這個數字，或它已停用。").format(name=ref.name))

    def series(self, ref: Ref) -> Series:
        raise Unquotable(_("沒有「{name}」這個數字，或它已停用。").format(name=ref.name))


source: Source = Nothing


def quoter(since: date, until: date) -> Quoter:
    """The numbers of a stretch of days."""
    return source(since, until)
