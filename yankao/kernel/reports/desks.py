"""Where texts are written: on which programme's cases, by whom, with which numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import fits, role_of
from yankao.kernel.cases.workflow import Role
from yankao.kernel.people.models import Person

from .quoting import Quoter


@dataclass(frozen=True)
class WritingDesk:
    """`writers` names who may write in which state; `limit` is the word limit, 0 for none."""

    room: str
    writers: Mapping[str, Sequence[Role]]
    quoter: Callable[[Case], Quoter]
    limit: Callable[[Case], int]
    title: Callable[[Case], str]


desks: dict[str, WritingDesk] = {}


def open_desk(desk: WritingDesk) -> WritingDesk:
    desks[desk.room] = desk
    return desk


def may_write(desk: WritingDesk, case: Case, person: Person) -> bool:
    """Whether one of this person's duties writes on this case now."""
    allowed = {role.name for role in desk.writers.get(case.state, ())}
    for duty in person.duties_at():
        role = role_of(duty) if duty.programme == desk.room and duty.role in allowed else None
        if role and fits(duty, role, case, person):
            return True
    return False
