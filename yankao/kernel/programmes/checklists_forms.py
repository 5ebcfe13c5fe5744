"""The form of a checklist: one item on each line, required ones marked."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Category
from yankao.kernel.checklists.models import Checklist, ChecklistChange, ChecklistItem
from yankao.kernel.people.models import Person

from .programme import Programme

REQUIRED = "*"


class ChecklistForm(forms.ModelForm[Checklist]):
    """Where it holds, which move waits for it, and its lines."""

    action = forms.ChoiceField(
        label=_("完成後才能執行的動作"), required=False,
        help_text=_("必要項目沒有全部勾選前，不能執行這個動作；留白則只供檢核。"),
    )  # fmt: skip
    lines = forms.CharField(
        label=_("項目"), widget=forms.Textarea({"rows": 8}), max_length=5000,
        help_text=_("每行一項，必要項目以「*」開頭。刪去的項目，已勾選的案件仍保留紀錄。"),
    )  # fmt: skip
    reason = forms.CharField(label=_("理由或依據"), min_length=4, max_length=300)

    class Meta:
        model = Checklist
        fields = ["name", "category", "action", "active"]

    field_order = ["name", "category", "action", "lines", "active", "reason"]

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.programme = programme.name
        rows = Category.objects.filter(programme=programme.name)
        self.fields["category"].queryset = rows  # type: ignore[attr-defined]
        moves = [a for a in programme.workflow.actions.values() if any(r.held for r in a.roles)]
        offered = [("", _("（不限制）")), *((a.name, a.label) for a in moves)]
        self.fields["action"].choices = offered  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["lines"] = "\n".join(written(self.instance))

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        alike = Checklist.objects.filter(programme=self.instance.programme, name=name)
        if alike.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("已有同名的檢核表。"))
        return name

    def clean_lines(self) -> list[tuple[str, bool]]:
        lines = [line.strip() for line in self.cleaned_data["lines"].splitlines()]
        found = [(line.lstrip(f"{REQUIRED} "), line.startswith(REQUIRED)) for line in lines if line]
        texts = [text for text, _required in found]
        if len(set(texts)) < len(texts):
            raise forms.ValidationError(_("同一個項目寫了兩次。"))
        if any(not text or len(text) > 200 for text in texts):
            raise forms.ValidationError(_("每一項要有文字，且不超過 200 字。"))
        return found

    @transaction.atomic
    def change(self, *, by: Person) -> Checklist:
        """Items of the same words stay the same item; others are added or put away."""
        stored = self.save()
        known = {item.text: item for item in stored.items.all()}
        for position, (text, required) in enumerate(self.cleaned_data["lines"]):
            item = known.pop(text, None) or ChecklistItem(checklist=stored, text=text)
            item.required, item.position, item.active = required, position, True
            item.save()
        stored.items.filter(pk__in=[item.pk for item in known.values()]).update(active=False)
        ChecklistChange.objects.create(
            checklist=stored, author=by, reason=self.cleaned_data["reason"],
            text="\n".join(written(stored)),
        )  # fmt: skip
        return stored


def written(checklist: Checklist) -> list[str]:
    """The items as lines of the form."""
    rows = checklist.items.filter(active=True)
    return [f"{REQUIRED if item.required else ''}{item.text}" for item in rows]
