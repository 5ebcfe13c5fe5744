"""Other cases that a case names: those its reader may see, and how many are kept back."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person
from yankao.kernel.values.words import Words

from . import registry

MERGED_INTO, FROM = "merged_into", "from"
MERGED, OPENED = "merged", "opened"
LABELS: dict[str, tuple[Words, str]] = {
    MERGED_INTO: (gettext_lazy("已併入"), "arrows-join"),
    FROM: (gettext_lazy("來自"), "link"),
    MERGED: (gettext_lazy("併入本案"), "arrows-join"),
    OPENED: (gettext_lazy("已轉出"), "arrow-right"),
}


@dataclass(frozen=True)
class Relative:
    """Another case and what it is to this one."""

    relation: str
    label: Words
    icon: str
    case: Case


@dataclass(frozen=True)
class Relatives:
    """What may be shown, and how many may not."""

    shown: list[Relative]
    withheld: int

    def merged(self) -> list[Relative]:
        return [one for one in self.shown if one.relation == MERGED]

    def beside(self) -> list[Relative]:
        """All but those merged into this one, of which there may be many."""
        return [one for one in self.shown if one.relation != MERGED]


def relatives(case: Case, person: Person) -> Relatives:
    """One question for all: each row says whether this person may see it."""
    named = list(pointers(case))
    keys = [key for _about, key in named]
    rows = Case.objects.marked_for(person).filter(Q(pk__in=keys) | Q(parent=case) | Q(origin=case))
    found = {row.pk: row for row in rows.order_by("pk")}
    seen = {key: row for key, row in found.items() if may_see(row)}
    shown = [Relative(*about, seen[key]) for about, key in named if key in seen]
    for row in seen.values():
        shown += [Relative(name, *LABELS[name], row) for name in descent(row, case)]
    return Relatives(shown, len(found) - len(seen))


def may_see(row: Case) -> bool:
    """What `marked_for` found for the person it was asked about."""
    return bool(vars(row)["seen"])


def pointers(case: Case) -> Iterator[tuple[tuple[str, Words, str], int]]:
    """The cases this one points at: its own columns, then those of its programme's detail."""
    told = {MERGED_INTO: case.parent_id, FROM: case.origin_id}
    for name, key in told.items():
        if key:
            yield (name, *LABELS[name]), key
    detail = getattr(case, case.programme)
    for field in naming(registry.of(case).detail):
        key = getattr(detail, field.attname)
        if key and key not in told.values():
            yield (field.name, str(field.verbose_name), "link"), key


def naming(detail: type[models.Model]) -> list["models.ForeignKey[Case]"]:
    """The columns of a detail that name another case."""
    keys = [field for field in detail._meta.fields if isinstance(field, models.ForeignKey)]
    return [field for field in keys if field.related_model is Case and not field.primary_key]


def descent(row: Case, case: Case) -> list[str]:
    merged = [MERGED] if row.parent_id == case.pk else []
    return merged + ([OPENED] if row.origin_id == case.pk else [])


def hidden(person: Person, case: Case, texts: Iterable[str]) -> "re.Pattern[str] | None":
    """Finds the numbers in these texts that this person may not know; None when there are none."""
    prefixes = "|".join(sorted(room.prefix for room in registry.every()))
    number = re.compile(rf"(?<![A-Z0-9])(?:{prefixes})\d[\d-]+")
    said = {found for text in texts for found in number.findall(text)} - {case.number}
    if not said:
        return None
    rows = Case.objects.marked_for(person).filter(number__in=said)
    kept = [row.number for row in rows if not may_see(row)]
    return re.compile(rf"(?:{'|'.join(map(re.escape, kept))})(?![\d-])") if kept else None


def without(text: str, numbers: "re.Pattern[str]") -> str:
    """The text, with a word in the place of each of these numbers."""
    return numbers.sub(_("（另一案）"), text)
