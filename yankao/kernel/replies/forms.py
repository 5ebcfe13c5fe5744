"""What an approver is asked: the text, to be mended on the spot, and what the check found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.actors import person
from yankao.kernel.cases.forms import CaseForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move

from .diff import Piece, pieces
from .levels import level_of
from .models import ReplyVersion
from .variables import ReplyField
from .versions import amend, decide, latest, pass_on

REASON = {"rows": 3}


@dataclass(frozen=True)
class Finding:
    """`blocking` must be mended; the others an approver ticks one by one."""

    code: str
    text: str
    blocking: bool = False


class DecisionForm(CaseForm):
    """Text and basis as drafted; what the approver changes becomes a version of its own.

    `keep` is what the room does with a text that was changed.
    """

    text = ReplyField(
        label=gettext_lazy("回復內容（可直接修改）"), max_length=10_000, required=False
    )
    basis = forms.CharField(label=gettext_lazy("法令依據"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.last = latest(self.case)
        if self.last:
            self.initial["text"], self.initial["basis"] = self.last.text, self.last.basis

    def said(self) -> tuple[str, str]:
        """What is to be decided on: the text sent with the form, else the draft."""
        drafted = (self.last.text, self.last.basis) if self.last else ("", "")
        if not self.is_bound or not self.data.get("text"):
            return drafted
        basis = self.data.get("basis", drafted[1])
        return str(self.data["text"]).replace("\r\n", "\n").strip(), str(basis).strip()

    def clean(self) -> dict[str, Any]:
        """An approver who sends no text leaves the draft as it is."""
        values = super().clean() or self.cleaned_data
        if "text" not in self.errors:
            values["text"], values["basis"] = self.said()
        return values

    def tracked(self) -> list[Piece]:
        """The newest version against the one before."""
        if self.last is None:
            return []
        rows = ReplyVersion.objects.filter(case=self.case.pk, number=self.last.number - 1)
        before = rows.values_list("text", flat=True).first()
        return pieces(before or "", self.last.text)

    def amended(self, case: Case, move: Move) -> ReplyVersion | None:
        """The version decided on; a new one when the approver changed the text."""
        by, last = person(move.by), self.last
        if last is None or by is None:
            return None
        version = amend(last, *self.said(), by=by, at=move.at)
        if version is not last:
            self.keep(case, version)
            move.note["notes"] = [_("主管修改回復內容，第 {n} 版").format(n=version.number)]
        return version

    def keep(self, case: Case, version: ReplyVersion) -> None:
        """For rooms that hold the current text in a column of their own."""


class ApproveReply(DecisionForm):
    """Shows what the check found; warnings are ticked one by one, the rest must be mended."""

    weighed = forms.MultipleChoiceField(
        label=gettext_lazy("品質檢核提示（逐項確認）"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    remark = forms.CharField(label=gettext_lazy("批示"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = self.review(*self.said())
        warnings = [(one.code, one.text) for one in self.found if not one.blocking]
        self.fields["weighed"].choices = warnings  # type: ignore[attr-defined]
        if not warnings:
            self.fields["weighed"].help_text = _("品質檢核沒有提示。")

    def review(self, text: str, basis: str) -> Sequence[Finding]:
        """What the room has to say about the text."""
        return ()

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
        version, by, said = self.amended(case, move), person(move.by), self.cleaned_data
        if version and by:
            decide(
                version, approved=True, by=by, at=move.at, remark=said["remark"],
                accepted=said["weighed"],
            )  # fmt: skip


class ForwardReply(DecisionForm):
    """Endorsed and passed on to whoever may decide."""

    remark = forms.CharField(label=gettext_lazy("意見"), max_length=500, required=False)
    role: ClassVar[str] = ""

    def apply(self, case: Case, move: Move) -> None:
        version, by = self.amended(case, move), person(move.by)
        if version and by:
            own = level_of(by, case, self.role)
            pass_on(version, by=by, at=move.at, level=own, remark=self.cleaned_data["remark"])


class ReturnReply(CaseForm):
    """What the draft lacks."""

    reason = forms.CharField(
        label=gettext_lazy("退回理由"), min_length=2, max_length=500, widget=forms.Textarea(REASON)
    )

    def apply(self, case: Case, move: Move) -> None:
        last, by = latest(case), person(move.by)
        if last and by:
            remark = self.cleaned_data["reason"]
            decide(last, approved=False, by=by, at=move.at, remark=remark)
