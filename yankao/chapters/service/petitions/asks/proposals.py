"""What is proposed to an approver: filing, extension, transfer, conversion."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.calendar.limits import is_working_day, working_days
from yankao.kernel.calendar.row import CalendarMissing
from yankao.kernel.cases.actors import person
from yankao.kernel.cases.clocks import AWAITING, area_of, runs_of
from yankao.kernel.cases.forms import CaseForm, other_case
from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.cases.workflow import Move
from yankao.kernel.values.roc import roc_text
from yankao.kernel.values.taipei import TAIPEI, local

from .. import limits
from ..checks import is_only_a_transfer
from ..models import FileCode, Ground, Petition, Proposal, petition
from ..similar import answered_before
from .detail import DetailForm

LINES = {"rows": 3}
CLOCK = "reply"


class ProposalForm(DetailForm):
    """Keeps what is proposed, by whom, and where the petition returns to if declined."""

    proposal = Proposal.FILING

    def apply(self, case: Case, move: Move) -> None:
        detail = petition(case)
        detail.proposal, detail.proposed_at = self.proposal, move.at
        detail.proposed_by, detail.back_to = person(move.by), move.before
        detail.save()


class FilingForm(ProposalForm):
    """One of the no-handling codes; the law knows three grounds and no fourth (§173)."""

    previous = forms.CharField(
        label=gettext_lazy("前案案號"), max_length=30, required=False,
        help_text=gettext_lazy("事由為「一再陳情」時必填，前案須已實質答復。"),
    )  # fmt: skip
    no_danger = forms.BooleanField(
        label=gettext_lazy("已確認內容未涉及危險或急迫情形"), required=False,
        help_text=gettext_lazy("法律規定「得」不予處理；匿名通報危險者仍應處理。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("說明"), min_length=4, max_length=500, widget=forms.Textarea(LINES)
    )

    class Meta:
        model = Petition
        fields = ["file_code", "ground", "competent_authority"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file_code"].required = True
        reader = person(self.by)
        if reader and (found := answered_before(self.case, reader)):
            told = "、".join(f"{one.case.number}（{one.percent}%）" for one in found)
            self.fields["previous"].help_text = _("內容相近的前案，請自行判斷：") + told

    def clean_previous(self) -> Case | None:
        if not self.cleaned_data["previous"].strip():
            return None
        found = other_case(self.case, self.cleaned_data["previous"], self.by)
        if found is None:
            raise forms.ValidationError(_("查無這個陳情案號，請確認後再輸入。"))
        earlier = petition(found)
        if earlier.replied_at is None or not earlier.reply_text:
            raise forms.ValidationError(_("前案尚未答復，不能作為不予處理的依據。"))
        if is_only_a_transfer(earlier.reply_text):
            raise forms.ValidationError(_("前案只轉請其他機關，不是明確答復。"))
        return found

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        code, ground = values.get("file_code"), values.get("ground")
        if code == FileCode.FALSE_DATA and not ground:
            ground = values["ground"] = Ground.NO_CONTENT
        if code == FileCode.NOT_HANDLED and not ground:
            self.add_error("ground", _("登記後不予處理者，須選行政程序法第 173 條三款事由之一。"))
        demands = {
            Ground.NO_CONTENT: ("no_danger", _("請先確認內容未涉及危險；涉及危險者仍應處理。")),
            Ground.REPEATED: ("previous", _("請填已明確答復之前案案號。")),
            Ground.NOT_COMPETENT: ("competent_authority", _("請填同時收到本案之主管機關。")),
        }
        if ground:
            name, why = demands[Ground(ground)]
            if not values.get(name) and name not in self.errors:
                self.add_error(name, why)
        return values

    def apply(self, case: Case, move: Move) -> None:
        petition(case).previous_case = self.cleaned_data.get("previous")
        super().apply(case, move)

    def _post_clean(self) -> None:
        """The database's own rule about repeats is checked with the earlier case in place."""
        self.instance.previous_case = self.cleaned_data.get("previous")
        super()._post_clean()  # type: ignore[misc]


