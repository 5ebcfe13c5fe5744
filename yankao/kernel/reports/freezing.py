"""From a document to an issue: every number kept with its rows, definition and moment."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from yankao.kernel.people.models import Person

from .document import Document, to_json
from .models import Frozen, Issue, Report
from .quoting import Quoted
from .rowsets import keep


def freeze(
    report: Report,
    document: Document,
    quoted: Sequence[Quoted],
    *,
    kind: str,
    by: Person | None,
    at: datetime,
    reason: str = "",
) -> Issue:
    """A new issue of the report; what it says stays as it is."""
    with transaction.atomic():
        Report.objects.select_for_update(no_key=True).get(pk=report.pk)
        issue = Issue.objects.create(
            report=report, kind=kind, number=report.issues.filter(kind=kind).count() + 1,
            at=at, by=by, reason=reason, document=to_json(document), digest=digest(document),
        )  # fmt: skip
        Frozen.objects.bulk_create(
            frozen(issue, index, one, at) for index, one in enumerate(quoted)
        )
    return issue


def digest(document: Document) -> str:
    said = json.dumps(to_json(document), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def frozen(issue: Issue, index: int, one: Quoted, at: datetime) -> Frozen:
    return Frozen(
        issue=issue, index=index, ref=str(one.ref)[:300], name=one.name, label=one.label[:200],
        asked=dict(one.asked), period=one.period, value=one.value, text=one.text, unit=one.unit,
        definition=one.definition, owner=one.owner, rows=keep(one.keys), at=at,
    )  # fmt: skip
