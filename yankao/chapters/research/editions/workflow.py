"""徵稿 → 編輯 → 校稿 → 核定 → 函送 (handbook 1-4-7 §1.2); approving freezes the numbers."""

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.limits import Limit, calendar_days
from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action, Clock, Role, Workflow, stamp

from .forms import SectionForm, SendForm
from .issuing import (
    all_in_proof,
    all_submitted,
    complete,
    correct_issue,
    make_official,
    publish,
    something,
    try_out,
)
from .models import edition


class State(TextChoices):
    COLLECTING = "collecting", _("徵稿")
    EDITING = "editing", _("編輯")
    PROOF = "proof", _("校稿")
    APPROVED = "approved", _("核定")
    SENT = "sent", _("函送")


EDITOR = Role("editor", _("研考會編輯"))
APPROVER = Role("approver", _("核定首長"))
READER = Role("reader", _("閱覽"))

OPEN = [State.COLLECTING, State.EDITING, State.PROOF]


def until_collected(case: Case) -> Limit:
    """Days left until the texts are due; that day itself is in time."""
    opened = timezone.localdate(case.opened_at)
    return calendar_days(max((edition(case).collect_by - opened).days, 1))


workflow = Workflow(
    State,
    start=State.COLLECTING,
    final=[State.SENT],
    roles=[READER],
    actions=[
        Action(
            "add_section", _("加徵稿件"), [State.COLLECTING, State.EDITING], None, by=EDITOR,
            asks=SectionForm, occasional=True,
        ),
        Action(
            "try_out", _("試編"), OPEN, None, by=EDITOR, only_if=something, effects=[try_out],
            occasional=True,
            hint=_("凍結目前的文字與數字，做出各種檔案供內部對稿；不公開。"),
        ),
        Action(
            "edit", _("截稿進入編輯"), State.COLLECTING, State.EDITING, by=EDITOR,
            only_if=all_submitted,
        ),
        Action(
            "proof", _("全部送校"), State.EDITING, State.PROOF, by=EDITOR, only_if=all_in_proof,
        ),
        Action(
            "back", _("退回編輯"), [State.PROOF, State.APPROVED], State.EDITING,
            by=[EDITOR, APPROVER], asks=ReasonForm, returns=True, tone="warning",
        ),
        Action(
            "approve", _("核定"), State.PROOF, State.APPROVED, by=APPROVER, only_if=complete,
            effects=[stamp("approved_at"), make_official], tone="success",
            hint=_("核定後凍結每個數字的值、定義與資料；之後的更正會是勘誤與新的版次。"),
        ),
        Action(
            "send", _("函送並公開"), State.APPROVED, State.SENT, by=EDITOR, asks=SendForm,
            effects=[stamp("sent_at"), publish], tone="success",
        ),
        Action(
            "reissue", _("勘誤再版"), State.SENT, None, by=APPROVER, asks=ReasonForm,
            only_if=complete, effects=[correct_issue], corrects=True, occasional=True,
            tone="warning",
            hint=_("以現在的文字與數字凍結新的版次並公開，列出每個改變與原因；舊版仍可查。"),
        ),
    ],
    clocks=[Clock("collect", _("徵稿期限"), until_collected, runs_in=[State.COLLECTING])],
    tones={
        State.COLLECTING: "azure", State.EDITING: "indigo", State.PROOF: "purple",
        State.APPROVED: "green", State.SENT: "secondary",
    },
)  # fmt: skip
