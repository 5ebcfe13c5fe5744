"""Saved views of a list: one's own and those shared with one's unit, in order, one the default."""

from collections.abc import Iterator

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from yankao.kernel.people.known import units
from yankao.kernel.people.models import Person, Unit

from .columns import every
from .filters import ORDERS, CaseFilter, case_filter, offered
from .models import DefaultView, SavedView
from .programme import Programme

SILENT = {"after", "all", "csrfmiddlewaretoken"}


def saved_views(programme: Programme, person: Person) -> list[SavedView]:
    """One's own in their order, then those shared with one's unit or a unit above it."""
    mine = Q(owner=person) | Q(shared_with__in=above(person.unit))
    rows = SavedView.objects.filter(mine, programme=programme.name).select_related(
        "owner", "shared_with"
    )
    chosen = Exists(DefaultView.objects.filter(person=person, view=OuterRef("pk")))
    found = rows.annotate(chosen=chosen)  # type: ignore[no-redef]
    found = found.order_by("order", "name", "pk")
    return sorted(found, key=lambda view: view.owner_id != person.pk)


def above(unit: Unit | None) -> list[int]:
    """The keys of a unit and of everything above it; its path says them."""
    return [int(key) for key in unit.path.strip("/").split("/") if key] if unit else []


def may_share_with(person: Person) -> list[Unit]:
    """One's unit and those above it, below the city itself; the narrowest first."""
    known = units.rows()
    found = [known[key] for key in reversed(above(person.unit)) if key in known]
    return [unit for unit in found if unit.level != Unit.Level.CITY]


def keep(
    programme: Programme, person: Person, *, name: str, query: str, shared_with: Unit | None
) -> SavedView:
    """Keeps a filter under a name; the same name replaces the filter, and keeps its place."""
    last = SavedView.objects.filter(owner=person, programme=programme.name).count()
    values = {"query": query, "shared_with": shared_with}
    return SavedView.objects.update_or_create(
        owner=person, programme=programme.name, name=name.strip(), defaults=values,
        create_defaults=values | {"order": last},
    )[0]  # fmt: skip


def drop(programme: Programme, person: Person, name: str) -> int:
    """One's own only; answers with how many."""
    own = SavedView.objects.filter(owner=person, programme=programme.name)
    return own.filter(name=name.strip()).delete()[0]


def rename(view: SavedView, name: str) -> bool:
    """False when another view of one's own has that name."""
    own = SavedView.objects.filter(owner=view.owner, programme=view.programme, name=name.strip())
    if own.exclude(pk=view.pk).exists():
        return False
    view.name = name.strip()
    view.save(update_fields=["name"])
    return True


def share(view: SavedView, unit: Unit | None) -> None:
    view.shared_with = unit
    view.save(update_fields=["shared_with"])


def set_default(view: SavedView, person: Person, *, wanted: bool) -> None:
    """What this person's list opens with; another's default is their own affair."""
    rows = DefaultView.objects.filter(person=person, programme=view.programme)
    if wanted:
        DefaultView.objects.update_or_create(
            person=person, programme=view.programme, defaults={"view": view}
        )
    else:
        rows.filter(view=view).delete()


@transaction.atomic
def move(view: SavedView, *, down: bool) -> None:
    """One place up or down among its owner's views."""
    own = SavedView.objects.filter(owner=view.owner, programme=view.programme)
    rows = list(own.select_for_update().order_by("order", "name", "pk"))
    at = next(n for n, row in enumerate(rows) if row.pk == view.pk)
    to = min(max(at + (1 if down else -1), 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    for n, row in enumerate(rows):
        row.order = n
    SavedView.objects.bulk_update(rows, ["order"])


def orphaned(view: SavedView) -> bool:
    """Its author has left, or works elsewhere now; the unit goes on using it."""
    owner = view.owner
    return not owner.is_active or view.shared_with_id not in above(owner.unit)


def take(view: SavedView, person: Person) -> SavedView:
    """A colleague goes on with the view of somebody who left."""
    taken = SavedView.objects.filter(owner=person, programme=view.programme, name=view.name)
    if taken.exists():
        view.name = _("{name}（{owner}）").format(name=view.name, owner=view.owner.name)[:60]
    view.owner = person
    view.save(update_fields=["owner", "name"])
    return view


def told(programme: Programme, query: str) -> list[str]:
    """What a view filters and shows, in words: 「狀態：處理中、待確認」."""
    asked = QueryDict(query)
    bound = case_filter(programme, CaseFilter.Meta.model.objects.none(), asked)
    return [line for key in asked if key not in SILENT for line in line_of(programme, bound, key)]


def line_of(programme: Programme, bound: CaseFilter, key: str) -> Iterator[str]:
    values = [value for value in bound.data.getlist(key) if value]
    if not values:
        return
    if key == "col":
        labels = {column.name: str(column.label) for column in every(programme)}
        yield _("欄位：{names}").format(names=_("、").join(labels.get(v, v) for v in values))
    elif key == "order":
        yield _("排序：{name}").format(name=dict(ORDERS).get(values[0], values[0]))
    elif key in bound.filters:
        yield said(programme, bound, key, values)


def said(programme: Programme, bound: CaseFilter, key: str, values: list[str]) -> str:
    label = str(bound.filters[key].label or key)
    if key in ("open", "overdue"):
        return label
    field = bound.form.fields.get(key)
    words = dict(offered(programme, bound, key)) if hasattr(field, "choices") else {}
    return _("{label}：{values}").format(
        label=label, values=_("、").join(words.get(value, value) for value in values)
    )
