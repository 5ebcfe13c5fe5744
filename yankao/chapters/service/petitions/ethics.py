"""A petition about an agency's own officer goes to its civil-service ethics unit, not to him."""

from django.utils.translation import gettext as _

from yankao.kernel.people.models import Unit

WORD = "政風"
CITY = "city"


def is_ethics(unit: Unit) -> bool:
    return WORD in unit.name


def lineage(unit: Unit) -> "list[Unit]":
    """The unit and those above it, without the city itself; nearest first."""
    found: list[Unit] = []
    at: Unit | None = unit
    while at is not None and at.level != CITY:
        found.append(at)
        at = at.parent
    return found


def ethics_of(unit: Unit, centre: Unit | None) -> Unit | None:
    """The ethics unit of the agency, else of the Commission, else the city's own department."""
    for above in [*lineage(unit), *(lineage(centre) if centre else [])]:
        own = Unit.objects.current().within(above).filter(name__contains=WORD).first()
        if own:
            return own
    return Unit.objects.current().filter(name__contains=WORD).order_by("path").first()


def belongs(unit: Unit, complained: Unit) -> bool:
    """One of them lies within the other: the same house, seen from above or below."""
    return unit.path.startswith(complained.path) or (
        complained.path.startswith(unit.path) and unit.level != CITY
    )


def refusal(unit: Unit, complained: Unit | None, centre: Unit | None) -> str:
    """Why the petition may not go to this unit; "" when it may."""
    if complained is None or is_ethics(unit) or not belongs(unit, complained):
        return ""
    instead = ethics_of(complained, centre)
    return _("被陳情的是 {unit}，不能交由該單位承辦，請改分政風單位{instead}。").format(
        unit=complained, instead=_("（{name}）").format(name=instead) if instead else ""
    )
