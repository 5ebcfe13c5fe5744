"""Where reports get their numbers: the declared figures, over the days of an edition."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.models import Case, CaseDetail
from yankao.kernel.figures import registry, sheet
from yankao.kernel.figures.figure import Figure, Period, Slice
from yankao.kernel.figures.reading import NoSuchDimension
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes import registry as rooms
from yankao.kernel.programmes.menu import label
from yankao.kernel.values.roc import Unreadable, roc_year

from .document import Ref
from .quoting import Entry, Quoted, Quoter, Series, Unquotable

Source = Callable[[date, date], Quoter]
STEPS = {"month": gettext_lazy("月份"), "year": gettext_lazy("年度")}
NO_SUCH = gettext_lazy("「{label}」不能依「{dim}」分。")
GONE = gettext_lazy("沒有「{name}」這個數字，或它已停用。")
OURS = {"year", "month", "by", "title"}


class Declared:
    """The figures programmes declare. What only a room may see is not quoted in a report."""

    def __init__(self, since: date, until: date) -> None:
        self.period = Period(since, until)

    def catalogue(self) -> Sequence[Entry]:
        return [entry(figure) for figure in registry.every() if figure.audience != "room"]

    def quote(self, ref: Ref) -> Quoted:
        figure, period, where = self.asked(ref)
        if figure.persons and (where or not sheet.closed_year(period)):
            told = _("「{label}」算的是人，報告只引用已結束年度的全年數字。")
            raise Unquotable(told.format(label=figure.title))
        try:
            value = figure.value(period, **where)
            keys = keys_of(figure, period, where)
        except NoSuchDimension as error:
            raise Unquotable(str(NO_SUCH).format(label=figure.title, dim=str(error))) from error
        return quoted(ref, figure, period, where, value=value, keys=keys)

    def series(self, ref: Ref) -> Series:
        """By month or year, or by a dimension of the figure, in its own order."""
        figure, period, where = self.asked(ref)
        by, unit = ref.arg("by"), unit_of(figure)
        if figure.persons:
            raise Unquotable(_("「{label}」算的是人，報告不分項列出。").format(label=figure.title))
        if by in STEPS:
            return Series(figure.title, str(STEPS[by]), unit, self.steps(ref, figure, by))
        if by not in figure.dimensions:
            raise Unquotable(str(NO_SUCH).format(label=figure.title, dim=by or "by="))
        keys = figure.keys_by(period, by, **where)
        rows = [
            (one.label, sliced(ref, figure, period, (where, by, one), keys.get(one.key, [])))
            for one in figure.broken_down(period, by, **where)
        ]
        return Series(figure.title, str(figure.dimensions[by].label), unit, rows)

    def steps(self, ref: Ref, figure: Figure, by: str) -> list[tuple[str, Quoted]]:
        """Each month or year of the period, as far as it has begun."""
        found = []
        for span in self.asked(ref)[1].split(by):
            told = [(key, value) for key, value in ref.args if key not in OURS]
            told += [("year", str(roc_year(span.first)))]
            told += [("month", str(span.first.month))] if by == "month" else []
            name = _("{n} 月").format(n=span.first.month) if by == "month" else str(span)
            if span.begun():
                found.append((name, self.quote(Ref(figure.full, tuple(told)))))
        return found

    def asked(self, ref: Ref) -> tuple[Figure, Period, dict[str, str]]:
        """The figure, the period and what narrows it; why not, in words."""
        try:
            figure = registry.get(ref.name)
        except KeyError as error:
            raise Unquotable(str(GONE).format(name=ref.name)) from error
        if figure.audience == "room":
            raise Unquotable(_("「{label}」只供業務單位內部使用。").format(label=figure.title))
        where = {key: value for key, value in ref.args if key not in OURS}
        return figure, self.span(ref), where

    def span(self, ref: Ref) -> Period:
        """The edition's own days, or those of the year and month that were asked for."""
        year, month = ref.arg("year"), ref.arg("month")
        if not year and not month:
            return self.period
        try:
            said = int(year or 0)
            this = roc_year(self.period.last)
            chosen = said if said > 0 else this + said
            return Period.month(chosen, int(month)) if month else Period.roc_year(chosen)
        except (ValueError, Unreadable, OverflowError) as error:
            raise Unquotable(_("看不懂年度或月份「{ref}」。").format(ref=ref)) from error


def sliced(
    ref: Ref,
    figure: Figure,
    period: Period,
    told: tuple[dict[str, str], str, Slice],
    keys: Sequence[int],
) -> Quoted:
    """One group of a breakdown, under a reference of its own."""
    where, by, one = told
    kept = tuple((key, value) for key, value in ref.args if key not in ("by", "title"))
    mine = Ref(figure.full, (*kept, (by, one.key)))
    asked = {**where, by: one.label}
    return quoted(mine, figure, period, asked, value=one.value, keys=keys)


def quoted(
    ref: Ref,
    figure: Figure,
    period: Period,
    where: dict[str, str],
    *,
    value: Decimal | None,
    keys: Sequence[int],
) -> Quoted:
    few = figure.persons and value is not None and sheet.told(figure, period, public=True) is None
    shown = figure.shown(value, unit=str(figure.unit) == "%")
    text = _("未滿 5") if few else _("無資料") if value is None else shown
    names = {str(figure.dimensions[k].label) if k in figure.dimensions else k: str(v)
             for k, v in where.items()}  # fmt: skip
    return Quoted(
        ref, figure.full, figure.title, None if few else value, text, str(period),
        unit=unit_of(figure), definition=str(figure.definition), owner=owner_of(figure),
        asked=names, keys=() if few else keys,
        of_cases=of_cases(figure.full),
        live=f"{figure.url}?period={period.slug}",
    )  # fmt: skip


def keys_of(figure: Figure, period: Period, where: dict[str, str]) -> list[int]:
    """The rows behind a number; of one reckoned from others, the rows of those."""
    if figure.rows is None:
        parts = [registry.get(name) for name in figure.measure.names]
        return sorted({key for part in parts for key in keys_of(part, period, where)})
    rows = figure.all_rows(period, **where).order_by()
    return list(rows.values_list(figure.rows.key, flat=True))


def of_cases(name: str) -> bool:
    """Whether the keys behind a figure are those of cases."""
    try:
        figure = registry.get(name)
    except KeyError:
        return False
    if figure.rows is None:
        return all(of_cases(part) for part in figure.measure.names)
    return figure.rows.of_cases and issubclass(figure.rows.model, (Case, CaseDetail))


def entry(figure: Figure) -> Entry:
    dimensions = {name: str(one.label) for name, one in figure.dimensions.items()}
    steps = {} if figure.live else {"month": str(STEPS["month"])}
    shown = {} if figure.persons else {**steps, **dimensions}
    return Entry(
        figure.full, figure.title, label(rooms.get(figure.programme)), unit_of(figure),
        str(figure.definition), shown,
    )  # fmt: skip


def unit_of(figure: Figure) -> str:
    """A per cent sign belongs to the number itself."""
    return "" if str(figure.unit) == "%" else str(figure.unit)


def owner_of(figure: Figure) -> str:
    if figure.owner is None:
        return ""
    unit = Unit.objects.current().filter(code=figure.owner.unit).first()
    return unit.name if unit else figure.owner.unit


source: Source = Declared


def quoter(since: date, until: date) -> Quoter:
    """The numbers of a stretch of days."""
    return source(since, until)
