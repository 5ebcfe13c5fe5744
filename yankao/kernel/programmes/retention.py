"""Retention: how long a closed case keeps what is known of people, and how that is forgotten.

The case, its clocks, its counters and its sealed timeline stand; see docs/kernel/retention.md.
"""

from collections.abc import Callable
from datetime import datetime

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from yankao.kernel.cases.entries import enter
from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.files.jobs import let_go
from yankao.kernel.files.models import Attachment
from yankao.kernel.notices.forgetting import forget_letters
from yankao.kernel.people.models import Contact
from yankao.kernel.replies.models import ReplyStep, ReplyVersion
from yankao.kernel.search.index import index
from yankao.kernel.tasks.models import Task
from yankao.kernel.timeline import timeline

from . import registry
from .holds.holding import contact_fields, held, is_held
from .models import BatchItem, Erasure, ErasureRun, Joining
from .programme import Programme

ROUGHLY = 3  # decimals of a degree: about a hundred metres
forgetters: list[Callable[[Case], None]] = []  # of floors above; they add theirs at start-up


def due(programme: Programme, now: datetime) -> CaseQuerySet:
    """Closed for longer than the programme keeps them, not held, and known to hold something.

    Records imported from published data have no reporter; they are left as they are.
    """
    return over(programme, now).exclude(held(programme))


def over(programme: Programme, now: datetime) -> CaseQuerySet:
    """As `due`, with what is held."""
    since = years_before(now, programme.keep_years)
    someone = Q(contact__isnull=False) | Q(opened_by__isnull=False) | Q(receipt__isnull=False)
    rows = Case.objects.filter(someone, programme=programme.name, closed_at__lt=since)
    return rows.filter(erasure=None)


def years_before(now: datetime, years: int) -> datetime:
    """The same moment so many years ago; on 29 February the day before."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)


def erase_due(now: datetime, most: int = 2000) -> int:
    """Erases what is due, case by case; answers with how many. Each room's run is written down."""
    done = 0
    for programme in registry.every():
        numbers = list(due(programme, now).values_list("pk", flat=True)[: most - done])
        erased = sum(erase(number, now) for number in numbers)
        kept = over(programme, now).filter(held(programme)).count()
        ErasureRun.objects.create(programme=programme.name, at=now, erased=erased, held=kept)
        done += erased
    return done


@transaction.atomic
def erase(case_id: int, now: datetime) -> bool:
    """Forgets the people of one case; False when it is held or was erased meanwhile."""
    case = Case.objects.locked(case_id)
    if is_held(case) or hasattr(case, "erasure"):
        return False
    for forget in (letters_and_contacts, remembered, files, words, replies, *forgetters):
        forget(case)
    index(case, "")
    enter(case, "erase", by=None, at=now, label=gettext_noop("個人資料屆期銷毀"), role="system")
    Erasure.objects.create(case=case, at=now)
    return True


def contacts_of(case: Case) -> list[Contact]:
    """Who reported, and whoever else the programme's detail points to, such as a proxy."""
    detail = getattr(case, case.programme, None)
    own = contact_fields(registry.of(case)) if detail else []
    found = [case.contact, *(getattr(detail, field) for field in own)]
    return [contact for contact in found if contact is not None]


def letters_and_contacts(case: Case) -> None:
    """Letters first: they find their way by the contact."""
    people = contacts_of(case)
    forget_letters(case, people)
    for contact in people:
        others = contact.cases.filter(erasure=None).exclude(pk=case.pk)
        if not others.exists():
            contact.erase()
            said = Joining.objects.filter(Q(one=contact) | Q(other=contact))
            said.update(reason="", remark="", parted_why="")


def remembered(case: Case) -> None:
    timeline.erase_personal(case.subject)
    for task in Task.objects.filter(case=case):
        timeline.erase_personal(f"task:{task.pk}")
    Task.objects.filter(case=case).update(note="")


def files(case: Case) -> None:
    """With an entry that keeps their hash; the bytes are swept by the files' own job."""
    for row in Attachment.objects.filter(case=case).select_related("case"):
        let_go(row)


def words(case: Case) -> None:
    """What was written freely; district, category and a rough point stay for the statistics."""
    detail = getattr(case, case.programme, None)
    if detail is not None:
        gone = {name: "" for name in written(registry.of(case))}
        type(detail).objects.filter(pk=detail.pk).update(**gone) if gone else None
        detail.refresh_from_db()
    case.title = str(case.category or registry.of(case).label)
    case.address, case.answers, case.translation = "", {}, ""
    if case.lng is not None and case.lat is not None:
        case.lng, case.lat = round(case.lng, ROUGHLY), round(case.lat, ROUGHLY)
    case.save(update_fields=["title", "address", "answers", "translation", "lng", "lat"])
    BatchItem.objects.filter(case=case).update(hindrance="", shown="", why="")


def written(programme: Programme) -> set[str]:
    """The detail's text fields that a form calls personal, and those the programme names."""
    asked = [programme.intake, programme.spawned, programme.public and programme.public.intake]
    asked += [action.asks for action in programme.workflow.actions.values()]  # type: ignore[misc]
    named = {name for form in asked for name in getattr(form, "personal", ())}
    named |= set(programme.forgets)
    kinds = (models.CharField, models.TextField)
    return {
        field.name for field in programme.detail._meta.fields
        if field.name in named and isinstance(field, kinds)
    }  # fmt: skip


def replies(case: Case) -> None:
    ReplyVersion.objects.filter(case=case).update(text="", remark="", accepted_findings=[])
    ReplyStep.objects.filter(version__case=case).update(remark="")
