"""What is asked when a session is moved."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.ui.forms import RadioCards

from .models import Emergency, Outcome, Purpose, Session

MINUTE = {"type": "datetime-local"}


class RecordForm(forms.ModelForm[Session]):
    """What came of it; what it was for was said when it was asked for."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("結果"), choices=Outcome.choices, widget=RadioCards
    )

    class Meta:
        model = Session
        fields = ["outcome", "note"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = _("不要寫姓名或電話；視訊中開的案會自動關聯。")


class EmergencyForm(forms.ModelForm[Session]):
    """To whom it was passed on."""

    emergency = forms.ChoiceField(
        label=gettext_lazy("通報到"), choices=Emergency.choices, widget=RadioCards
    )

    class Meta:
        model = Session
        fields = ["emergency"]


class WriteForm(forms.ModelForm[Session]):
    """What could not be said by hand."""

    message = forms.CharField(
        label=gettext_lazy("想說的事"), min_length=2, max_length=1000,
        help_text=gettext_lazy("服務時間內以文字回覆；用案號與查詢密碼可以看到回覆。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip

    class Meta:
        model = Session
        fields = ["message"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.message:
            self.initial["message"] = self.instance.words


class AnswerForm(forms.ModelForm[Session]):
    """In plain words: written Chinese is a second language for many who sign."""

    answer = forms.CharField(
        label=gettext_lazy("文字回覆"), min_length=2, max_length=2000,
        help_text=gettext_lazy("句子短一點，先說結論；民眾會在進度頁與信件看到。"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    class Meta:
        model = Session
        fields = ["answer"]


class TimesForm(forms.ModelForm[Session]):
    """When a session began and ended; neither may lie ahead."""

    connected_at = forms.DateTimeField(
        label=gettext_lazy("接通"),
        widget=forms.DateTimeInput(attrs=MINUTE, format="%Y-%m-%dT%H:%M"),
    )
    ended_at = forms.DateTimeField(
        label=gettext_lazy("結束"),
        widget=forms.DateTimeInput(attrs=MINUTE, format="%Y-%m-%dT%H:%M"),
    )

    class Meta:
        model = Session
        fields = ["connected_at", "ended_at"]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        check_times(self, values)
        return values


def check_times(form: forms.BaseForm, values: dict[str, Any]) -> None:
    """An end after its beginning, and nothing that lies ahead."""
    since, until = values.get("connected_at"), values.get("ended_at")
    if since and until and until < since:
        form.add_error("ended_at", _("結束不能早於接通。"))
    if until and until > timezone.now():
        form.add_error("ended_at", _("時間不能晚於現在。"))


class CorrectForm(TimesForm):
    """A slip, and why it is put right."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("民眾想做什麼"), choices=Purpose.choices, widget=RadioCards
    )
    outcome = RecordForm.base_fields["outcome"]
    reason = forms.CharField(label=gettext_lazy("理由"), min_length=2, max_length=200)

    class Meta:
        model = Session
        fields = ["connected_at", "ended_at", "purpose", "outcome", "note"]