class TransferForm(ProposalForm):
    """Another government is competent; the petitioner will be told."""

    proposal = Proposal.TRANSFER
    reason = forms.CharField(
        label=gettext_lazy("移轉理由"), min_length=4, max_length=500, widget=forms.Textarea(LINES)
    )

    class Meta:
        model = Petition
        fields = ["transfer_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["transfer_to"].required = True


class ConversionForm(ProposalForm):
    """In substance an appeal or an application; the date of receipt is kept."""

    proposal = Proposal.CONVERSION
    reason = forms.CharField(
        label=gettext_lazy("理由"), min_length=4, max_length=500, widget=forms.Textarea(LINES)
    )

    class Meta:
        model = Petition
        fields = ["convert_to"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["convert_to"].required = True


class ExtensionForm(ProposalForm):
    """Until when, why, and past thirty calendar days only knowingly."""

    proposal = Proposal.EXTENSION
    over_thirty = forms.BooleanField(label=gettext_lazy("已知悉展延後逾三十日曆天"), required=False)

    class Meta:
        model = Petition
        fields = ["extend_to", "extension_reason", "project_number"]
        widgets = {
            "extend_to": forms.DateInput(attrs={"type": "date"}),
            "extension_reason": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {
            "project_number": gettext_lazy("逾三十工作天者，須為首長核定之專案列管案件。")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["extend_to"].required = self.fields["extension_reason"].required = True
        run = newest_run(self.case)
        if run:
            due = said(run.due_at) if run.due_at else AWAITING
            told = {"due": due, "top": self.top(run)}
            self.fields["extend_to"].help_text = _("目前期限 {due}，上限 {top}。").format(**told)

    def top(self, run: ClockRun) -> str:
        try:
            return said(ceiling(run, self.case))
        except CalendarMissing as missing:
            return str(missing)

    def clean_extend_to(self) -> date:
        day: date = self.cleaned_data["extend_to"]
        run = newest_run(self.case)
        try:
            if not is_working_day(day, area_of(self.case)):
                raise forms.ValidationError(_("展延後的期限須為上班日。"))
        except CalendarMissing as missing:
            raise forms.ValidationError(str(missing)) from missing
        if run and run.due_at and end_of(day) <= run.due_at:
            raise forms.ValidationError(_("展延後的期限須晚於目前期限。"))
        return day

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        day, run = values.get("extend_to"), newest_run(self.case)
        if day is None or run is None:
            return values
        if end_of(day) > ceiling(run, self.case) and not values.get("project_number"):
            why = _("已逾 {n} 個工作天上限；僅首長核定之專案列管案件得超過，請填列管文號。")
            self.add_error("extend_to", why.format(n=limits.CEILING_DAYS.value()))
        passed = (day - local(run.started_at).date()).days
        if passed > limits.WARN_DAYS.value() and not values.get("over_thirty"):
            self.add_error("over_thirty", _("自起算日已 {n} 日曆天，請確認。").format(n=passed))
        return values


def newest_run(case: Case) -> ClockRun | None:
    return runs_of(case).get(CLOCK)


def ceiling(run: ClockRun, case: Case) -> datetime:
    """The last moment any extension may reach, counted from the start of this round."""
    return working_days(limits.CEILING_DAYS.value()).due(run.started_at, area_of(case))


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), TAIPEI)


def said(moment: datetime) -> str:
    """A day limit by its last day."""
    return roc_text((local(moment) - timedelta(seconds=1)).date())


class EndorseForm(CaseForm):
    """The approver's word; a project beyond the ceiling needs the head of the agency."""

    head_approved = forms.BooleanField(
        label=gettext_lazy("已經機關首長核定（專案列管展期）"), required=False
    )
    remark = forms.CharField(label=gettext_lazy("批示"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        detail = petition(self.case)
        beyond = detail.proposal == Proposal.EXTENSION and bool(detail.project_number)
        if beyond and not values.get("head_approved"):
            self.add_error("head_approved", _("專案列管展期須經機關首長核定。"))
        return values
