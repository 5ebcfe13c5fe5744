"""What is asked. Page, counter and API validate here and nowhere else."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.forms import CaseForm, hand_over, other_case
from yankao.kernel.cases.intake import IntakeForm
from yankao.kernel.cases.jurisdiction import decide
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.cases.workflow import Move
from yankao.kernel.files.fields import PhotosField, attach
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Unit
from yankao.kernel.replies.variables import ReplyField
from yankao.kernel.ui.forms import CategoryInput, PlaceInput

from .models import Dispatch, Result


class ReportForm(IntakeForm):
    """The operator's intake: read back to the caller before it is saved."""

    programme = "dispatch"
    personal = (*IntakeForm.personal, "description")
    about = (
        "category", "address", "district", "lng", "lat", "channel", "contact_name",
        "contact_phone", "contact_email",
    )  # fmt: skip
    required_fields = ("category", "address", "channel", "contact_phone")
    photos = PhotosField(label=_("照片"), required=False)
    read_back = forms.BooleanField(
        label=_("已向民眾複誦內容"), error_messages={"required": _("請先複誦內容給民眾確認。")}
    )

    class Meta:
        model = Dispatch
        fields = [
            "description", "hazard", "asset_no", "road_width", "road_class", "asset_owner",
            "observed_at", "call_ended_at",
        ]  # fmt: skip
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def _own_fields(self) -> list[str]:
        return [*super()._own_fields(), "photos", "read_back"]

    def attach(self, case: Case, by: Actor) -> None:
        attach(case, self.cleaned_data.get("photos"), by=by)


class PublicReportForm(IntakeForm):
    """The citizen's report on a phone: what, where, photo, and how to reach you if you like."""

    programme = "dispatch"
    personal = (*IntakeForm.personal, "description")
    about = (
        "category", "address", "district", "lng", "lat", "contact_name", "contact_phone",
        "contact_email",
    )  # fmt: skip
    required_fields = ("category", "address", "contact_phone")
    photos = PhotosField(label=_("照片"), required=False)

    class Meta:
        model = Dispatch
        fields = ["description", "asset_no", "observed_at"]
        widgets = {
            "description": forms.Textarea(attrs={"rows": 4}),
            "asset_no": forms.TextInput(attrs={"data-scan": True}),
            "observed_at": forms.HiddenInput,
        }

    def _own_fields(self) -> list[str]:
        return [*super()._own_fields(), "photos"]

    def attach(self, case: Case, by: Actor) -> None:
        attach(case, self.cleaned_data.get("photos"), by=by)


