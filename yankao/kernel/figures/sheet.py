"""What a page shows of one figure: value, trend, groups, and what one should know of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import CategoryChange
from yankao.kernel.geo.models import District
from yankao.kernel.ui.charts import BAR, DISTRICTS, LINE, Chart, Row, Value
from yankao.kernel.values.rounding import half_up

from . import registry
from .dimensions import Dimension
from .figure import Figure
from .hiding import LEAST, few, hide_points, hide_slices, people
from .kept import first_day
from .period import ONE, Period
from .reading import Point, Slice

STEP_OF = {"year": "month", "years": "year", "month": "day", "day": "day"}
MOST_POINTS = 400
MOST_GROUPS = 80
YEAR = 366 * ONE
Link = Callable[[str, str], str]


@dataclass(frozen=True)
class Sheet:
    """One figure over one period, for one kind of reader."""

    figure: Figure
    period: Period
    step: str
    value: Decimal | None
    before: Decimal | None
    public: bool
    first: date | None = None

    @property
    def careful(self) -> bool:
        """Whether small counts must not be known from it."""
        return self.public and self.figure.persons

    @property
    def silent(self) -> bool:
        """Of people the public reads whole years that are over, or nothing."""
        return self.careful and not closed_year(self.period)

    @property
    def dimensions(self) -> dict[str, Dimension]:
        """By what it may be told apart here: of people in public, by the first only."""
        every = self.figure.dimensions
        return dict(list(every.items())[:1]) if self.careful else every

    @property
    def shown(self) -> str:
        return self.figure.shown(self.value, unit=False)

    @property
    def light(self) -> str:
        return self.figure.light(self.value)

    @property
    def change(self) -> str:
        """Against the same days a year before, in the figure's own unit."""
        if self.value is None or self.before is None:
            return ""
        change = half_up(self.value - self.before, self.figure.places)
        return f"{change:+,}" if change else "±0"

    @property
    def light_words(self) -> str:
        return words_of(self.light)


def words_of(light: str) -> str:
    return {"ok": _("達成目標"), "warn": _("接近目標"), "late": _("未達目標")}.get(light, "")


def sheet(figure: Figure, period: Period, *, step: str = "", public: bool = False) -> Sheet:
    """Against the same days a year before; of a running year, up to today."""
    first, past = first_recorded(figure), so_far(period).before()
    value, before = told(figure, period, public=public), None
    if not figure.live and recorded(first, past):
        before = told(figure, past, public=public)
    step = "month" if public and figure.persons else step or step_of(period)
    return Sheet(figure, period, step, value, before, public, first)


def told(figure: Figure, period: Period, *, public: bool) -> Decimal | None:
    """The value as this kind of reader may know it."""
    value = None if public and figure.persons and not closed_year(period) else figure.value(period)
    if not (public and figure.persons):
        return value
    return None if few(people(value, whole_of(figure, period))) else value


def whole_of(figure: Figure, period: Period) -> Decimal | None:
    """The denominator of a share of people."""
    return Decimal(figure.counted(period)) if figure.measure.kind == "share" else None


def closed_year(period: Period) -> bool:
    return period.kind == "year" and not period.running() and period.begun()


def so_far(period: Period) -> Period:
    """Years and months are compared over the same days (handbook 5-6 §16)."""
    return Period.days(period.first, timezone.localdate()) if period.running() else period


def recorded(first: date | None, period: Period) -> bool:
    """Whether anything was recorded by then: before the first record, zero is no zero."""
    return first is not None and first < period.after


def first_recorded(figure: Figure) -> date | None:
    """The day of its first record; of what is reckoned from others, the last of theirs."""
    if figure.rows is None:
        days = [first_recorded(registry.get(name)) for name in figure.measure.names]
        known = [day for day in days if day is not None]
        return max(known) if known and len(known) == len(days) else None
    return date.min if figure.live else first_day(figure.rows)


def step_of(period: Period) -> str:
    """Such a step that a chart has some dozens of points."""
    days = (period.after - period.first).days
    return STEP_OF.get(period.kind, "day" if days <= 92 else "week" if days <= 400 else "month")


def trend(one: Sheet) -> Chart | None:
    """The period in steps, and the same steps a year before."""
    figure, period = one.figure, one.period
    if figure.live or one.silent or len(list(period.split(one.step))) > MOST_POINTS:
        return None
    now = points(one, period)
    columns = [str(period)]
    rows = [[point] for point in now]
    if one.step != "year" and recorded(one.first, period.before()):
        past = points(one, period.before())
        columns.append(str(period.before()))
        rows = [[point, *past[i : i + 1]] for i, point in enumerate(now)]
    whole = any(point.whole is not None for point in now)
    return Chart(
        _("{figure}：{period}逐期").format(figure=figure.title, period=period),
        _("期間"),
        [*columns, *([_("分母")] if whole else [])],
        [Row(label_of(cells[0].period, one.step), [*values(figure, cells, len(columns)),
             *([plain(cells[0].whole)] if whole else [])]) for cells in rows],
        LINE, str(figure.unit), figure.target,
    )  # fmt: skip


