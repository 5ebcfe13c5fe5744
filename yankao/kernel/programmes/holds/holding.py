"""Setting a hold, letting go, and what is held: one case, or all records of its reporter.

A hold on a person reaches the records that were joined with the case's own, in every room, also
those that come later. Only the case it was set on says so on its timeline: an entry on the others
would tell their readers that the same person wrote them.
"""

from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.cases.actors import System
from yankao.kernel.cases.errors import NotFromHere, Refused
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import may_see_identity, role_of
from yankao.kernel.people.models import Contact, ContactQuerySet, Person
from yankao.kernel.tasks import asking
from yankao.kernel.tasks.models import Task
from yankao.kernel.values.taipei import TAIPEI

from .. import desk, registry
from ..models import Hold, HoldQuerySet
from ..programme import Programme

HELD, RELEASED = "hold", "release"
VERBS = {HELD, RELEASED}
NIGHT = System("system")
LABELS = {
    False: gettext_noop("保全案卷，暫緩銷毀"),
    True: gettext_noop("保全反映人全部紀錄，暫緩銷毀"),
}


def contact_fields(programme: Programme) -> list[str]:
    """The detail's own pointers to people, such as a proxy."""
    fields = programme.detail._meta.fields
    return [field.name for field in fields if field.related_model is Contact]


def held_people() -> ContactQuerySet:
    """Every record of a person that a standing hold reaches."""
    holds = Hold.objects.standing().filter(whole_person=True)
    groups = holds.exclude(case__contact__same_as=None).values("case__contact__same_as")
    return Contact.objects.filter(Q(pk__in=holds.values("case__contact")) | Q(same_as__in=groups))


def held(programme: Programme) -> Q:
    """Which cases of a room are held, as a condition on cases."""
    people = held_people().values("pk")
    found = Q(pk__in=Hold.objects.standing().values("case")) | Q(contact__in=people)
    for field in contact_fields(programme):
        found |= Q(**{f"{programme.name}__{field}__in": people})
    return found


def is_held(case: Case) -> bool:
    rows = Case.objects.filter(pk=case.pk)
    return rows.filter(held(registry.of(case))).exists()


def put(
    case: Case, *, by: Person, reason: str, reference: str = "", whole_person: bool = False,
    ends: date | None = None, client: str = "",
) -> Hold:  # fmt: skip
    """From now on nothing of it is erased. Raises Refused when there is nothing left to keep.

    `ends` is the last day held; None holds until somebody lets go. The same reference on the same
    case twice is one hold.
    """
    with transaction.atomic():
        row = Case.objects.locked(case.pk)
        if hasattr(row, "erasure"):
            raise Refused(_("這一案的個人資料已依保存年限銷毀，沒有可以保全的紀錄。"))
        if whole_person and (row.contact is None or row.contact.erased_at):
            raise Refused(_("這一案沒有反映人資料，只能保全本案。"))
        made, fresh = Hold.objects.standing().get_or_create(
            case=row, whole_person=whole_person, reference=reference,
            defaults={"by": by, "reason": reason, "since": timezone.now(), "ends": ends},
        )  # fmt: skip
        if fresh:
            told = {"hold": made.pk, "ends": ends.isoformat() if ends else ""}
            desk.note(row, HELD, LABELS[whole_person], by=by, client=client, data=told)
            remind(made, timezone.now())
    return made


def let_go(hold: Hold, *, by: Person | None, reason: str, client: str = "") -> None:
    """Its years count again. `by` None: its last day is over. Raises NotFromHere a second time."""
    now = timezone.now()
    with transaction.atomic():
        row = Case.objects.locked(hold.case_id)
        mine = Hold.objects.standing().filter(pk=hold.pk)
        if not mine.update(until=now, released_by=by, released_why=reason):
            raise NotFromHere(_("這筆保全剛才已經解除了。"))
        label = gettext_noop("解除保全") if by else gettext_noop("保全期限屆滿")
        desk.note(row, RELEASED, label, by=by or NIGHT, client=client, data={"hold": hold.pk})
        for task in Task.objects.open().filter(key=task_key(hold)):
            asking.finish(task, by=None, at=now)


def expire(today: date) -> int:
    """Lets go of what was held until yesterday or before; answers with how many."""
    over = list(Hold.objects.standing().filter(ends__lt=today))
    for hold in over:
        let_go(hold, by=None, reason="")
    return len(over)


def remind_all(now: datetime) -> None:
    """Asks whoever set a hold that soon ends; each is asked once."""
    for hold in Hold.objects.ending(now).select_related("by", "case"):
        remind(hold, now)


def remind(hold: Hold, now: datetime) -> None:
    if hold.ends is None or hold not in Hold.objects.ending(now):
        return
    title = _("{number} 的保全即將到期；仍須保全請另設一筆").format(number=hold.case.number)
    asking.ask(
        title, of=hold.by, by=None, at=now, case=None, kind="hold", key=task_key(hold),
        due_at=datetime.combine(hold.ends, time(17, 30), TAIPEI),
    )  # fmt: skip


def task_key(hold: Hold) -> str:
    return f"hold:{hold.pk}"


def may_know(person: Person, case: Case) -> bool:
    """Officials of the room; not those who only drive out with a crew, maybe a contractor's."""
    duties = (duty for duty in person.duties_at() if duty.programme == case.programme)
    return any((role := role_of(duty)) and not role.at_crew for duty in duties)


def standing_on(case: Case, person: Person) -> list[Hold]:
    """The holds on this case that this person may know of.

    One that was set on another case of the same person is told to whoever may know the person.
    """
    if not may_know(person, case):
        return []
    rows = Hold.objects.standing().select_related("by", "case")
    found = list(rows.filter(case=case))
    if case.contact and may_see_identity(person, case):
        group = case.contact.together().values("pk")
        others = rows.filter(whole_person=True, case__contact__in=group).exclude(case=case)
        found += list(others)
    return found


def of_room(programme: Programme, person: Person) -> HoldQuerySet:
    """Holds set on cases of the room that this person may see."""
    seen = Case.objects.visible_to(person).filter(programme=programme.name)
    rows = Hold.objects.filter(case__in=seen)
    return rows.select_related("case", "by", "released_by")
