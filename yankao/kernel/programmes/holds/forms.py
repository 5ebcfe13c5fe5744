"""What is asked when records are held back, and when they are let go."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..settings_forms import DAY

NO_NAMES = _("請勿寫姓名、電話等個資。")


class HoldForm(forms.Form):
    """How far, why, by which file, until when."""

    scope = forms.ChoiceField(
        label=_("範圍"), choices=[("case", _("本案")), ("person", _("本案反映人的全部紀錄"))],
        initial="case", widget=forms.RadioSelect,
        help_text=_("全部紀錄包括已併同為同一人的其他案件，以及日後新增的案件。"),
    )  # fmt: skip
    reference = forms.CharField(
        label=_("文號或案號"), min_length=2, max_length=80,
        help_text=_("法院、審計或監察機關來文的文號，或訴訟案號。"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("理由"), min_length=4, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=NO_NAMES,
    )  # fmt: skip
    ends = forms.DateField(
        label=_("保全至"), required=False, widget=DAY, help_text=_("不填即保全至解除為止。")
    )

    def clean_ends(self) -> date | None:
        day: date | None = self.cleaned_data["ends"]
        if day is not None and day <= timezone.localdate():
            raise forms.ValidationError(_("保全期限須在今天以後。"))
        return day

    def told(self) -> dict[str, Any]:
        """As `holding.put` takes it."""
        values = dict(self.cleaned_data)
        return values | {"whole_person": values.pop("scope") == "person"}


class LetGoForm(forms.Form):
    """Why it is needed no longer."""

    reason = forms.CharField(
        label=_("解除理由"), min_length=4, max_length=300, widget=forms.Textarea({"rows": 3}),
        help_text=NO_NAMES,
    )  # fmt: skip