def points(one: Sheet, period: Period) -> list[Point]:
    """Gaps where nothing has begun yet, and where nothing was recorded."""
    found = [] if one.silent else one.figure.series(period, one.step)
    found = hide_points(found) if one.careful else found
    today = timezone.localdate()
    return [
        p if p.period.begun(today) and recorded(one.first, p.period) else Point(p.period, None)
        for p in found
    ]


def values(figure: Figure, cells: Sequence[Point], many: int) -> list[Value]:
    """One for each column; a year before may have had a day less. A step that still runs is told
    and not drawn: beside whole ones its number would be read as a fall.
    """
    filled = [
        Value(None if p.period.running() else rounded(figure, p.value),
              figure.shown(p.value, unit=False))
        for p in cells
    ]  # fmt: skip
    return filled + [Value(None, "—")] * (many - len(filled))


def plain(number: Decimal | None) -> Value:
    """A denominator stands in the table and is not drawn."""
    return Value(None, "—" if number is None else f"{number:,.0f}")


def rounded(figure: Figure, value: Decimal | None) -> Decimal | None:
    return None if value is None else half_up(value, figure.places)


def label_of(period: Period, step: str) -> str:
    """Short enough for an axis; the step that still runs says so, for its number will grow."""
    name = name_of(period, step)
    return _("{step}至今").format(step=name) if period.running() else name


def name_of(period: Period, step: str) -> str:
    match step:
        case "year":
            return str(Period.holding(period.first, "year"))
        case "month":
            return _("{month} 月").format(month=period.first.month)
    return f"{period.first.month}/{period.first.day}"


def groups(one: Sheet, name: str, link: Link | None = None) -> Chart:
    """One row for each group, beside the same days a year before; largest first."""
    figure, dimension = one.figure, one.figure.dimensions[name]
    now = slices(one, one.period, name)
    earlier = so_far(one.period).before()
    compares = not (figure.live or reads_rows(figure)) and recorded(one.first, earlier)
    past = {s.key: s for s in slices(one, earlier, name)} if compares else {}
    known = {part.key for part in now}
    now += [replace(old, value=nothing(figure), whole=None) for old in past.values()
            if old.key not in known and old.value]  # fmt: skip
    banded = bool(dimension.bands)
    ordered = now if banded else sorted(now, key=lambda s: -(s.value or Decimal(-1)))
    rows = [
        row_of(figure, part, [past.get(part.key)] * compares, link(name, part.key) if link else "")
        for part in ordered[:MOST_GROUPS]
    ]
    columns = [str(one.period), *([_("前一年同期")] if compares else [])]
    if any(part.whole is not None for part in now):
        columns.append(_("分母"))
        rows = [widened(row, part) for row, part in zip(rows, ordered, strict=False)]
    told = _("{figure}：{period}依{what}")
    return Chart(
        told.format(figure=figure.title, period=one.period, what=dimension.label),
        str(dimension.label), columns, rows, BAR, str(figure.unit),
        figure.target if figure.unit == "%" else None,
    )  # fmt: skip


def nothing(figure: Figure) -> Decimal | None:
    """What a group without rows comes to: of a count nought, of a share no value."""
    return Decimal(0) if figure.measure.kind in ("count", "total") else None


def slices(one: Sheet, period: Period, name: str) -> list[Slice]:
    if one.silent or (one.careful and not closed_year(period)):
        return []
    found = one.figure.broken_down(period, name)
    return hide_slices(found) if one.careful else found


def row_of(figure: Figure, part: Slice, past: Sequence[Slice | None], url: str) -> Row:
    """One group, now and perhaps a year before."""
    known = [part.value, *(one.value if one else None for one in past)]
    shown = [Value(rounded(figure, value), figure.shown(value, unit=False)) for value in known]
    note = _("少於 {n}，不公開").format(n=LEAST) if part.note == "<5" else part.note
    return Row(part.label, shown, url, note=note)


def widened(row: Row, part: Slice) -> Row:
    return Row(row.label, [*row.values, plain(part.whole)], row.url, row.key, row.note)


def reads_rows(figure: Figure) -> bool:
    """Groups of a median or of distinct values do not add up and are reckoned over the rows."""
    return figure.measure.ranked is not None or bool(figure.measure.distinct)


def splits(figure: Figure, period: Period) -> bool:
    """Over the rows, no more than a year at once."""
    return not reads_rows(figure) or period.after - period.first <= YEAR


