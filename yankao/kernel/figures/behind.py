"""The rows behind a number: their keys, how many one reader may not see, their identity."""

import hashlib
from typing import TYPE_CHECKING

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import TextField
from django.db.models.functions import Cast

from yankao.kernel.people.models import Person

from .dimensions import groups
from .period import Period
from .population import key_expression
from .reading import Where, counted, named, population_of, rows

if TYPE_CHECKING:
    from .figure import Figure


def keys_by(figure: "Figure", period: Period, dim: str, where: Where) -> dict[str, list[int]]:
    """The keys of the rows of each group, read at once."""
    one = figure.dimensions[dim]
    key = population_of(figure).key
    if one.bands:
        each = {
            band: rows(figure, period, {**where, dim: band}) for band, _word, _test in one.bands
        }
        return {band: list(found.values_list(key, flat=True)) for band, found in each.items()}
    keyed = rows(figure, period, where).order_by().annotate(cell_key=key_expression(one.path))
    pairs = list(keyed.values_list(key, "cell_key"))
    names = groups(one, {group for _key, group in pairs})
    found: dict[str, list[int]] = {}
    for row, group in pairs:
        found.setdefault(names[group].key, []).append(row)
    return found


def withheld(figure: "Figure", period: Period, where: Where, person: Person) -> int:
    """All less those this person sees; nothing to count for whoever sees the whole room."""
    population = population_of(figure)
    if sees_everything(person, population.programme):
        return 0
    seen = population.visible_to(person, rows(figure, period, where))
    return counted(figure, period, where) - int(seen.order_by().count())


def sees_everything(person: Person, programme: str) -> bool:
    from yankao.kernel.cases.visibility import role_of

    roles = [role_of(duty) for duty in person.duties_at() if duty.programme == programme]
    return any(role is not None and role.sees_all and role.confidential for role in roles)


def rows_hash(figure: "Figure", period: Period, where: Where) -> str:
    """SHA-256 over the sorted keys of the rows."""
    if figure.measure.names:
        parts = [rows_hash(one, period, where) for one in named(figure.measure)]
        return hashlib.sha256("".join(parts).encode()).hexdigest()
    key = population_of(figure).key
    found = rows(figure, period, where).order_by().aggregate(
        keys=StringAgg(Cast(key, TextField()), ",", ordering=key, default="")
    )  # fmt: skip
    return hashlib.sha256(str(found["keys"]).encode()).hexdigest()
