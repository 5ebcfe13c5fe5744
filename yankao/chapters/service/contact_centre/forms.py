"""What is asked about a question that is to be answered later, and when it has been."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.forms import HandOverForm, ReasonForm
from yankao.kernel.cases.intake import IntakeForm
from yankao.kernel.cases.models import Category
from yankao.kernel.people.models import Person

from . import knowledge
from .models import Article, Question

SAY_HOW = _("想請民眾怎麼稱呼就怎麼寫。")


class QuestionForm(IntakeForm):
    """What the caller wants to know, and where to call back."""

    programme = "contact_centre"
    about = ("category", "contact_name", "contact_phone")
    required_fields = ("category", "contact_name", "contact_phone")

    class Meta:
        model = Question
        fields = ["question", "call"]
        widgets = {"question": forms.Textarea(attrs={"rows": 4}), "call": forms.HiddenInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].label = _("主題")
        self.fields["contact_name"].help_text = SAY_HOW
        self.fields["call"].required = False
        self.order_fields(["category", "question", "contact_name", "contact_phone", "call"])


class AnswerForm(forms.ModelForm[Question]):
    """What the agent will read to the caller."""

    answer = forms.CharField(
        label=_("答復內容"), min_length=5, max_length=4000,
        help_text=_("值機人員會照著唸給民眾聽：先說結論，再說依據與窗口。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip

    class Meta:
        model = Question
        fields = ["answer"]


class PassOnForm(HandOverForm):
    """To the unit that knows."""

    reason = forms.CharField(label=_("理由"), min_length=2, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["handler"]


class ArticleForm(forms.ModelForm[Article]):
    """A question as people ask it and the answer as it is read to them."""

    reason = forms.CharField(label=_("異動理由"), max_length=300, required=False)

    class Meta:
        model = Article
        fields = [
            "agency", "topic", "question", "answer", "source", "valid_from", "valid_to",
            "review_due", "owner",
        ]  # fmt: skip
        widgets = {
            "answer": forms.Textarea(attrs={"rows": 10}),
            **{name: forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
               for name in ("valid_from", "valid_to", "review_due")},
        }  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency, topic, owner = (self.fields[name] for name in ("agency", "topic", "owner"))
        agency.queryset = knowledge.agencies_of(person)  # type: ignore[attr-defined]
        topic.queryset = Category.objects.filter(  # type: ignore[attr-defined]
            programme="contact_centre", active=True
        )
        owner.queryset = Person.objects.filter(is_active=True)  # type: ignore[attr-defined]
        if self.instance.pk is None:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        since, until = values.get("valid_from"), values.get("valid_to")
        if since and until and until < since:
            self.add_error("valid_to", gettext("失效日不能早於生效日。"))
        return values


class SendBackForm(ReasonForm):
    """Why the answer does not do."""