def by_district(one: Sheet, link: Link | None = None) -> Chart | None:
    """The districts of the city, coloured; its table is the list of districts."""
    if "district" not in one.dimensions or reads_rows(one.figure):
        return None
    codes = {str(pk): code for pk, code in District.objects.values_list("pk", "code")}
    found = slices(one, one.period, "district")
    rows = [
        Row(part.label,
            [Value(rounded(one.figure, part.value), one.figure.shown(part.value, unit=False))],
            link("district", part.key) if link else "",
            key=codes.get(part.key, ""), note="" if part.note == "<5" else part.note)
        for part in found
    ]  # fmt: skip
    if not any(row.key and row.values[0].number is not None for row in rows):
        return None
    told = _("{figure}：{period}各行政區").format(figure=one.figure.title, period=one.period)
    return Chart(told, _("行政區"), [str(one.period)], rows, DISTRICTS, str(one.figure.unit))


def notes(one: Sheet) -> Iterator[str]:
    """What one must know so as not to misread the number."""
    figure, period = one.figure, one.period
    if alone := only_note(one):
        yield alone
        return
    if period.running():
        yield _("期間尚未結束，統計至今日。")
    if one.value is None:
        yield from why_missing(one)
    elif not recorded(one.first, period):
        yield _("本系統在這段期間沒有資料，零不代表實際沒有案件。")
    yield from renamed(figure, period)
    if not splits(figure, period):
        yield _("這個數字的分項須逐案計算，請選一年以內的期間。")
    if not period.running() and (figure.rows is None or figure.rows.of_cases):
        yield _("期間結束後若案件重啟、更正或併案，數值會隨之改變；報告引用時另行凍結。")
    report, subject = figure.years(period)
    if report != subject:
        told = _("報告年度 {report} 年，所述為 {subject} 年。")
        yield told.format(report=report, subject=subject)


def only_note(one: Sheet) -> str:
    """When this is said, nothing else is worth saying."""
    if one.figure.live:
        return _("此數為目前情形，不隨期間改變。")
    if not one.period.begun():
        return _("這段期間還沒有開始，沒有數值。")
    return _("算的是人的數字，在年度結束後按全年公開。") if one.silent else ""


def why_missing(one: Sheet) -> Iterator[str]:
    figure, period = one.figure, one.period
    if figure.measure.names:
        yield _("所引用的數字中有缺漏，無法計算。")
    elif not figure.all_rows(period).exists():
        shares = figure.measure.kind in ("share", "mean")
        yield (
            _("這段期間沒有可計算的案件，分母為零，沒有數值（不是零）。")
            if shares
            else _("這段期間沒有資料。")
        )
    elif one.careful:
        yield _("人數過少，不公開。")
    else:
        yield _("這段期間未辦理調查或沒有有效回答，沒有數值（不是零）。")


def renamed(figure: Figure, period: Period) -> Iterator[str]:
    """A category under another name within the period is one row, under its name of today."""
    if "category" not in figure.dimensions:
        return
    changes = CategoryChange.objects.filter(
        category__programme=figure.programme, at__gte=period.since, at__lt=period.until
    ).select_related("category")
    for change in changes:
        old = change.before.get("name")
        if old and old != change.category.name:
            told = _("類別「{old}」於 {day} 更名為「{new}」，全期以現名統計。")
            yield told.format(
                old=old, new=change.category.name, day=timezone.localdate(change.at).isoformat()
            )


def table(one: Sheet) -> Iterator[list[str]]:
    """Everything on the page as rows of texts, for downloading."""
    figure, unit = one.figure, str(one.figure.unit)

    def line(what: str, name: str, value: Decimal | None, whole: Decimal | None) -> list[str]:
        number = "" if value is None else str(half_up(value, figure.places))
        return [figure.full, figure.title, str(one.period), what, name, number, unit,
                "" if whole is None else f"{whole:.0f}"]  # fmt: skip

    yield line(_("全部"), "", one.value, None)
    if not figure.live:
        for point in points(one, one.period):
            yield line(_("期間"), str(point.period), point.value, point.whole)
    named = {} if reads_rows(figure) else one.dimensions
    for name, dimension in named.items():
        for part in slices(one, one.period, name):
            yield line(str(dimension.label), part.label, part.value, part.whole)


def headers() -> list[str]:
    return [_("代號"), _("名稱"), _("期間"), _("分項"), _("項目"), _("數值"), _("單位"), _("分母")]


def query(period: Period, **more: str) -> str:
    return "?" + urlencode({"period": period.slug, **{k: v for k, v in more.items() if v}})


def offered(figure: Figure) -> list[Period]:
    """Years one may choose: from the first record to the running one, ten at most, newest first."""
    this = Period.holding(timezone.localdate(), "year")
    return [this.shifted(-back) for back in range(10)]
