"""One filter set for list, map, export and endpoint."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.known import categories
from yankao.kernel.cases.models import Case, CaseQuerySet, Category
from yankao.kernel.geo.known import districts
from yankao.kernel.geo.models import District
from yankao.kernel.geo.places import near
from yankao.kernel.people.known import units
from yankao.kernel.people.models import Unit
from yankao.kernel.search.index import grams
from yankao.kernel.values.taipei import midnight

from .programme import Programme

ORDERS = [("new", _("最新受理")), ("due", _("期限先到")), ("old", _("最早受理"))]

FARTHEST = 2000  # metres


class CaseFilter(filters.FilterSet):  # type: ignore[misc]
    """Text, state, category, district, holder, days, overdue."""

    q = filters.CharFilter(method="by_text", label=_("關鍵字"))
    state = filters.MultipleChoiceFilter(label=_("狀態"), distinct=False)
    category = filters.ModelMultipleChoiceFilter(
        "category__code",
        queryset=Category.objects.none(),
        label=_("類別"),
        to_field_name="code",
        distinct=False,
    )
    district = filters.ModelMultipleChoiceFilter(
        "district__code",
        queryset=District.objects.all(),
        label=_("行政區"),
        to_field_name="code",
        distinct=False,
    )
    holder = filters.ModelChoiceFilter(
        queryset=Unit.objects.none(), label=_("承辦單位"), to_field_name="code"
    )
    since = filters.DateFilter(method="from_day", label=_("受理日自"))
    until = filters.DateFilter(method="through_day", label=_("受理日至"))
    overdue = filters.BooleanFilter(method="by_overdue", label=_("逾期未結"))
    open = filters.BooleanFilter(method="by_open", label=_("未結案"))
    near = filters.CharFilter(method="by_near", label=_("附近"))
    channel = filters.CharFilter("channel")
    parent = filters.CharFilter("parent__number")

    class Meta:
        model = Case
        fields: list[str] = []

    def by_text(self, rows: CaseQuerySet, name: str, value: str) -> QuerySet[Case]:
        return rows.filter(indexed__grams__contains=sorted(grams(value)))

    def by_near(self, rows: CaseQuerySet, name: str, value: str) -> QuerySet[Case]:
        """ "lng,lat,metres"; what is no place finds nothing."""
        try:
            lng, lat, metres = map(float, value.split(","))
        except ValueError:
            return rows.none()
        return near(rows, lng, lat, min(metres, FARTHEST)).order_by()

    def from_day(self, rows: CaseQuerySet, name: str, value: date) -> QuerySet[Case]:
        """Moments, not dates of moments: those no index knows."""
        return rows.filter(opened_at__gte=midnight(value))

    def through_day(self, rows: CaseQuerySet, name: str, value: date) -> QuerySet[Case]:
        return rows.filter(opened_at__lt=midnight(value + timedelta(days=1)))

    def by_overdue(self, rows: CaseQuerySet, name: str, value: bool | None) -> QuerySet[Case]:
        return rows.overdue(timezone.now()) if value else rows

    def by_open(self, rows: CaseQuerySet, name: str, value: bool | None) -> QuerySet[Case]:
        if value is None:
            return rows
        return rows.open() if value else rows.exclude(closed_at=None)


def case_filter(programme: Programme, rows: CaseQuerySet, query: Any) -> CaseFilter:
    """The programme's filter over rows this person may see, bound to a query string."""
    bound = CaseFilter(query, queryset=rows)
    bound.filters["state"].extra["choices"] = programme.workflow.states.choices
    bound.filters["category"].queryset = Category.objects.filter(programme=programme.name)
    bound.filters["holder"].queryset = Unit.objects.current()
    return bound


def offered(programme: Programme, found: CaseFilter, name: str) -> list[tuple[str, str]]:
    """Value and label of what a filter offers: units, districts, categories from memory."""
    if name == "district":
        return coded(districts.rows().values())
    if name == "holder":
        return coded(unit for unit in units.rows().values() if unit.stands())
    if name == "category":
        every = categories.rows().values()
        return coded(row for row in every if row.programme == programme.name)
    every_choice = found.form.fields[name].choices
    return [(str(value), str(label)) for value, label in every_choice if value != ""]


def coded(rows: Iterable[Category | District | Unit]) -> list[tuple[str, str]]:
    return [(row.code, str(row)) for row in rows]
