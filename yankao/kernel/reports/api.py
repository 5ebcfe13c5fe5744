"""Reports for programs: issues, frozen figures, what changed, files."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from ninja.security.base import AuthBase

from yankao.kernel.programmes.api.door import Key, SignedIn, anyone, api
from yankao.kernel.programmes.schemas import Problem

from . import pages, rendering
from .models import Frozen, Issue, Report
from .pages import Errata
from .reading import inside, issue_or_404, readable, reader_of, title_of
from .tracing import trace


class Everybody(AuthBase):
    """Nobody needs to sign in to read what is published."""

    openapi_type = "apiKey"
    openapi_in = "header"
    openapi_name = "X-API-Key"

    def __call__(self, request: HttpRequest) -> bool:
        return True


router = Router(tags=["Reports"], auth=[Key(anyone), SignedIn(anyone), Everybody()])
NONE = {404: Problem}
ISSUE = "/{kind}/{edition}/{slug}"


class IssueOut(Schema):
    kind: str
    edition: str
    issue: str
    title: str
    official: bool
    at: datetime
    published_at: datetime | None
    reason: str
    url: str


class FrozenOut(Schema):
    index: int
    name: str
    label: str
    ref: str
    period: str
    value: str | None
    text: str
    unit: str
    definition: str
    rows: int
    rows_hash: str
    at: datetime


class ReportFileOut(Schema):
    form: str
    standing: str
    done_at: datetime | None
    size: int
    sha256: str


class WholeIssueOut(IssueOut):
    """The issue with its document, figures and files."""

    digest: str
    document: dict[str, Any]
    figures: list[FrozenOut]
    files: list[ReportFileOut]


class TraceOut(Schema):
    """A frozen figure and the same figure now."""

    frozen: FrozenOut
    now: str | None
    rows_hash: str
    rows_added: int
    rows_removed: int
    same: bool
    withdrawn: str
    why: list[str]


class NumberChangeOut(Schema):
    label: str
    before: str | None
    after: str | None
    why: list[str]


class TextChangeOut(Schema):
    section: str
    before: str
    after: str


class ChangesOut(Schema):
    numbers: list[NumberChangeOut]
    texts: list[TextChangeOut]


def issue_out(issue: Issue) -> dict[str, Any]:
    report = issue.report
    return {
        "kind": report.kind, "edition": report.edition, "issue": issue.slug,
        "title": title_of(report), "official": issue.kind == Issue.Kind.OFFICIAL,
        "at": issue.at, "published_at": issue.published_at, "reason": issue.reason,
        "url": issue.url,
    }  # fmt: skip


def frozen_out(one: Frozen) -> dict[str, Any]:
    same = ("index", "name", "label", "ref", "period", "text", "unit", "definition", "at")
    value = None if one.value is None else f"{one.value.normalize():f}"
    return {name: getattr(one, name) for name in same} | {
        "value": value, "rows": one.rows.count, "rows_hash": one.rows.digest,
    }  # fmt: skip


@router.get("", response=list[IssueOut], operation_id="reports_list")
def listed(request: HttpRequest) -> Any:
    """Issues this reader may open, newest first."""
    reports = Report.objects.select_related("case").order_by("-edition", "kind")
    return [issue_out(one) for report in reports for one in readable(request, report)]


@router.get(ISSUE, response={200: WholeIssueOut, **NONE}, operation_id="reports_issue")
def issue(request: HttpRequest, kind: str, edition: str, slug: str) -> Any:
    """One issue with everything it printed."""
    found = issue_or_404(request, kind, edition, slug)
    files = [
        {"form": row.form, "standing": words, "done_at": row.done_at, "size": row.size,
         "sha256": row.sha256}
        for row, _tone, words in pages.files(found)
    ]  # fmt: skip
    figures = [frozen_out(one) for one in found.figures.select_related("rows")]
    told = {"digest": found.digest, "document": found.document, "figures": figures}
    return issue_out(found) | told | {"files": files}


@router.get(
    f"{ISSUE}/figures/{{index}}", response={200: TraceOut, **NONE}, operation_id="reports_figure"
)
def figure(request: HttpRequest, kind: str, edition: str, slug: str, index: int) -> Any:
    """Why it is this number: then, now, and what changed."""
    found = issue_or_404(request, kind, edition, slug)
    rows = Frozen.objects.select_related("rows", "issue__report")
    frozen = get_object_or_404(rows, issue=found, index=index)
    seen = trace(frozen, reader_of(request))
    return {
        "frozen": frozen_out(frozen), "now": seen.now.text if seen.now else None,
        "rows_hash": seen.digest, "rows_added": seen.came, "rows_removed": seen.went,
        "same": seen.same, "withdrawn": seen.withdrawn, "why": list(seen.why),
    }  # fmt: skip


@router.get(
    f"{ISSUE}/against/{{other}}", response={200: ChangesOut, **NONE},
    operation_id="reports_against",
)  # fmt: skip
def against(request: HttpRequest, kind: str, edition: str, slug: str, other: str) -> Any:
    """What changed from the other issue to this one, and why."""
    changes = Errata(
        issue_or_404(request, kind, edition, other), issue_or_404(request, kind, edition, slug),
        reader_of(request),
    )  # fmt: skip
    numbers = [
        {"label": one.label, "before": one.before.text if one.before else None,
         "after": one.after.text if one.after else None, "why": list(one.why)}
        for one in changes.numbers
    ]  # fmt: skip
    texts = [
        {"section": one.section, "before": one.before, "after": one.after} for one in changes.texts
    ]
    return {"numbers": numbers, "texts": texts}


@router.get(f"{ISSUE}/files/{{form}}", response={**NONE}, operation_id="reports_file")
def file(request: HttpRequest, kind: str, edition: str, slug: str, form: str) -> Any:
    """A finished file: pdf, odt, html, csv or ods."""
    return pages.file(request, kind, edition, slug, form)


@router.post(
    f"{ISSUE}/render", response={200: list[ReportFileOut], **NONE}, operation_id="reports_render",
    auth=[Key(anyone), SignedIn(anyone)],
)  # fmt: skip
def render(request: HttpRequest, kind: str, edition: str, slug: str) -> Any:
    """Asks the worker for files that are missing or failed."""
    found = issue_or_404(request, kind, edition, slug)
    if not inside(request, found.report):
        raise Http404
    rendering.ask(found, at=timezone.now())
    return [
        {"form": row.form, "standing": words, "done_at": row.done_at, "size": row.size,
         "sha256": row.sha256}
        for row, _tone, words in pages.files(found)
    ]  # fmt: skip


api.add_router("/reports", router)
