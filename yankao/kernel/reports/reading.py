"""Who may read an issue: everybody once it is published, before that those who see its edition."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Person

from .kinds import ReportKind, kinds
from .models import Issue, Report


def reader_of(request: HttpRequest) -> Person | None:
    return request.user if isinstance(request.user, Person) else None


def inside(request: HttpRequest, report: Report) -> bool:
    """Whether this reader sees what is not published: the edition's case, or its room."""
    person = reader_of(request)
    if person is None:
        return False
    if report.case_id:
        return Case.objects.visible_to(person).filter(pk=report.case_id).exists()
    kind = kinds.get(report.kind)
    return kind is not None and bool(person.roles_in(kind.room))


def issue_or_404(request: HttpRequest, kind: str, edition: str, slug: str) -> Issue:
    trial = slug.startswith("trial-")
    number = slug.removeprefix("trial-")
    if not number.isdigit() or len(number) > 6:
        raise Http404
    wanted = Issue.Kind.TRIAL if trial else Issue.Kind.OFFICIAL
    rows = Issue.objects.select_related("report__case", "by")
    issue = get_object_or_404(
        rows, report__kind=kind, report__edition=edition, kind=wanted, number=int(number)
    )
    if issue.published_at is None and not inside(request, issue.report):
        raise Http404
    return issue


def readable(request: HttpRequest, report: Report) -> list[Issue]:
    """The issues of a report this reader may open, newest first."""
    rows = report.issues.select_related("report", "by").defer("document").order_by("-pk")
    return list(rows if inside(request, report) else rows.exclude(published_at=None))


def kind_of(report: Report) -> ReportKind | None:
    return kinds.get(report.kind)


def title_of(report: Report) -> str:
    kind = kind_of(report)
    return kind.title(report.edition) if kind else str(report)
