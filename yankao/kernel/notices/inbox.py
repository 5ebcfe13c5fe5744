"""A person's inbox of notices: what came, what is unread."""

from datetime import datetime

from yankao.kernel.people.models import Person

from .models import Notice, NoticeQuerySet, Reading


def inbox_for(person: Person) -> NoticeQuerySet:
    """Newest first, each with `is_read`."""
    return Notice.objects.inbox_of(person)


def unread_count(person: Person) -> int:
    return Notice.objects.unread_by(person).count()


def mark_read(person: Person, notices: NoticeQuerySet | None = None, *, at: datetime) -> int:
    """Marks those of the person's own notices (default: all unread) as read by this person."""
    unread = Notice.objects.unread_by(person)
    if notices is not None:
        unread = unread.filter(pk__in=notices.order_by().values("pk"))
    fresh = [Reading(notice=notice, person=person, at=at) for notice in unread]
    Reading.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)
