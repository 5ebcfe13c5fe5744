"""How long an annual report takes: numbers gathered and frozen, each file made."""

import time
from collections.abc import Callable, Iterator

from django.db import transaction
from django.utils import timezone

from yankao.kernel.reports import rendering
from yankao.kernel.reports.building import Built, build, of_parts
from yankao.kernel.reports.freezing import freeze
from yankao.kernel.reports.models import Issue, Report
from yankao.kernel.values.roc import roc_year


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def measured() -> Iterator[tuple[str, float]]:
    """Each step with its seconds; nothing stays in the database."""
    year = str(roc_year(timezone.localdate()))
    with transaction.atomic():
        report, _fresh = Report.objects.get_or_create(kind="annual", edition=year)
        built: list[Built] = []
        yield "gather the numbers", seconds(lambda: built.append(build(report, of_parts("annual"))))
        found = built[0]
        kept: list[Issue] = []
        yield f"freeze {len(found.quoted)} numbers", seconds(
            lambda: kept.append(
                freeze(report, found.document, found.quoted, kind=Issue.Kind.TRIAL, by=None,
                       at=timezone.now())
            )
        )  # fmt: skip
        for form in rendering.Form:
            yield f"make the {form}", seconds(lambda form=form: rendering.made(kept[0], form))  # type: ignore[misc]
        transaction.set_rollback(True)


def told() -> str:
    """The report build as lines of text."""
    steps = list(measured())
    steps.append(("the whole report", sum(length for _name, length in steps)))
    return "\n".join(f"{name:<24} {length:8.2f} s" for name, length in steps)
