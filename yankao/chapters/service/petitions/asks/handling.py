"""What is asked while a petition is being handled: supplement, co-handling, withdrawal, return."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.calendar.limits import working_days
from yankao.kernel.cases.actors import Citizen, person
from yankao.kernel.cases.clocks import area_of
from yankao.kernel.cases.forms import CaseForm
from yankao.kernel.cases.models import Case, Involvement
from yankao.kernel.cases.visibility import at_unit
from yankao.kernel.cases.workflow import Move
from yankao.kernel.files.fields import PhotosField
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.tasks import asking
from yankao.kernel.tasks.models import Task
from yankao.kernel.text.known import mentions, redact, traits

from .. import ethics, limits
from ..centre import other_units
from ..models import Petition, petition
from ..people import holders
from ..states import CO_HANDLER, PRIVACY
from .detail import DetailForm, keep_files
from .proposals import end_of

CO_HANDLE = "co_handle"
LINES = {"rows": 4}


class SupplementForm(DetailForm):
    """One notice that lists everything missing; there is no second one in the same round."""

    class Meta:
        model = Petition
        fields = ["missing"]
        widgets = {"missing": forms.Textarea(attrs=LINES)}
        help_texts = {"missing": gettext_lazy("請一次列出全部應補正事項；通知期間辦理期限不停止。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["missing"].required = True


class SupplementAnswerForm(DetailForm):
    """What the petitioner adds."""

    personal = ("supplement",)
    photos = PhotosField(kind="photo", label=gettext_lazy("照片"), required=False)

    class Meta:
        model = Petition
        fields = ["supplement"]
        widgets = {"supplement": forms.Textarea(attrs=LINES)}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("supplement") and not values.get("photos"):
            self.add_error("supplement", _("請填寫補正內容或附上照片。"))
        if self.case.confidential:
            values["supplement"] = redact(values.get("supplement", ""), traits(self.case.contact))
        return values

    def apply(self, case: Case, move: Move) -> None:
        keep_files(case, self.cleaned_data, by=self.by, move=move)


class CoHandleForm(CaseForm):
    """Whom we ask, and what; never who the petitioner is when that is confidential."""

    co_units = forms.ModelMultipleChoiceField(Unit.objects.none(), label=gettext_lazy("會辦機關"))
    asked = forms.CharField(
        label=gettext_lazy("會辦事項"), min_length=4, max_length=2000, widget=forms.Textarea(LINES)
    )
    due_on = forms.DateField(
        label=gettext_lazy("會辦期限"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("這次會辦的機關共用；留白依設定之會辦期限，且不晚於本案期限。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_units"].queryset = other_units(self.case)  # type: ignore[attr-defined]

    def clean_asked(self) -> str:
        text: str = self.cleaned_data["asked"]
        if self.case.confidential and mentions(text, traits(self.case.contact)):
            raise forms.ValidationError(_("保密案件不得在會辦文字中透露陳情人身分。"))
        return text

    def clean_co_units(self) -> Any:
        chosen = self.cleaned_data["co_units"]
        complained = petition(self.case).complained_unit
        asked = [] if complained is None or not self.case.confidential else list(chosen)
        if any(ethics.refusal(unit, complained, None) for unit in asked):
            raise forms.ValidationError(_("保密案件不得會辦被陳情之單位。"))
        waiting = self.case.involved.waiting().filter(unit__in=chosen)
        if waiting:
            told = _("{unit} 已有待回覆的會辦。")
            raise forms.ValidationError(told.format(unit=waiting[0].unit))
        return chosen

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is None:
            return None
        if day < timezone.localdate():
            raise forms.ValidationError(_("會辦期限不能早於今天。"))
        if self.case.due_at and end_of(day) > self.case.due_at:
            raise forms.ValidationError(_("會辦期限不能晚於本案期限。"))
        return day

    def due(self, case: Case, move: Move) -> datetime:
        """The day that was given, else three working days, and inside the owner's own clock."""
        if self.cleaned_data["due_on"]:
            return end_of(self.cleaned_data["due_on"])
        due = working_days(limits.CO_HANDLING_DAYS.value()).due(move.at, area_of(case))
        return min(due, case.due_at) if case.due_at and case.due_at > move.at else due

    def apply(self, case: Case, move: Move) -> None:
        due, text = self.due(case, move), self.cleaned_data["asked"]
        for unit in self.cleaned_data["co_units"]:
            row = Involvement.objects.create(
                case=case, unit=unit, asked=text, asked_at=move.at, due_at=due
            )
            asking.ask(
                _("會辦 {number}").format(number=case.number), of=unit, by=person(move.by),
                at=move.at, case=case, due_at=due, kind=CO_HANDLE, role=CO_HANDLER.name,
                key=f"{CO_HANDLE}:{row.pk}", into=move.note,
            )  # fmt: skip


