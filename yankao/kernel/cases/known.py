"""What a case is shown with — holder, category, district, handler — without a join for each."""

from collections.abc import Iterable

from yankao.kernel.geo.known import districts
from yankao.kernel.known.known import Known, hand, look
from yankao.kernel.people.known import units
from yankao.kernel.people.models import Person

from .models import Case, Category

categories = Known(Category)


def named(cases: Iterable[Case]) -> list[Case]:
    """The same cases, with the rows they name at hand."""
    found, stamps = list(cases), look()
    hand(found, "holder", units.rows(stamps).get)
    hand(found, "category", categories.rows(stamps).get)
    hand(found, "district", districts.rows(stamps).get)
    keys = {case.handler_id for case in found if case.handler_id}
    hand(found, "handler", Person.objects.in_bulk(keys).get if keys else {}.get)
    return found


def detailed(cases: Iterable[Case], programme: str) -> list[Case]:
    """The same cases with what their programme knows, read for these rows alone.

    A join would be made for every row a filter finds, before the first fifty are sorted out.
    """
    found, way = list(cases), Case._meta.get_field(programme)
    rows = way.related_model._base_manager.in_bulk([case.pk for case in found])  # type: ignore
    for case in found:
        if case.pk in rows:
            way.set_cached_value(case, rows[case.pk])  # type: ignore[union-attr]
    return found
