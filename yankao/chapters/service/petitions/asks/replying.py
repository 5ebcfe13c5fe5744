"""What is asked of the reply: its draft, its approval, its sending and its arrival."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.actors import person
from yankao.kernel.cases.forms import CaseForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.replies.variables import ReplyField

from ..checks import Finding, blocking, review
from ..models import (
    Petition,
    ReplyMethod,
    ReplyVersion,
    petition,
)
from ..versions import latest
from .detail import DetailForm

LINES = {"rows": 3}
REACH = {
    ReplyMethod.EMAIL: "email",
    ReplyMethod.PHONE: "phone",
    ReplyMethod.LETTER: "address",
    ReplyMethod.FAX: "fax",
}


class DraftForm(DetailForm):
    """The reply and the law it rests on; each draft is kept as a version of its own."""

    text = ReplyField(label=gettext_lazy("回復內容"), min_length=10, max_length=10_000, rows=10)
    basis = forms.CharField(label=gettext_lazy("法令依據"), max_length=300, required=False)

    class Meta:
        model = Petition
        fields = ["closure"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["closure"].required = True
        last = latest(self.case)
        if last:
            self.initial["text"], self.initial["basis"] = last.text, last.legal_basis

    def clean(self) -> dict[str, Any]:
        """Nobody drafts what nobody could approve."""
        values = super().clean() or self.cleaned_data
        for finding in blocking(self.case, values.get("text", ""), values.get("basis", "")):
            if "text" in values:
                self.add_error(None, finding.text)
        return values

    def apply(self, case: Case, move: Move) -> None:
        detail, last, author = petition(case), latest(case), person(move.by)
        assert author is not None, "only officers draft"
        text, basis = self.cleaned_data["text"], self.cleaned_data["basis"]
        ReplyVersion.objects.create(
            petition=detail, number=last.number + 1 if last else 1, text=text, legal_basis=basis,
            author=author, written_at=move.at,
        )  # fmt: skip
        detail.reply_text, detail.legal_basis = text, basis
        detail.save(update_fields=["reply_text", "legal_basis"])


class ApproveForm(CaseForm):
    """Shows what the check found; warnings are ticked one by one, the rest goes back."""

    weighed = forms.MultipleChoiceField(
        label=gettext_lazy("品質檢核提示（逐項確認）"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    remark = forms.CharField(label=gettext_lazy("批示"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found(self.case)
        warnings = [(one.code, one.text) for one in self.found if not one.blocking]
        self.fields["weighed"].choices = warnings  # type: ignore[attr-defined]
        if not warnings:
            self.fields["weighed"].help_text = _("品質檢核沒有提示。")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        for one in self.found:
            if one.blocking:
                self.add_error(None, one.text)
        open_ones = {one.code for one in self.found if not one.blocking}
        if open_ones - set(values.get("weighed") or ()) and "weighed" not in self.errors:
            self.add_error("weighed", _("請逐項確認品質檢核的提示，或退回修改。"))
        return values

    def apply(self, case: Case, move: Move) -> None:
        decide(case, move, approved=True, accepted=self.cleaned_data["weighed"])


class ReturnDraftForm(CaseForm):
    """What the draft lacks."""

    reason = forms.CharField(
        label=gettext_lazy("退回理由"), min_length=2, max_length=500, widget=forms.Textarea(LINES)
    )

    def apply(self, case: Case, move: Move) -> None:
        decide(case, move, approved=False, accepted=[])


class SendForm(DetailForm):
    """By which way it goes; a letter needs its number."""

    class Meta:
        model = Petition
        fields = ["sent_by_method", "doc_number"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sent_by_method"].required = True
        if not self.instance.sent_by_method:
            self.initial["sent_by_method"] = self.instance.reply_method

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        method = values.get("sent_by_method")
        if method == ReplyMethod.LETTER and not values.get("doc_number"):
            self.add_error("doc_number", _("書面回復須填發文字號。"))
        reach = REACH.get(ReplyMethod(method)) if method else None
        if reach and not getattr(self.case.contact, reach, ""):
            self.add_error("sent_by_method", _("陳情人沒有留下這種聯絡方式。"))
        for one in found(self.case):
            if one.blocking:
                self.add_error(None, one.text)
        return values


class DeliveryForm(DetailForm):
    """Whether it arrived; what bounced is tried another way, and the attempt is kept."""

    evidence = forms.CharField(label=gettext_lazy("送達情形"), max_length=300, required=False)

    class Meta:
        model = Petition
        fields = ["delivery_result"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["delivery_result"].required = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        retried = values.get("delivery_result") in ("other_contact", "public_record")
        if retried and not values.get("evidence"):
            self.add_error("evidence", _("請記錄改以何種方式送達，或嘗試送達的經過。"))
        return values


def found(case: Case) -> list[Finding]:
    last = latest(case)
    return review(case, last.text, last.legal_basis) if last else []


def decide(case: Case, move: Move, *, approved: bool, accepted: list[str]) -> None:
    last = latest(case)
    if last is not None:
        last.approved, last.accepted_findings = approved, accepted
        last.decided_by, last.decided_at = person(move.by), move.at
        last.save()
