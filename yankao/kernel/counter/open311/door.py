"""What a programme tells Open311 of itself; the rest follows from its public door."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django import forms

from yankao.kernel.cases.models import Case, CaseQuerySet, Category
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.programme import Programme


@dataclass(frozen=True)
class Open311:
    """`under_way` are the states told as open; every other one is closed, with `notes` saying how.

    `attributes` names the fields of the intake form that are asked beside the standard arguments.
    """

    programme_name: str
    jurisdiction: str
    under_way: Sequence[str]
    notes: Callable[[Case], str]
    intake: type[forms.BaseModelForm]  # type: ignore[type-arg]
    notice: Callable[[Category], str]
    attributes: Sequence[str] = ()
    documentation: str = "https://wiki.open311.org/GeoReport_v2/"
    contact: str = "1999"
    changeset: str = "2026-11-23T00:00:00+08:00"
    formats: Sequence[str] = field(default=("text/xml", "application/json"))

    @property
    def programme(self) -> Programme:
        return registry.get(self.programme_name)

    def categories(self) -> "list[Category]":
        return list(Category.objects.filter(programme=self.programme_name, active=True))

    def cases(self) -> CaseQuerySet:
        """This city's cases that are not confidential, with what an answer shows of them."""
        rows = Case.objects.ours().filter(programme=self.programme_name, confidential=False)
        related = ("category", "district", "holder", "last_entry", "parent", self.programme_name)
        return rows.exclude(category=None).select_related(*related)
