"""What is asked of the reply: its draft, its approval, its sending and its arrival."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.actors import person
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.replies.forms import ApproveReply, Finding, ForwardReply
from yankao.kernel.replies.models import ReplyVersion
from yankao.kernel.replies.variables import ReplyField
from yankao.kernel.replies.versions import draft, latest

from ..checks import blocking, review
from ..models import Petition, ReplyMethod, petition
from ..states import APPROVER
from .detail import DetailForm

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
            self.initial["text"], self.initial["basis"] = last.text, last.basis

    def clean(self) -> dict[str, Any]:
        """Nobody drafts what nobody could approve."""
        values = super().clean() or self.cleaned_data
        for finding in blocking(self.case, values.get("text", ""), values.get("basis", "")):
            if "text" in values:
                self.add_error(None, finding.text)
        return values

    def apply(self, case: Case, move: Move) -> None:
        author = person(move.by)
        assert author is not None, "only officers draft"
        text, basis = self.cleaned_data["text"], self.cleaned_data["basis"]
        keep_text(case, draft(case, text, basis, by=author, at=move.at))


def keep_text(case: Case, version: ReplyVersion) -> None:
    """The petition holds the text that counts now."""
    detail = petition(case)
    detail.reply_text, detail.legal_basis = version.text, version.basis
    detail.save(update_fields=["reply_text", "legal_basis"])


class ApproveForm(ApproveReply):
    """The kernel's approval, with the checks of petitions."""

    def review(self, text: str, basis: str) -> list[Finding]:
        return review(self.case, text, basis)

    def keep(self, case: Case, version: ReplyVersion) -> None:
        keep_text(case, version)


class ForwardForm(ForwardReply):
    role = APPROVER.name

    def keep(self, case: Case, version: ReplyVersion) -> None:
        keep_text(case, version)


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
    return review(case, last.text, last.basis) if last else []
