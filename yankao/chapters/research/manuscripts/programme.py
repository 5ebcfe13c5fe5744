"""Everything the kernel needs to know of manuscripts; it finds this file by itself."""

from yankao.kernel.cases.models import Case, CaseDetail
from yankao.kernel.programmes.programme import Post, Programme
from yankao.kernel.reports.desks import WritingDesk, open_desk

from .forms import CallForm, SpawnedForm
from .limits import settings
from .models import Manuscript, manuscript
from .texts import begin, hold, numbers
from .workflow import AUTHOR, EDITOR, State, workflow


def title(detail: CaseDetail) -> str:
    return detail.title if isinstance(detail, Manuscript) else ""


def word_limit(case: Case) -> int:
    return manuscript(case).word_limit


def name(case: Case) -> str:
    return manuscript(case).title


open_desk(
    WritingDesk(
        room="manuscripts",
        writers={
            State.WRITING: [AUTHOR], State.RETURNED: [AUTHOR],
            State.EDITING: [EDITOR], State.PROOF: [EDITOR],
        },
        quoter=numbers,
        limit=word_limit,
        title=name,
    )
)  # fmt: skip

programme = Programme(
    label="機關稿件",
    label_en="Manuscripts",
    prefix="MS",
    keep_years=10,
    icon="writing",
    detail=Manuscript,
    intake=CallForm,
    spawned=SpawnedForm,
    opened_by=[EDITOR],
    workflow=workflow,
    title=title,
    searchable=title,
    after_open=[hold, begin],
    columns=["number", "title", "state", "holder", "due_at", "opened_at"],
    facets=["state", "holder"],
    facts=["chapter", "unit", "word_limit", "due_on", "submitted_at"],
    settings=settings,
    managers=[EDITOR],
    overseers=[EDITOR],
    demo_posts=[
        Post("report-editor", "溫編輯", "editor", "397220000A"),
        Post("report-author", "馮撰稿", "author", "RDEC-JSC"),
        Post("report-author-maintenance", "尤撰稿", "author", "B01000"),
    ],
)
