"""The files of a report from the command line: HTML, PDF, ODT and the data annex."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from yankao.kernel.reports import rendering
from yankao.kernel.reports.building import build, of_parts
from yankao.kernel.reports.freezing import freeze
from yankao.kernel.reports.kinds import kinds
from yankao.kernel.reports.models import Issue, Report


class Command(BaseCommand):
    requires_system_checks = []  # they draw the whole API, which takes half as long again
    help = "Writes a report's files: its newest official issue, or what is written so far."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("edition", help="112, the annual report of a year; 112-06, of a month")
        parser.add_argument("--kind", default="annual")
        parser.add_argument("--into", type=Path, default=Path("var/reports"))

    def handle(self, *args: Any, edition: str, kind: str, into: Path, **options: Any) -> None:
        if kind not in kinds:
            raise CommandError(f"no such kind of report: {kind}; known: {', '.join(kinds)}")
        try:
            kinds[kind].span(edition)
        except ValueError as error:
            raise CommandError(f"no such edition: {edition}") from error
        report, _fresh = Report.objects.get_or_create(kind=kind, edition=edition)
        issue = self.newest(report) or self.tried(report)
        folder = into / f"{kind}-{edition}-{issue.slug}"
        folder.mkdir(parents=True, exist_ok=True)
        for form in rendering.Form:
            path = folder / f"{kind}-{edition}.{form}"
            path.write_bytes(rendering.made(issue, form))
            self.stdout.write(str(path))
        self.stdout.write(f"{issue.url}  {issue.figures.count()} figures")

    def newest(self, report: Report) -> Issue | None:
        rows = report.issues.filter(kind=Issue.Kind.OFFICIAL).select_related("report")
        return rows.order_by("-number").first()

    def tried(self, report: Report) -> Issue:
        """A trial issue of the edition's texts, or of what programmes say of themselves."""
        kind = kinds[report.kind]
        texts = kind.written(report) if kind.written and report.case_id else of_parts(report.kind)
        found = build(report, texts)
        for trouble in found.troubles:
            self.stderr.write(str(trouble))
        if not found.document.chapters:
            raise CommandError("Nobody has written anything for this report.")
        return freeze(
            report, found.document, found.quoted, kind=Issue.Kind.TRIAL, by=None,
            at=timezone.now(),
        )  # fmt: skip
