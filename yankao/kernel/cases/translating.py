"""A letter in another language keeps its words; an official types a translation beside them."""

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.text.languages import foreign

from .actors import Actor
from .forms import CaseForm
from .models import Case
from .workflow import Action, Move, Role

Original = Callable[[Case], str]


class TranslateForm(CaseForm):
    """The Chinese; the original stays as it came."""

    personal = ("translation",)
    translation = forms.CharField(
        label=gettext_lazy("中文譯文"), min_length=2, max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["translation"].initial = self.case.translation

    def apply(self, case: Case, move: Move) -> None:
        case.translation = self.cleaned_data["translation"]


def translate(sources: Sequence[TextChoices], by: Sequence[Role], original: Original) -> Action:
    """The verb, offered only where there is something to translate."""

    def needed(case: Case, actor: Actor) -> str:
        return "" if foreign(original(case)) else _("這一案以中文書寫，不需翻譯。")

    return Action(
        "translate", gettext_lazy("翻譯"), sources, by=by, asks=TranslateForm, only_if=needed,
        occasional=True, tone="secondary", hint=gettext_lazy("原文保留，與譯文並列。"),
    )  # fmt: skip
