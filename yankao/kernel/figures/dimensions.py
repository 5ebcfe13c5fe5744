"""What figures are told apart by: a column, or what a column's row belongs to; and its names."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Unit
from yankao.kernel.values.words import Words

Band = tuple[str, Words, Callable[[], Q]]
Into = Callable[[Any, dict[str, Any]], tuple[str, Words]]


@dataclass(frozen=True)
class Dimension:
    """`path` is the column that is kept; `into` maps its row to the group one asks about; it may
    remember in the dictionary what all rows share.

    `bands` are conditions instead, for what stands now. `choices` names plain values.
    """

    path: str = ""
    label: Words = ""
    into: Into | None = None
    bands: Sequence[Band] = ()
    choices: Sequence[tuple[Any, Words]] = ()
    model: type[models.Model] | None = None
    name: str = ""


@dataclass(frozen=True)
class Name:
    """What a key is called, where it stands in order, and what one should know of it."""

    key: str
    label: str
    order: tuple[int, str]
    note: str = ""


def dimension(model: type[models.Model], name: str, given: str | Dimension) -> Dimension:
    """Completes a declaration from the model: label, choices, the rows that keys point at.

    A path beyond a foreign key other than the case's (`case__category__group`) is read through
    the key, so that renaming a group renames its history.
    """
    said = given if isinstance(given, Dimension) else Dimension(given)
    if said.bands:
        return Dimension(label=said.label, bands=said.bands, name=name)
    path, attribute = split(model, said.path)
    column = field_at(model, path)
    related = column.related_model if isinstance(column, models.ForeignKey) else None
    into = said.into or (by_attribute(attribute) if attribute else None)
    last = field_at(model, said.path)
    return Dimension(
        path, said.label or str(last.verbose_name), into, (),
        said.choices or list(getattr(column, "flatchoices", [])),
        related if isinstance(related, type) else None, name,
    )  # fmt: skip


def split(model: type[models.Model], path: str) -> tuple[str, str]:
    """The column of the row or its case, and the attribute of what that points at."""
    steps = path.split("__")
    own = 2 if steps[0] == "case" and "case" in {f.name for f in model._meta.fields} else 1
    return "__".join(steps[:own]), "__".join(steps[own:])


def field_at(model: type[models.Model], path: str) -> "models.Field[Any, Any]":
    found: Any = None
    for step in path.split("__"):
        found = model._meta.get_field(step)
        model = found.related_model or model
    assert isinstance(found, models.Field)
    return found


def by_attribute(attribute: str) -> Into:
    def group(row: Any, memo: dict[str, Any]) -> tuple[str, Words]:
        value = str(getattr(row, attribute) or "")
        return value, value

    return group


def agency(unit: Unit, memo: dict[str, Any]) -> tuple[str, Words]:
    """The agency of a section, in the tree as it was; an agency answers for itself."""
    if "units" not in memo:
        memo["units"] = {str(row.pk): row for row in Unit.objects.all()}
    above = [memo["units"].get(step) for step in unit.path.strip("/").split("/") if step]
    for row in above:
        if row and row.level not in (Unit.Level.CITY, Unit.Level.SECTION):
            return str(row.pk), str(row)
    return str(unit.pk), str(unit)


def note_of(row: object) -> str:
    """What one should know: an agency that no longer exists, a category no longer in use."""
    if isinstance(row, Unit) and row.valid_to and row.valid_to <= timezone.localdate():
        after = f"，{_('業務由{unit}承接').format(unit=row.today())}" if row.successor else ""
        return _("{day} 起已裁併").format(day=row.valid_to.isoformat()) + after
    if getattr(row, "active", True) is False:
        return _("已停用")
    return ""


def groups(one: Dimension, keys: Iterable[str]) -> dict[str, Name]:
    """For each kept key, the group it belongs to, named. Two queries at most, however many keys."""
    wanted = [key for key in keys if key]
    found = {"": Name("", _("未填"), (2, ""))}
    if one.model is not None:
        memo: dict[str, Any] = {}
        for row in one.model._default_manager.filter(pk__in=wanted):
            found[str(row.pk)] = named(one, row, memo)
    labels = {text(value): (place, str(word)) for place, (value, word) in enumerate(one.choices)}
    for key in wanted:
        place, word = labels.get(key, (999, key))
        found.setdefault(key, Name(key, word, (0 if key in labels else 1, f"{place:04}{word}")))
    return found


def named(one: Dimension, row: models.Model, memo: dict[str, Any]) -> Name:
    if one.into:
        key, word = one.into(row, memo)
        whole = memo.get("units", {}).get(key)
        return Name(key, str(word) or _("未填"), (0, str(word)), note_of(whole))
    word = row.label() if isinstance(row, District) else str(row)
    place = getattr(row, "code", "") if isinstance(row, District) else ""
    return Name(str(row.pk), word, (0, place or word), note_of(row))


def text(value: object) -> str:
    """A plain value as PostgreSQL writes it."""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def key_of(value: object) -> str:
    """What a caller named: a row, a choice, a text."""
    if isinstance(value, models.Model):
        return text(value.pk)
    return "" if value is None else text(value)
