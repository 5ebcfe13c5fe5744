"""撰稿 → 交稿 → 編輯 ⇄ 退補 → 校稿 → 定稿 (handbook 1-4-7 §1.2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.forms import ReasonForm
from yankao.kernel.cases.workflow import Action, Clock, Role, Workflow, stamp
from yankao.kernel.notices.effects import tell_holder, tell_returned

from .forms import CorrectForm
from .guards import note_version, printable
from .limits import correction, until_due


class State(TextChoices):
    WRITING = "writing", _("撰稿中")
    SUBMITTED = "submitted", _("已交稿")
    EDITING = "editing", _("編輯中")
    RETURNED = "returned", _("退補中")
    PROOF = "proof", _("校稿中")
    FINAL = "final", _("定稿")
    EXCUSED = "excused", _("免稿")


AUTHOR = Role("author", _("機關撰稿人"), at_holder=True)
EDITOR = Role("editor", _("研考會編輯"))

WITH_EDITOR = [State.SUBMITTED, State.EDITING, State.PROOF]
OPEN = [State.WRITING, State.RETURNED, *WITH_EDITOR]

workflow = Workflow(
    State,
    start=State.WRITING,
    final=[State.FINAL, State.EXCUSED],
    actions=[
        Action(
            "submit", _("交稿"), State.WRITING, State.SUBMITTED, by=AUTHOR, only_if=printable,
            effects=[stamp("submitted_at"), note_version],
        ),
        Action(
            "take_up", _("收稿編輯"), State.SUBMITTED, State.EDITING, by=EDITOR, bulk=True,
            effects=[note_version],
        ),
        Action(
            "send_back", _("退補"), WITH_EDITOR, State.RETURNED, by=EDITOR, asks=ReasonForm,
            returns=True, restarts="correct", effects=[note_version], tone="warning",
        ),
        Action(
            "resubmit", _("補正後交回"), State.RETURNED, State.SUBMITTED, by=AUTHOR,
            only_if=printable, effects=[note_version],
        ),
        Action(
            "proof", _("送校"), State.EDITING, State.PROOF, by=EDITOR, only_if=printable,
            bulk=True, effects=[note_version],
        ),
        Action(
            "settle", _("校畢定稿"), State.PROOF, State.FINAL, by=EDITOR, only_if=printable,
            bulk=True, effects=[note_version], tone="success",
        ),
        Action(
            "reopen", _("重新編輯"), State.FINAL, State.EDITING, by=EDITOR, asks=ReasonForm,
            occasional=True, tone="warning",
        ),
        Action(
            "correct", _("更正節名與位置"), [*OPEN, State.FINAL], None, by=EDITOR,
            asks=CorrectForm, corrects=True, occasional=True,
        ),
        Action(
            "excuse", _("免稿"), OPEN, State.EXCUSED, by=EDITOR, asks=ReasonForm,
            occasional=True, tone="danger",
        ),
    ],
    on_entering={State.WRITING: [tell_holder], State.RETURNED: [tell_returned]},
    clocks=[
        Clock("draft", _("交稿期限"), until_due, runs_in=[State.WRITING]),
        Clock("correct", _("補正期限"), correction, runs_in=[State.RETURNED]),
    ],
    tones={
        State.WRITING: "azure", State.SUBMITTED: "blue", State.EDITING: "indigo",
        State.RETURNED: "orange", State.PROOF: "purple", State.FINAL: "green",
        State.EXCUSED: "secondary",
    },
)  # fmt: skip
