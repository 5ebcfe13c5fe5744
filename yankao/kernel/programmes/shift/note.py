"""What a unit's handover note says of a shift: five numbers, each with its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.known import named
from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.cases.visibility import at_unit, beneath, role_of, visible
from yankao.kernel.people.known import units
from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.timeline.models import Entry
from yankao.kernel.values.words import Words

from ..programme import Programme
from .shifts import Shift

ROWS = 200
HEADINGS: dict[str, Words] = {
    "received": gettext_lazy("收到"),
    "closed": gettext_lazy("結案"),
    "overdue": gettext_lazy("逾期未結"),
    "soon": gettext_lazy("下一班結束前到期"),
    "returned": gettext_lazy("退回"),
}


@dataclass(frozen=True)
class Number:
    """All cases under a heading, and how many of them the reader may see."""

    name: str
    all: int
    seen: int

    @property
    def label(self) -> str:
        return str(HEADINGS[self.name])

    @property
    def withheld(self) -> int:
        return self.all - self.seen


def keeps_shifts(programme: Programme, person: Person) -> bool:
    """Officials of the room; not those who only drive out with a crew, maybe a contractor's."""
    return any(stays(duty) for duty in person.duties_at() if duty.programme == programme.name)


def stays(duty: Duty) -> bool:
    role = role_of(duty)
    return role is not None and not role.at_crew


def posts(programme: Programme) -> list[Duty]:
    """Who has a duty in the room today, at which unit."""
    rows = Duty.objects.in_force(timezone.now()).filter(programme=programme.name)
    return [duty for duty in rows.only("unit_id", "role", "programme") if stays(duty)]


def offered(programme: Programme, person: Person) -> list[Unit]:
    """The units whose notes this person may read, their own first."""
    duties = [duty for duty in person.duties_at() if duty.programme == programme.name]
    kept, known = {post.unit_id for post in posts(programme)}, units.rows()
    every = any((role := role_of(duty)) and role.sees_all for duty in duties)
    found = [known[key] for key in kept if key in known]
    reached = [unit for unit in found if every or any(at_unit(duty, unit) for duty in duties)]
    own = {duty.unit_id for duty in duties}
    return sorted(reached, key=lambda unit: (unit.pk not in own, unit.path))


def belongs(programme: Programme, unit: Unit, person: Person) -> bool:
    """Whether the note is this person's own to write and to acknowledge."""
    duties = (duty for duty in person.duties_at() if duty.programme == programme.name)
    return any(stays(duty) and at_unit(duty, unit) for duty in duties)


class Note:
    """One unit's shift, up to now while it is on.

    A unit whose officials see the whole room hands over the whole room; any other what it holds.
    """

    def __init__(self, programme: Programme, unit: Unit, shift: Shift, now: datetime) -> None:
        self.programme, self.unit, self.shift, self.now = programme, unit, shift, now
        self.end = min(shift.until, now)
        here = [post for post in posts(programme) if post.unit_id == unit.pk]
        self.whole = any((role := role_of(post)) and role.sees_all for post in here)

    def within(self) -> CaseQuerySet:
        rows = Case.objects.ours().filter(programme=self.programme.name)
        return rows if self.whole else rows.filter(holder__in=beneath(self.unit))

    def rows(self, heading: str) -> CaseQuerySet:
        """Every case under a heading, whoever asks; a page begins with what its reader may see."""
        if heading == "received":
            return self.received()
        if heading == "closed":
            return self.within().filter(
                closed_at__gte=self.shift.since, closed_at__lt=self.shift.until
            )
        if heading == "returned":
            return self.within().filter(pk__in=self.moved(self.returning()))
        late = Q(due_at__lt=self.end)
        soon = Q(due_at__gte=self.end, due_at__lt=self.shift.next().until)
        return self.still_open().filter(late if heading == "overdue" else soon)

    def received(self) -> CaseQuerySet:
        """Opened in the shift, or handed to the unit in it."""
        opened = Q(opened_at__gte=self.shift.since, opened_at__lt=self.shift.until)
        if self.whole:
            return self.within().filter(opened)
        known = units.rows()
        names = [known[key].name for key in beneath(self.unit)]
        handed = self.moved(self.programme.workflow.actions, data__holder__in=names)
        rows = Case.objects.ours().filter(programme=self.programme.name)
        return rows.filter(opened & Q(holder__in=beneath(self.unit)) | Q(pk__in=handed))

    def still_open(self) -> CaseQuerySet:
        """Open when the shift ended, by the due dates of today."""
        rows = self.within().filter(opened_at__lt=self.shift.until, censored_at=None)
        return rows.filter(Q(closed_at=None) | Q(closed_at__gte=self.shift.until))

    def returning(self) -> list[str]:
        return [name for name, one in self.programme.workflow.actions.items() if one.returns]

    def moved(self, verbs: Iterable[str], **more: object) -> list[int]:
        """The keys of cases with such an entry in the shift."""
        told = Entry.objects.filter(
            verb__in=list(verbs), at__gte=self.shift.since, at__lt=self.shift.until,
            subject__startswith="case:", **more,
        )  # fmt: skip
        subjects = set(told.values_list("subject", flat=True))
        return [int(subject.removeprefix("case:")) for subject in subjects]

    def numbers(self, person: Person) -> list[Number]:
        seen = Count("pk", filter=visible(person))
        counted = {name: self.rows(name).aggregate(all=Count("pk"), seen=seen) for name in HEADINGS}
        return [Number(name, one["all"], one["seen"]) for name, one in counted.items()]

    def shown(self, heading: str, person: Person) -> list[Case]:
        """The rows of a number that this person may see, next due first; at most `ROWS`."""
        return named(self.rows(heading).filter(visible(person)).due_first()[:ROWS])

    @property
    def reach(self) -> str:
        return _("本業務全部案件") if self.whole else _("本單位及所屬承辦的案件")

    @property
    def subject(self) -> str:
        return f"shift:{self.programme.name}:{self.unit.pk}:{self.shift.key}"
