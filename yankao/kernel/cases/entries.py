"""Entries apart from moves: a file, a request, a look at who reported."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from yankao.kernel.people.models import Person
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import Entry

from .models import Case


def enter(
    case: Case,
    verb: str,
    *,
    by: Person | None,
    at: datetime,
    label: str = "",
    data: Mapping[str, object] | None = None,
    personal: Mapping[str, object] | None = None,
    reason: str = "",
    role: str = "",
    client: str = "",
) -> Entry:
    """Adds one entry under the case's lock, so that the chain keeps a single end."""
    with transaction.atomic():
        row = Case.objects.locked(case.pk)
        entry = timeline.write(
            row.subject,
            verb,
            by=by,
            at=at,
            label=label,
            data=data,
            personal=personal,
            reason=reason,
            role=role,
            client=client,
            last=row.last_entry,
        )
        Case.objects.filter(pk=case.pk).update(last_entry=entry)
    case.last_entry = entry
    return entry
