"""What the nurse is asked. Page and API validate here and nowhere else."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.forms import CaseForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.ui.forms import RadioCards

from . import limits
from .models import MINORS, Absence, Age, Outcome, Service, Sex, Visit, visit

MEASURED = {"systolic": (50, 300), "diastolic": (20, 200)}
MINUTE = {"type": "datetime-local"}
TREATED = [Service.WOUND, Service.SUDDEN]


class VisitForm(forms.ModelForm[Visit]):
    """Ten seconds: what, how old; a name or a number is never asked."""

    class Meta:
        model = Visit
        fields = [
            "service", "age", "sex", "systolic", "diastolic", "care", "refused", "alone",
            "guardian", "outside", "seen_at",
        ]  # fmt: skip
        widgets = {
            "service": RadioCards, "age": RadioCards, "sex": RadioCards, "care": RadioCards,
            "seen_at": forms.DateTimeInput(attrs=MINUTE, format="%Y-%m-%dT%H:%M"),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].initial = "unsaid"
        self.fields["seen_at"].help_text = _("不填就是現在；事後補登才填。")
        for name, (low, high) in MEASURED.items():
            field: Any = self.fields[name]
            field.min_value, field.max_value = low, high
            field.widget.attrs |= {"min": low, "max": high, "inputmode": "numeric"}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        service = values.get("service")
        if service in TREATED and not values.get("care"):
            self.add_error("care", _("請選做了什麼；拒絕處置者選「未處置」。"))
        if values.get("alone") and values.get("age") not in MINORS:
            self.add_error("alone", _("只有未滿 18 歲才填這一項。"))
        elif values.get("alone") and not values.get("guardian"):
            self.add_error("guardian", _("未成年單獨前來，請填已通知的家長、學校或社工。"))
        self.check_reading(values)
        return values

    def check_reading(self, values: dict[str, Any]) -> None:
        """Both numbers or none, within what a person can have, and only when it was measured."""
        high, low = values.get("systolic"), values.get("diastolic")
        if high is None and low is None:
            return
        if values.get("service") in (Service.WOUND, Service.EDUCATION):
            self.add_error("systolic", _("量血壓或突發狀況才填血壓；兩項服務請分兩次登錄。"))
        elif high is None or low is None:
            missing = "systolic" if high is None else "diastolic"
            self.add_error(missing, _("收縮壓與舒張壓請一起填，或都不填。"))
        elif high <= low:
            self.add_error("systolic", _("收縮壓要大於舒張壓。"))

    def clean_systolic(self) -> int | None:
        return self.bounded("systolic")

    def clean_diastolic(self) -> int | None:
        return self.bounded("diastolic")

    def bounded(self, name: str) -> int | None:
        value: int | None = self.cleaned_data.get(name)
        low, high = MEASURED[name]
        if value is not None and not low <= value <= high:
            raise ValidationError(_("請填 {low} 到 {high} 之間的數。").format(low=low, high=high))
        return value

    def clean_seen_at(self) -> Any:
        at, now = self.cleaned_data.get("seen_at"), timezone.now()
        days = limits.BACK_DAYS.value()
        if at and at > now:
            raise ValidationError(_("時間不能晚於現在。"))
        if at and at < now - timedelta(days=days):
            raise ValidationError(_("只能補登 {n} 天內的服務。").format(n=days))
        return at


class HandOverForm(forms.ModelForm[Visit]):
    """Where the ambulance went."""

    to = forms.CharField(label=gettext_lazy("送往哪家醫院"), max_length=60)

    class Meta:
        model = Visit
        fields = ["to"]


class SettleForm(forms.ModelForm[Visit]):
    """How it ended without an ambulance."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("結果"), widget=RadioCards,
        choices=[(one.value, one.label) for one in Outcome if one != Outcome.HOSPITAL],
    )  # fmt: skip

    class Meta:
        model = Visit
        fields = ["outcome"]


class IncidentForm(forms.ModelForm[Visit]):
    """What happened, for whoever must learn from it; no name, no number."""

    incident = forms.CharField(
        label=gettext_lazy("事件紀錄"), min_length=10, max_length=2000,
        help_text=gettext_lazy("時間、地點、經過、處置與交接；請不要寫姓名或身分證字號。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    class Meta:
        model = Visit
        fields = ["incident"]


CHOSEN: dict[str, Any] = {"service": Service, "age": Age, "sex": Sex}


class CorrectForm(CaseForm):
    """A slip of the finger: what was chosen wrongly, and why it is changed."""

    service = forms.ChoiceField(label=gettext_lazy("服務"), widget=RadioCards)
    age = forms.ChoiceField(label=gettext_lazy("年齡層"), widget=RadioCards)
    sex = forms.ChoiceField(label=gettext_lazy("性別"), widget=RadioCards)
    reason = forms.CharField(label=gettext_lazy("理由"), min_length=2, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        detail = visit(self.case)
        sudden = detail.service == Service.SUDDEN
        for name in CHOSEN:
            field: Any = self.fields[name]
            field.choices = [
                one
                for one in CHOSEN[name].choices
                if name != "service" or (one[0] == Service.SUDDEN) == sudden
            ]
            field.initial = getattr(detail, name)

    def apply(self, case: Case, move: Move) -> None:
        detail = visit(case)
        changes = {}
        for name in CHOSEN:
            before, after = getattr(detail, name), self.cleaned_data[name]
            if before != after:
                changes[name] = [before, after]
                setattr(detail, name, after)
        detail.save(update_fields=[*CHOSEN])
        move.note["changes"] = changes


class AbsenceForm(forms.ModelForm[Absence]):
    """From when to when nobody is there, and why."""

    class Meta:
        model = Absence
        fields = ["since", "until", "reason"]
        widgets = {
            name: forms.DateTimeInput(attrs=MINUTE, format="%Y-%m-%dT%H:%M")
            for name in ("since", "until")
        }

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        since, until = values.get("since"), values.get("until")
        if since and until and until <= since:
            self.add_error("until", _("結束要晚於開始。"))
        elif since and until:
            self.check_others(since, until)
        return values

    def check_others(self, since: Any, until: Any) -> None:
        if Absence.objects.filter(since__lt=until, until__gt=since).exists():
            self.add_error("since", _("這段時間已登記停止服務。"))
        inside = Visit.objects.counted().filter(seen_at__gte=since, seen_at__lt=until)
        if inside.filter(outside=False).exists():
            self.add_error("since", _("這段時間已有服務紀錄；護理人員在場，不是停止服務。"))
