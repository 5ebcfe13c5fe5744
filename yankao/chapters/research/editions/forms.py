"""What is asked. Page and API validate here and nowhere else."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.forms import CaseForm
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.people.models import Unit
from yankao.kernel.programmes.menu import CHAPTERS
from yankao.kernel.reports.kinds import kinds
from yankao.kernel.reports.models import Report

from .models import Edition


class OpenForm(forms.ModelForm[Edition]):
    """Which report, which year, until when."""

    kind = forms.ChoiceField(label=_("報告種類"))

    class Meta:
        model = Edition
        fields = ["kind", "edition", "collect_by", "word_limit"]
        widgets = {"collect_by": forms.DateInput(attrs={"type": "date"})}
        help_texts = {
            "edition": _("年報填民國年（112），月報填年月（112-06）"),
            "word_limit": _("0 表示不限"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(one.name, one.label) for one in kinds.values()]
        self.fields["kind"].choices = listed  # type: ignore[attr-defined]

    def clean_collect_by(self) -> object:
        day = self.cleaned_data["collect_by"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("交稿期限不能是過去的日子。"))
        return day

    def clean(self) -> dict[str, Any]:
        """The edition exists, and nobody compiles it already."""
        values = super().clean() or self.cleaned_data
        kind, said = kinds.get(values.get("kind", "")), values.get("edition", "")
        if kind is None or not said:
            return values
        try:
            kind.span(said)
        except ValueError:
            self.add_error("edition", _("沒有這一期：年報填民國年（112），月報填年月（112-06）。"))
            return values
        known = Report.objects.filter(kind=kind.name, edition=said).exclude(case=None)
        if known.exists():
            self.add_error("edition", _("這一期已經開過了。"))
        return values


class SectionForm(CaseForm):
    """Another section to write, and who writes it."""

    title = forms.CharField(label=_("節名"), max_length=100)
    chapter = forms.ChoiceField(label=_("章"), choices=[(n, _(w)) for n, w in CHAPTERS.items()])
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("撰稿機關"))
    order = forms.IntegerField(label=_("順序"), initial=50, min_value=0, max_value=999)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current().exclude(level="city")  # type: ignore[attr-defined]

    def apply(self, case: Case, move: Move) -> None:
        from .calling import call

        values = self.cleaned_data
        call(case, values["title"], values["chapter"], unit=values["unit"], order=values["order"])


class SendForm(forms.ModelForm[Edition]):
    """The letter with which the report leaves the house."""

    doc_number = forms.CharField(label=_("發文字號"), max_length=60, min_length=3)
    recipients = forms.CharField(
        label=_("函送機關"), max_length=300, min_length=2, initial="監察院、高雄市議會"
    )

    class Meta:
        model = Edition
        fields = ["doc_number", "recipients"]
