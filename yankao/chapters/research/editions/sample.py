"""The demo's annual report of the running year: called for, partly written, with a remark."""

import random
from datetime import datetime, timedelta

from django.utils import timezone

from yankao.kernel.people.models import Person
from yankao.kernel.programmes import desk, registry
from yankao.kernel.reports.models import Report
from yankao.kernel.values.roc import roc_year


def live(rng: random.Random, now: datetime) -> str:
    """One edition, whose texts are due in a month."""
    editor = Person.objects.get(username="report-editor")
    today = timezone.localdate(now)
    year = str(roc_year(today))
    if Report.objects.filter(kind="annual", edition=year).exclude(case=None).exists():
        return "0"
    due = today + timedelta(days=30)
    told = {"kind": "annual", "edition": year, "collect_by": due.isoformat(), "word_limit": 3000}
    case = desk.open_case(registry.get("editions"), told, by=editor)
    return str(1 + case.spawned.count())
