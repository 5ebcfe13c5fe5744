"""The form of a standard reply."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Category
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.replies.models import StandardReply, StandardReplyChange
from yankao.kernel.replies.variables import VARIABLES, left

from .programme import Programme


class StandardReplyForm(forms.ModelForm[StandardReply]):
    """Where it fits, what it says, and why it was changed."""

    state = forms.ChoiceField(label=_("適用狀態"), required=False)
    reason = forms.CharField(label=_("理由或依據"), min_length=4, max_length=300)

    class Meta:
        model = StandardReply
        fields = ["name", "unit", "category", "state", "text", "basis", "active"]
        widgets = {"text": forms.Textarea({"rows": 8})}

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.programme = programme.name
        self.fields["unit"].queryset = Unit.objects.current().exclude(level="city")  # type: ignore[attr-defined]
        rows = Category.objects.filter(programme=programme.name)
        self.fields["category"].queryset = rows  # type: ignore[attr-defined]
        states = [("", _("所有狀態")), *programme.workflow.states.choices]
        self.fields["state"].choices = states  # type: ignore[attr-defined]

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        unknown = [f"{{{name}}}" for name in left(text) if name not in VARIABLES]
        if unknown:
            told = _("沒有這個變數：{names}。可用的變數列在下方。")
            raise forms.ValidationError(told.format(names="、".join(unknown)))
        return text

    def clean(self) -> dict[str, Any]:
        """One name, one text, in each agency."""
        values = super().clean() or self.cleaned_data
        alike = StandardReply.objects.filter(
            programme=self.instance.programme, unit=values.get("unit"), name=values.get("name")
        )
        if alike.exclude(pk=self.instance.pk).exists():
            self.add_error("name", _("這個機關已有同名的標準回復。"))
        return values

    def change(self, *, by: Person) -> StandardReply:
        """Stores it, and who changed it why."""
        stored = self.save()
        StandardReplyChange.objects.create(
            reply=stored, author=by, reason=self.cleaned_data["reason"], text=stored.text,
            active=stored.active,
        )  # fmt: skip
        return stored
