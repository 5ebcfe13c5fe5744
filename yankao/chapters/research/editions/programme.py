"""Everything the kernel needs to know of editions; it finds this file by itself."""

from yankao.kernel.cases.models import CaseDetail
from yankao.kernel.programmes.programme import Post, Programme
from yankao.kernel.reports.kinds import kinds

from . import kinds as declared  # noqa: F401  (declares the kinds of report)
from .calling import call_all, enrol
from .forms import OpenForm
from .models import Edition
from .workflow import APPROVER, EDITOR, workflow


def title(detail: CaseDetail) -> str:
    return kinds[detail.kind].title(detail.edition) if isinstance(detail, Edition) else ""


programme = Programme(
    label="彙編工作報告",
    label_en="Compiled reports",
    prefix="ER",
    keep_years=20,
    icon="report",
    detail=Edition,
    intake=OpenForm,
    opened_by=[EDITOR],
    workflow=workflow,
    title=title,
    searchable=title,
    after_open=[enrol, call_all],
    columns=["number", "title", "state", "due_at", "opened_at"],
    facets=["state"],
    facts=[
        "edition", "collect_by", "word_limit", "approved_at", "doc_number", "recipients",
        "sent_at",
    ],
    managers=[EDITOR],
    overseers=[EDITOR, APPROVER],
    demo_posts=[
        Post("report-editor", "溫編輯", "editor", "397220000A"),
        Post("report-approver", "魏主委", "approver", "397220000A"),
    ],
)  # fmt: skip