class CoAnswerForm(CaseForm):
    """The opinion of the unit that was asked."""

    opinion = forms.CharField(
        label=gettext_lazy("會辦意見"), min_length=2, max_length=5000, widget=forms.Textarea(LINES)
    )

    def apply(self, case: Case, move: Move) -> None:
        for row in waiting_of(case, self.by):
            row.answer, row.answered_at = self.cleaned_data["opinion"], move.at
            row.answered_by = person(move.by)
            row.save()
            task = Task.objects.open().filter(key=f"{CO_HANDLE}:{row.pk}").first()
            if task:
                asking.finish(task, by=None, at=move.at, into=move.note)


class ConsolidateForm(CaseForm):
    """The answers side by side, and what the owner makes of them; a missing one needs a reason."""

    summary = forms.CharField(
        label=gettext_lazy("彙整意見"), max_length=5000, required=False,
        widget=forms.Textarea(LINES),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("未等候回覆之理由"), max_length=300, required=False,
        help_text=gettext_lazy("還有機關沒有回覆時必填。"),
    )  # fmt: skip

    def involved(self) -> list[Involvement]:
        return list(self.case.involved.select_related("unit", "answered_by"))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        waiting = [str(row.unit) for row in self.case.involved.waiting().select_related("unit")]
        if waiting and len(values.get("reason", "").strip()) < 2:
            told = _("{units} 尚未回覆，請寫明不再等候的理由。")
            self.add_error("reason", told.format(units="、".join(waiting)))
        return values

    def apply(self, case: Case, move: Move) -> None:
        if self.cleaned_data["summary"]:
            move.note["notes"] = [self.cleaned_data["summary"]]


def waiting_of(case: Case, by: object) -> list[Involvement]:
    """Open questions to the units at which this person co-handles."""
    if not isinstance(by, Person):
        return []
    here = [d for d in by.duties_at() if (d.programme, d.role) == ("petitions", CO_HANDLER.name)]
    rows = case.involved.waiting().select_related("unit")
    return [row for row in rows if any(at_unit(duty, row.unit) for duty in here)]


class WithdrawForm(CaseForm):
    """The petitioner's own wish, in writing or recorded."""

    how = forms.ChoiceField(
        label=gettext_lazy("撤案方式"),
        choices=[
            ("online", gettext_lazy("線上")),
            ("written", gettext_lazy("書面")),
            ("oral", gettext_lazy("言詞（已作成紀錄）")),
        ],
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("撤案原因"), max_length=500, required=False, widget=forms.Textarea(LINES)
    )

    def clean(self) -> dict[str, Any]:
        """A citizen withdraws online; an official says how the wish was uttered."""
        values = super().clean() or self.cleaned_data
        if isinstance(self.by, Citizen):
            values["how"] = "online"
        elif values.get("how") not in ("written", "oral"):
            self.add_error("how", _("請選擇陳情人以書面或言詞表示撤回。"))
        elif len(values.get("reason", "")) < 2:
            self.add_error("reason", _("請記錄陳情人的表示。"))
        return values

    def apply(self, case: Case, move: Move) -> None:
        detail = petition(case)
        detail.withdrawn_how = self.cleaned_data["how"]
        detail.save(update_fields=["withdrawn_how"])


class ReopenForm(CaseForm):
    """Why the answer does not do."""

    lack = forms.ChoiceField(
        label=gettext_lazy("退回原因"),
        choices=[
            ("not_to_the_point", gettext_lazy("答非所問")),
            ("quality", gettext_lazy("品質抽查不合格")),
            ("not_done", gettext_lazy("承諾事項未辦理")),
        ],
    )
    reason = forms.CharField(
        label=gettext_lazy("說明"), min_length=4, max_length=500, widget=forms.Textarea(LINES)
    )


class LeakForm(CaseForm):
    """Data about the petitioner reached the party complained about: a security event."""

    what = forms.CharField(
        label=gettext_lazy("外洩情形"), min_length=4, max_length=1000, widget=forms.Textarea(LINES)
    )

    def apply(self, case: Case, move: Move) -> None:
        """The privacy officers learn of it; the agency that leaked is not asked."""
        title = _("個資事件 {number}").format(number=case.number)
        for officer in holders(PRIVACY.name):
            asking.ask(
                title, of=officer, by=person(move.by), at=move.at, case=case,
                kind="security_event", into=move.note,
            )  # fmt: skip
