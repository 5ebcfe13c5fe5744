"""Proposing that two records are one person, deciding it, taking it back; each on the timelines.

Nothing is copied from one record to the other: each case keeps the contact that was given with it.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.cases.errors import NotFromHere, NotYours, Refused
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.people.models import Contact, Person

from .. import desk, registry
from .doubles import signs_of, together, whose
from .models import Joining

State = Joining.State
LABELS = {
    State.PROPOSED: gettext_noop("提議併為同一反映人"),
    State.JOINED: gettext_noop("併為同一反映人"),
    State.REFUSED: gettext_noop("未同意併為同一反映人"),
    State.WITHDRAWN: gettext_noop("撤回併為同一反映人之提議"),
    State.PARTED: gettext_noop("復原併為同一反映人"),
}


def touched(one: Contact, other: Contact) -> list[Case]:
    """The cases of both persons as far as they are known to be one, oldest first."""
    contacts = one.together() | other.together()
    rows = Case.objects.filter(contact__in=contacts).select_related("contact", "holder")
    return list(rows.order_by("opened_at", "pk"))


def may_know(person: Person, cases: Iterable[Case]) -> bool:
    """Whether this person may see every case and who reported it: else nothing is offered."""
    cases = list(cases)
    seen = Case.objects.visible_to(person).filter(pk__in=[case.pk for case in cases]).count()
    return 0 < len(cases) == seen and all(may_see_identity(person, case) for case in cases)


def supervises(person: Person, cases: Iterable[Case]) -> bool:
    """Whether this person has the duty to decide in every room that is touched."""
    rooms = {case.programme for case in cases}
    return bool(rooms) and all(
        {role.name for role in registry.get(name).joins_people} & person.roles_in(name)
        for name in rooms
    )


def propose(case: Case, other: Case, *, by: Person, reason: str, client: str = "") -> Joining:
    """Says that the reporters of two cases are one person; somebody else decides."""
    one, two = sorted([whose(case), whose(other)], key=lambda contact: contact.pk)
    cases = touched(one, two)
    if not may_know(by, cases):
        raise NotYours(_("您不能查看這些案件的反映人，無法提議。"))
    if together(one, two):
        raise Refused(_("這兩筆已是同一反映人。"))
    try:
        with transaction.atomic():
            made = Joining.objects.create(
                one=one, other=two, signs=",".join(signs_of(one, two)), reason=reason,
                proposed_by=by, proposed_at=timezone.now(),
            )  # fmt: skip
            tell(made, cases, by=by, reason=reason, client=client)
    except IntegrityError as error:
        raise Refused(_("已有人提議，正等待覆核。")) from error
    return made


def decide(joining: Joining, *, agreed: bool, by: Person, remark: str, client: str = "") -> Joining:
    """A second person joins the records, or does not."""
    with transaction.atomic():
        found = locked(joining, State.PROPOSED)
        cases = touched(found.one, found.other)
        if found.proposed_by_id == by.pk:
            raise NotYours(_("自己的提議要由另一位覆核。"))
        if not supervises(by, cases) or not may_know(by, cases):
            raise NotYours(_("您沒有覆核這項提議的權限。"))
        found.state = State.JOINED if agreed else State.REFUSED
        found.decided_by, found.decided_at, found.remark = by, timezone.now(), remark
        found.save()
        regroup(found)
        tell(found, cases, by=by, reason=remark, client=client)
    return found


def withdraw(joining: Joining, *, by: Person, client: str = "") -> Joining:
    """Whoever proposed thinks better of it, as long as nobody has decided."""
    with transaction.atomic():
        found = locked(joining, State.PROPOSED)
        if found.proposed_by_id != by.pk:
            raise NotYours(_("只有提議人可以撤回。"))
        found.state = State.WITHDRAWN
        found.save()
        tell(found, touched(found.one, found.other), by=by, reason="", client=client)
    return found


def part(joining: Joining, *, by: Person, why: str, client: str = "") -> Joining:
    """Takes a joining back within its days; everything is as before it."""
    with transaction.atomic():
        found = locked(joining, State.JOINED)
        cases = touched(found.one, found.other)
        if not supervises(by, cases) or not may_know(by, cases):
            raise NotYours(_("您沒有復原的權限。"))
        if over(found, timezone.now()):
            raise Refused(_("復原期限已過。"))
        found.state = State.PARTED
        found.parted_by, found.parted_at, found.parted_why = by, timezone.now(), why
        found.save()
        regroup(found)
        tell(found, cases, by=by, reason=why, client=client)
    return found


def over(joining: Joining, now: datetime) -> bool:
    return joining.until is None or joining.until <= now


def locked(joining: Joining, state: str) -> Joining:
    rows = Joining.objects.select_for_update(of=("self",)).select_related("one", "other")
    found = rows.get(pk=joining.pk)
    if found.state != state:
        raise NotFromHere(_("這項提議已是「{state}」。").format(state=found.get_state_display()))
    return found


def regroup(joining: Joining) -> None:
    """Gives the records around this joining the mark of the group they now belong to.

    Groups follow from all standing joinings, so that one taken back leaves the others standing.
    """
    around = set((joining.one.together() | joining.other.together()).values_list("pk", flat=True))
    around |= {joining.one_id, joining.other_id}
    list(Contact.objects.select_for_update().filter(pk__in=around).order_by("pk"))
    rows = Joining.objects.standing().filter(one__in=around, other__in=around)
    for group in groups(around, list(rows.values_list("one", "other"))):
        mark = min(group) if len(group) > 1 else None
        Contact.objects.filter(pk__in=group).update(same_as=mark)


def groups(keys: set[int], pairs: list[tuple[int, int]]) -> list[set[int]]:
    """Whoever is joined to whom, over however many steps."""
    found = [{key} for key in sorted(keys)]
    for one, other in pairs:
        both = [group for group in found if group & {one, other}]
        found = [group for group in found if group not in both] + [set().union(*both)]
    return found


def tell(joining: Joining, cases: Iterable[Case], *, by: Person, reason: str, client: str) -> None:
    """One entry on each case's timeline; it names no other case, which not all may know of."""
    label, data = LABELS[State(joining.state)], {"joining": joining.pk}
    for case in sorted(cases, key=lambda one: one.pk):
        desk.note(case, "same_person", label, by=by, reason=reason, client=client, data=data)


def others(person: Person, case: Case) -> list[Case]:
    """Further cases of the same person, as far as this official may know whose they are."""
    contact = case.contact
    if contact is None or contact.same_as_id is None or not may_see_identity(person, case):
        return []
    rows = Case.objects.visible_to(person).filter(contact__same_as=contact.same_as_id)
    found = rows.exclude(pk=case.pk).select_related("holder").order_by("-opened_at")[:20]
    return [row for row in found if may_see_identity(person, row)]
