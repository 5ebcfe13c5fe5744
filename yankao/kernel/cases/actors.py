"""Who presses: an official, the citizen of the case, somebody outside with a link for it, or the
system itself. Never nobody."""

from dataclasses import dataclass

from yankao.kernel.people.models import Person


@dataclass(frozen=True)
class Citizen:
    """The person who reported, known by number and password."""

    case_id: int | None = None


@dataclass(frozen=True)
class System:
    """A scheduled job or an import; says which."""

    name: str


@dataclass(frozen=True)
class Outsider:
    """A utility or contractor that was given a link to one case."""

    case_id: int
    name: str


Actor = Person | Citizen | System | Outsider


def person(actor: Actor) -> Person | None:
    return actor if isinstance(actor, Person) else None
