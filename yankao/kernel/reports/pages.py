"""Issues as pages: the report, the frozen figure behind each number, files, two issues compared."""

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yankao.kernel.people.models import Person
from yankao.kernel.programmes.access import public
from yankao.kernel.ui.pages import page

from . import comparing, rendering
from .document import document_of
from .models import Frozen, Issue, Rendering, Report
from .reading import inside, issue_or_404, kind_of, readable, reader_of, title_of
from .tracing import trace
from .webpage import Sheet, contents

TYPES = {
    "pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text",
    "html": "text/html; charset=utf-8", "csv": "text/csv; charset=utf-8",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
}  # fmt: skip


@public
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All reports with their issues, as far as this reader may open them."""
    reports = [
        (title_of(report), shown)
        for report in Report.objects.select_related("case").order_by("-edition", "kind")
        if (shown := readable(request, report))
    ]
    return page(request, "reports/index.html", {"reports": reports})


@public
@require_GET
def issue(request: HttpRequest, kind: str, edition: str, slug: str) -> HttpResponse:
    found = issue_or_404(request, kind, edition, slug)
    document = document_of(found.document)
    context = {
        "issue": found, "document": document, "contents": contents(document),
        "body": Sheet(found.url).body(document), "files": files(found),
        "waiting": found.renderings.filter(done_at=None, fault="").exists(),
        "others": [one for one in readable(request, found.report) if one.pk != found.pk],
        "errata": errata(found, reader_of(request)), "inside": inside(request, found.report),
        "site": settings.PUBLIC_ADDRESS,
    }  # fmt: skip
    return page(request, "reports/issue.html", context, part="files")


def files(found: Issue) -> list[tuple[Rendering, str, str]]:
    """Each file with a true sentence of how it stands."""
    now = timezone.now()
    return [(row, *rendering.standing(row, now)) for row in found.renderings.all()]


def errata(found: Issue, reader: Person | None) -> "Errata | None":
    """What a later official issue corrects in the one that was published before it."""
    rows = found.report.issues.filter(kind=Issue.Kind.OFFICIAL, number__lt=found.number)
    before = rows.exclude(published_at=None).order_by("-number").first()
    return Errata(before, found, reader) if before and found.kind == Issue.Kind.OFFICIAL else None


class Errata:
    """Two issues side by side."""

    def __init__(self, before: Issue, after: Issue, reader: Person | None) -> None:
        self.before, self.after = before, after
        self.numbers = comparing.numbers(before, after, reader)
        self.texts = comparing.texts(before, after)


@public
@require_GET
def figure(request: HttpRequest, kind: str, edition: str, slug: str, index: int) -> HttpResponse:
    """Why it is this number: value, definition, moment, rows then and now."""
    found = issue_or_404(request, kind, edition, slug)
    rows = Frozen.objects.select_related("rows", "issue__report")
    frozen = get_object_or_404(rows, issue=found, index=index)
    reader = reader_of(request)
    context = {
        "issue": found, "frozen": frozen, "trace": trace(frozen, reader),
        "document": found.document["title"], "asked": frozen.asked.items(),
        "reader": reader, "room": kind_of(found.report),
    }  # fmt: skip
    return page(request, "reports/figure.html", context)


@public
@require_GET
def against(request: HttpRequest, kind: str, edition: str, slug: str, other: str) -> HttpResponse:
    """What changed from the other issue to this one, and why."""
    after = issue_or_404(request, kind, edition, slug)
    before = issue_or_404(request, kind, edition, other)
    context = {
        "issue": after,
        "changes": Errata(before, after, reader_of(request)),
        "title": title_of(after.report),
    }
    return page(request, "reports/against.html", context)


@public
@require_GET
def file(request: HttpRequest, kind: str, edition: str, slug: str, form: str) -> HttpResponseBase:
    """A finished file; what is not finished is not there."""
    found = issue_or_404(request, kind, edition, slug)
    row = get_object_or_404(Rendering, issue=found, form=form, done_at__isnull=False)
    if not default_storage.exists(row.file):
        raise Http404
    name = f"{title_of(found.report)}-{found.slug}.{form}"
    response = FileResponse(default_storage.open(row.file), content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


@public
@require_POST
def render(request: HttpRequest, kind: str, edition: str, slug: str) -> HttpResponse:
    """Asks the worker for files that are missing or failed."""
    found = issue_or_404(request, kind, edition, slug)
    if not inside(request, found.report):
        raise Http404
    rendering.ask(found, at=timezone.now())
    messages.success(request, _("已排入製作。"))
    return redirect(found.url)
