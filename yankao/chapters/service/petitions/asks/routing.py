"""What is asked while a petition finds its owner."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.forms import CaseForm, hand_over, other_case
from yankao.kernel.cases.jurisdiction import decide
from yankao.kernel.cases.models import Case, Category
from yankao.kernel.cases.workflow import Move
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Duty, Person, Unit
from yankao.kernel.ui.forms import CategoryInput, PlaceInput

from .. import ethics, limits
from ..centre import centre, other_units
from ..models import Confidentiality, Kind, Petition, petition
from ..redact import hide
from ..states import ETHICS, OFFICER
from .detail import DetailForm

LINES = {"rows": 3}


def units() -> "forms.ModelChoiceField":  # type: ignore[type-arg]
    return forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("承辦機關"))


def officers(unit: Unit | None = None) -> Any:
    """Persons who may handle petitions, at this unit or below it."""
    duties = Duty.objects.in_force(timezone.now())
    duties = duties.filter(programme="petitions", role__in=[OFFICER.name, ETHICS.name])
    if unit is not None:
        duties = duties.filter(unit__path__startswith=unit.path)
    return Person.objects.filter(is_active=True, pk__in=duties.values("person"))


def give(case: Case, unit: Unit, handler: Person | None, move: Move) -> None:
    """The first owner is no change of owner; every later one is counted."""
    if petition(case).assigned_at is None:
        case.holder = unit
    hand_over(case, unit, handler, move)


class AssignForm(DetailForm):
    """The competent agency as the rules propose it, and how complex the matter is."""

    unit = units()
    handler = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("承辦人（可由機關窗口指定）"), required=False
    )

    class Meta:
        model = Petition
        fields = ["complexity", "complained_unit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, decision = self.fields["unit"], decide(self.case)
        current = Unit.objects.current().exclude(level="city")
        field.queryset = current  # type: ignore[attr-defined]
        self.fields["complained_unit"].queryset = current  # type: ignore[attr-defined]
        self.fields["handler"].queryset = officers()  # type: ignore[attr-defined]
        field.initial = decision.unit.pk if decision.unit else None
        field.help_text = decision.why

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        unit, handler = values.get("unit"), values.get("handler")
        if unit is None:
            return values
        why = ethics.refusal(unit, values.get("complained_unit"), centre())
        if why:
            self.add_error("unit", why)
        if handler and not officers(unit).filter(pk=handler.pk).exists():
            self.add_error("handler", _("這位承辦人不屬於所選機關。"))
        return values

    def apply(self, case: Case, move: Move) -> None:
        give(case, self.cleaned_data["unit"], self.cleaned_data.get("handler"), move)


class ReassignForm(CaseForm):
    """Why it is not ours, whose it is, who there agreed, and who here approved."""

    proposed = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("建議改分機關"))
    agreed_with = forms.CharField(label=gettext_lazy("已徵得同意之聯絡人"), max_length=80)
    authorised = forms.BooleanField(label=gettext_lazy("已經本機關權責主管核可"))
    site_visit = forms.BooleanField(label=gettext_lazy("需現場會勘才能判斷權責"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("理由"), min_length=4, max_length=500, widget=forms.Textarea(LINES)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed"].queryset = other_units(self.case)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """By the next working day after receipt; two when the place must be seen (P8)."""
        values = super().clean() or self.cleaned_data
        setting = limits.SITE_DAYS if values.get("site_visit") else limits.REASSIGN_DAYS
        start = petition(self.case).assigned_at
        if start and not limits.within(start, setting.value()):
            why = _("改分須於收文後 {n} 個工作天內提出，期限已過，請依權責辦理或會辦。")
            raise forms.ValidationError(why.format(n=setting.value()))
        return values

    def apply(self, case: Case, move: Move) -> None:
        detail = petition(case)
        detail.reassign_requests += 1
        detail.save(update_fields=["reassign_requests"])
        said = self.cleaned_data
        move.note["notes"] = [
            _("建議改分 {unit}，已洽 {who} 同意").format(
                unit=said["proposed"], who=said["agreed_with"]
            )
        ]


class RuleForm(CaseForm):
    """The common superior names the owner; that ends the dispute."""

    owner = forms.ModelChoiceField(Unit.objects.none(), label=gettext_lazy("裁定之承辦機關"))
    reason = forms.CharField(
        label=gettext_lazy("裁定理由"), min_length=4, max_length=500, widget=forms.Textarea(LINES)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Unit.objects.current().exclude(level="city")
        self.fields["owner"].queryset = rows  # type: ignore[attr-defined]

    def clean_owner(self) -> Unit:
        unit: Unit = self.cleaned_data["owner"]
        why = ethics.refusal(unit, petition(self.case).complained_unit, centre())
        if why:
            raise forms.ValidationError(why)
        return unit

    def apply(self, case: Case, move: Move) -> None:
        unit = self.cleaned_data["owner"]
        if unit.pk != case.holder_id:
            give(case, unit, None, move)
        detail = petition(case)
        detail.ruled = True
        detail.save(update_fields=["ruled"])


class AcceptForm(CaseForm):
    """Who handles it; the ethics officer who accepts handles it himself."""

    officer = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("承辦人"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["officer"]
        field.queryset = officers(self.case.holder)  # type: ignore[attr-defined]
        field.initial = self.case.handler_id

    def clean_officer(self) -> Person:
        chosen: Person | None = self.cleaned_data.get("officer") or self.case.handler
        if chosen is None and isinstance(self.by, Person):
            chosen = officers(self.case.holder).filter(pk=self.by.pk).first()
        if chosen is None:
            raise forms.ValidationError(_("請指定承辦人。"))
        return chosen

    def apply(self, case: Case, move: Move) -> None:
        case.handler = self.cleaned_data["officer"]


class DesignateForm(AcceptForm):
    """Another officer of the same agency takes over; the clock does not notice."""

    reason = forms.CharField(label=gettext_lazy("理由"), min_length=2, max_length=300)


class MergeForm(CaseForm):
    """Into which petition; its reply will reach this petitioner too."""

    into = forms.CharField(label=gettext_lazy("併入案號"), max_length=30)
    reason = forms.ChoiceField(
        label=gettext_lazy("併案事由"),
        choices=[
            ("same_person", gettext_lazy("同一陳情人、同一事由")),
            ("same_event", gettext_lazy("不同陳情人、同一事件")),
        ],
    )

    def clean_into(self) -> Case:
        found = other_case(self.case, self.cleaned_data["into"], self.by)
        if found is None:
            raise forms.ValidationError(_("查無這個陳情案號，請確認後再輸入。"))
        if found.closed_at or found.parent_id:
            raise forms.ValidationError(_("該案已結束或已併入其他案件，請改併至進行中的主案。"))
        if found.confidential != self.case.confidential:
            raise forms.ValidationError(_("保密案件不能與普通案件併案。"))
        return found

    def apply(self, case: Case, move: Move) -> None:
        case.parent = self.cleaned_data["into"]
        case.children.update(parent=case.parent)
        move.note["notes"] = [_("併入 {number}").format(number=case.parent)]


class SplitForm(CaseForm):
    """One subject of a letter that holds several becomes a petition of its own."""

    personal = ("part_subject", "part_content")
    part_subject = forms.CharField(label=gettext_lazy("分出之主旨"), max_length=120)
    part_content = forms.CharField(
        label=gettext_lazy("分出之內容"), max_length=10_000, widget=forms.Textarea({"rows": 6})
    )
    part_kind = forms.ChoiceField(label=gettext_lazy("陳情種類"), choices=Kind)
    part_category = forms.ModelChoiceField(
        Category.objects.none(), label=gettext_lazy("類別"), widget=CategoryInput
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Category.objects.filter(programme="petitions", active=True)
        self.fields["part_category"].queryset = rows  # type: ignore[attr-defined]


class CorrectForm(CaseForm):
    """Corrects what was received; every correction has a reason and is counted."""

    new_kind = forms.ChoiceField(label=gettext_lazy("陳情種類"), choices=Kind)
    level = forms.ChoiceField(label=gettext_lazy("保密等級"), choices=Confidentiality)
    category = forms.ModelChoiceField(
        Category.objects.none(), label=gettext_lazy("類別"), required=False, widget=CategoryInput
    )
    address = forms.CharField(
        label=gettext_lazy("地點"), max_length=200, required=False, widget=PlaceInput
    )
    district = forms.ModelChoiceField(
        District.objects.all(), label=gettext_lazy("行政區"), required=False
    )
    lng = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(label=gettext_lazy("更正理由"), min_length=4, max_length=300)

    ABOUT_CASE = ("category", "address", "district", "lng", "lat")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Category.objects.filter(programme="petitions", active=True)
        self.fields["category"].queryset = rows  # type: ignore[attr-defined]
        detail = petition(self.case)
        self.initial["new_kind"], self.initial["level"] = detail.kind, detail.confidentiality
        for name in self.ABOUT_CASE:
            value = getattr(self.case, name)
            self.initial[name] = getattr(value, "pk", value)

    def clean(self) -> dict[str, Any]:
        """Secrecy is lifted by the privacy officer only; anybody else may only raise it."""
        values = super().clean() or self.cleaned_data
        lifted = self.case.confidential and values.get("level") == Confidentiality.NORMAL
        privacy = isinstance(self.by, Person) and "privacy" in self.by.roles_in("petitions")
        if lifted and not privacy:
            self.add_error("level", _("解除保密須由個資人員辦理。"))
        if (values.get("lng") is None) != (values.get("lat") is None):
            values["lng"] = values["lat"] = None
        return values

    def apply(self, case: Case, move: Move) -> None:
        for name in self.ABOUT_CASE:
            setattr(case, name, self.cleaned_data[name])
        detail = petition(case)
        detail.kind, detail.confidentiality = (
            self.cleaned_data["new_kind"],
            self.cleaned_data["level"],
        )
        case.confidential = detail.confidentiality != Confidentiality.NORMAL
        if case.confidential:
            hide(case, detail)
        detail.save()
