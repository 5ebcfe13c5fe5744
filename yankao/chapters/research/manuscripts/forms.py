"""What is asked. Page and API validate here and nowhere else."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Unit

from .models import Manuscript


class CallForm(forms.ModelForm[Manuscript]):
    """徵稿: who writes what by when."""

    class Meta:
        model = Manuscript
        fields = ["title", "chapter", "unit", "order", "word_limit", "due_on"]
        widgets = {"due_on": forms.DateInput(attrs={"type": "date"})}
        help_texts = {"word_limit": _("0 表示不限")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current().exclude(level="city")  # type: ignore[attr-defined]
        self.fields["word_limit"].min_value = 0  # type: ignore[attr-defined]

    def clean_due_on(self) -> object:
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("交稿期限不能是過去的日子。"))
        return day


class SpawnedForm(CallForm):
    """The same from an edition; `part` says which programme's text it starts with."""

    class Meta(CallForm.Meta):
        fields = [*CallForm.Meta.fields, "part"]


class CorrectForm(forms.ModelForm[Manuscript]):
    """Title, place or limit put right, with the reason."""

    reason = forms.CharField(label=_("理由"), min_length=2, max_length=500)

    class Meta:
        model = Manuscript
        fields = ["title", "chapter", "order", "word_limit"]