class NotifyForm(CaseForm):
    """Who is competent, by the rules unless another is chosen, and who answered the phone."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("權責單位"), required=False, empty_label=_("依權責規則")
    )
    phone_notice_to = forms.CharField(label=_("電話受話人"), max_length=60)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        field.queryset = Unit.objects.current().exclude(level="city")  # type: ignore[attr-defined]
        decision = decide(self.case, at=timezone.now())
        field.initial = self.case.holder_id or (decision.unit.pk if decision.unit else None)
        field.help_text = decision.why

    def clean_unit(self) -> Unit:
        """Left to the rules, many cases can be told at once, each to its own unit."""
        chosen: Unit | None = self.cleaned_data["unit"]
        found = chosen or decide(self.case, at=timezone.now()).unit
        if found is None:
            raise forms.ValidationError(_("權責規則定不出單位，請自行選擇。"))
        return found

    def apply(self, case: Case, move: Move) -> None:
        hand_over(case, self.cleaned_data["unit"], None, move)
        detail: Dispatch = case.dispatch
        detail.phone_notice_at = move.at
        detail.phone_notice_to = self.cleaned_data["phone_notice_to"]
        detail.save(update_fields=["phone_notice_at", "phone_notice_to"])


class MisrouteForm(CaseForm):
    """Why it is not ours, and whose we think it is."""

    reason = forms.CharField(
        label=_("理由"), min_length=4, widget=forms.Textarea(attrs={"rows": 3})
    )
    proposed = forms.ModelChoiceField(Unit.objects.none(), label=_("建議改派單位"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed"].queryset = Unit.objects.current()  # type: ignore[attr-defined]


class ArriveForm(CaseForm):
    """Nothing but the press; a place for a remark."""

    remark = forms.CharField(label=_("現場備註"), max_length=300, required=False)


class SafeForm(forms.ModelForm[Dispatch]):
    safety_note = forms.CharField(label=_("現場安全措施"), min_length=2, max_length=300)

    class Meta:
        model = Dispatch
        fields = ["safety_note"]


class FinishForm(forms.ModelForm[Dispatch]):
    """Result, what was done, and a photo; a planned repair needs its date."""

    about_case = True
    result = forms.ChoiceField(label=_("處理結果"), choices=Result)
    remedy = ReplyField(label=_("處理情形"), min_length=5, rows=3)
    photos = PhotosField(kind="photo_after", label=_("完工照片"), required=False)

    class Meta:
        model = Dispatch
        fields = ["result", "remedy", "cause", "planned_at", "handed_to"]
        widgets = {
            "planned_at": forms.DateInput(
                attrs={"type": "date", "data-when": f"result={Result.MADE_SAFE.value}"}
            ),
            "handed_to": forms.TextInput(attrs={"data-when": f"result={Result.NOT_OURS.value}"}),
        }

    field_order = ["result", "planned_at", "handed_to", "photos", "remedy", "cause"]

    def __init__(self, *args: Any, case: Case, by: Actor, **kwargs: Any) -> None:
        self.case, self.by = case, by
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        result = values.get("result")
        if result in (Result.FIXED, Result.MADE_SAFE) and not values.get("photos"):
            self.add_error("photos", _("修復或排除危險須附完工照片。"))
        if result == Result.MADE_SAFE and not values.get("planned_at"):
            self.add_error("planned_at", _("另排期修復者，請填預定修復日。"))
        if values.get("planned_at") and values["planned_at"] < date.today():
            self.add_error("planned_at", _("預定修復日不能早於今天。"))
        if result == Result.NOT_OURS and not values.get("handed_to"):
            self.add_error("handed_to", _("請填已轉請處理的單位。"))
        return values

    def apply(self, case: Case, move: Move) -> None:
        attach(case, self.cleaned_data.get("photos"), by=self.by)


class RepairForm(CaseForm):
    """The final repair of what had only been made safe."""

    repair_note = forms.CharField(
        label=_("修復情形"), min_length=5, widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = PhotosField(kind="photo_after", label=_("完工照片"))

    def apply(self, case: Case, move: Move) -> None:
        attach(case, self.cleaned_data["photos"], by=self.by)


class ReturnForm(CaseForm):
    """What the report lacks."""

    lack = forms.ChoiceField(
        label=_("退回原因"),
        choices=[
            ("no_photo", _("未附照片或照片不清")),
            ("wrong_place", _("地點不符")),
            ("not_fixed", _("未實際修復")),
            ("other", _("其他")),
        ],
    )
    reason = forms.CharField(
        label=_("說明"), min_length=4, widget=forms.Textarea(attrs={"rows": 3})
    )


class CloseForm(CaseForm):
    """How the reporter was told."""

    told_by = forms.ChoiceField(
        label=_("告知方式"),
        choices=[("notice", _("系統通知")), ("phone", _("電話")), ("none", _("民眾不需回復"))],
    )


class DuplicateForm(CaseForm):
    """Into which case; its reporter is linked and informed with ours."""

    into = forms.CharField(label=_("併入案號"), max_length=30)

    def clean_into(self) -> Case:
        found = other_case(self.case, self.cleaned_data["into"], self.by)
        if found is None:
            raise forms.ValidationError(_("查無這個派工案號，請確認後再輸入。"))
        if found.closed_at or found.parent_id:
            raise forms.ValidationError(_("該案已結束或已併入其他案件，請改併至進行中的主案。"))
        if found.category_id != self.case.category_id:
            raise forms.ValidationError(_("兩案類別不同，不能併案；請先更正類別。"))
        return found

    def apply(self, case: Case, move: Move) -> None:
        case.parent = self.cleaned_data["into"]
        case.children.update(parent=case.parent)


class CorrectForm(CaseForm):
    """Corrects what was received; every correction has a reason and is counted."""

    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("類別"), widget=CategoryInput
    )
    address = forms.CharField(label=_("地點"), max_length=200, widget=PlaceInput)
    district = forms.ModelChoiceField(District.objects.all(), label=_("行政區"), required=False)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=_("更正理由"), min_length=4, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Category.objects.filter(programme=self.case.programme, active=True)
        self.fields["category"].queryset = rows  # type: ignore[attr-defined]
        for name in ("category", "address", "district", "lng", "lat"):
            value = getattr(self.case, name)
            self.initial[name] = getattr(value, "pk", value)

    def apply(self, case: Case, move: Move) -> None:
        for name in ("category", "address", "district", "lng", "lat"):
            setattr(case, name, self.cleaned_data[name])


class MoreForm(CaseForm):
    """More words or photos from whoever reported."""

    apart = ("more",)
    more = forms.CharField(
        label=_("補充說明"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    photos = PhotosField(label=_("照片"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if not values.get("more") and not values.get("photos"):
            raise forms.ValidationError(_("請填寫說明或附上照片。"))
        return values

    def apply(self, case: Case, move: Move) -> None:
        attach(case, self.cleaned_data.get("photos"), by=self.by)
