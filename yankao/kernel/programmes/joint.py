"""Joint handling: who was asked, until when, who is late; reminders and figures for every room."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Involvement
from yankao.kernel.notices.models import Recipient
from yankao.kernel.notices.reminders import remind
from yankao.kernel.notices.standard import OVERDUE, REMINDER

from .programme import Programme

AHEAD = timedelta(days=1)
BACK = timedelta(days=2)


def by_unit(programme: Programme, now: datetime) -> list[dict[str, Any]]:
    """Units with open questions of this room, the latest answers first."""
    rows = Involvement.objects.waiting().filter(case__programme=programme.name)
    counted = rows.values("unit__short_name", "unit__name").annotate(
        asked=Count("pk"), overdue=Count("pk", filter=Q(due_at__lt=now))
    )
    found = [
        {"unit": row["unit__short_name"] or row["unit__name"], "asked": row["asked"],
         "late": row["overdue"]}
        for row in counted
    ]  # fmt: skip
    return sorted(found, key=lambda row: (-row["late"], -row["asked"]))


def remind_all(now: datetime) -> int:
    """A day before, and once it is late; each written once, however often this runs."""
    rows = Involvement.objects.waiting().filter(due_at__gt=now - BACK, due_at__lte=now + AHEAD)
    written = 0
    for row in rows.select_related("unit", "case__holder", "case__handler", "case__category"):
        written += overdue(row, now) if row.due_at <= now else soon(row, now)
    return written


def soon(row: Involvement, now: datetime) -> int:
    what = {"what": _("會辦意見一日內到期")}
    key = f"involved:{row.pk}:soon"
    return len(remind(row.case, key, REMINDER, to=[row.unit], at=now, facts=what))


def overdue(row: Involvement, now: datetime) -> int:
    """The unit that was asked, and whoever waits for it."""
    owner: Recipient | None = row.case.handler or row.case.holder
    to: list[Recipient] = [row.unit, *([owner] if owner else [])]
    told = {"what": _("{unit} 會辦意見逾期").format(unit=row.unit)}
    return len(remind(row.case, f"involved:{row.pk}:late", OVERDUE, to=to, at=now, facts=told))
