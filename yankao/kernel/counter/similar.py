"""Several reporters of one thing: what is near, of the same kind and still open, for all to see."""

from dataclasses import dataclass

from django.http import QueryDict

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.geo.places import Place, check_place, metres_between, near

from . import doors, limits, sheets
from .doors import Door
from .receipts import number_of

MOST = 3


@dataclass(frozen=True)
class Similar:
    """What a citizen may know of somebody else's case."""

    number: str
    title: str
    place: str
    state: str
    case: Case
    metres: int | None


def rows(door: Door) -> CaseQuerySet:
    return doors.public_cases().filter(programme=door.programme.name)


def found(door: Door, data: QueryDict) -> list[Similar]:
    """Nearest first; nothing until category and place are known."""
    category = sheets.category_of(data, door.programme.name)
    if category is None or not (door.public.suggest_nearby and door.public.on_the_map):
        return []
    point = sheets.point_of(data)
    if point and not check_place(*point).ok:
        point = None
    if door.public.similar is not None:
        lng, lat = point or (None, None)
        cases = door.public.similar(category.pk, lng, lat, data.get("address", "").strip())
        shown = rows(door).filter(pk__in=[case.pk for case in cases])
    elif point:
        shown = near(rows(door).filter(category=category), *point, limits.SIMILAR_METRES.value())
    else:
        return []
    return sorted((told(case, point) for case in shown[:MOST]), key=lambda one: one.metres or 0)


def told(case: Case, point: tuple[float, float] | None) -> Similar:
    """Distances are told in steps of ten metres, from where the public sees the case."""
    seen = doors.pin(case)
    metres = metres_between(Place(*point), Place(*seen)) if point and seen else None
    return Similar(
        case.number,
        str(case.category),
        doors.place(case),
        case.state_label,
        case,
        None if metres is None else max(10, int(round(metres, -1))),
    )


def other(door: Door, number: str) -> Case | None:
    """The case somebody says theirs is the same as, if it is one they could have seen."""
    return rows(door).filter(number=number_of(number)).first() if number else None


def initial(door: Door, number: str) -> dict[str, object]:
    """What is public of that case, for the form of whoever is affected too."""
    case = other(door, number)
    if case is None:
        return {}
    seen = None if doors.rough(case) else doors.pin(case)
    lng, lat = seen or (None, None)
    district = case.district_id
    return {"category": case.category_id, "address": doors.place(case), "district": district,
            "lng": lng, "lat": lat}  # fmt: skip
