"""The ways in: asked for on the city's page, or held over LINE and entered afterwards."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.intake import SIGN, Channel, IntakeForm
from yankao.kernel.ui.forms import RadioCards

from . import asks
from .models import Language, Purpose, Session, Source, caller_key


class RequestForm(IntakeForm):
    """Two choices; everything else may be left out."""

    programme = "sign_language"
    about = ("contact_name", "contact_email")
    titles = {"words": gettext_lazy("視訊前先選一下")}

    language = forms.ChoiceField(
        label=gettext_lazy("用什麼語言"), choices=Language.choices, widget=RadioCards
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("想做什麼"), choices=Purpose.choices, widget=RadioCards
    )

    class Meta:
        model = Session
        fields = ["language", "purpose", "words"]
        widgets = {"words": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "words" in self.fields:
            self.fields["words"].help_text = _("可以不填。翻譯員接聽前會先看到。")
        self.fields["contact_email"].help_text = _("可以不填。沒有接通時，回覆會寄到這裡。")
        self.order_fields(["language", "purpose", "words", "contact_name", "contact_email"])


class HeldForm(RequestForm):
    """A session that was held over LINE."""

    personal = ("contact_name", "contact_email", "line_id")

    line_id = forms.CharField(
        label=gettext_lazy("LINE 帳號"), max_length=80,
        help_text=gettext_lazy("只存不能還原的代碼，用來辨認十分鐘內的重新連線。"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-unkept": True}),
    )  # fmt: skip
    outcome = asks.RecordForm.base_fields["outcome"]
    note = forms.CharField(label=gettext_lazy("摘要"), max_length=300, required=False)
    connected_at = asks.TimesForm.base_fields["connected_at"]
    ended_at = asks.TimesForm.base_fields["ended_at"]

    class Meta(RequestForm.Meta):
        fields = ["language", "purpose", "connected_at", "ended_at"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["line_id", *self.Meta.fields, "outcome", "note", *self.about])

    def _own_fields(self) -> list[str]:
        return [*super()._own_fields(), "line_id", "outcome", "note"]

    def clean_line_id(self) -> str:
        key = caller_key(self.cleaned_data["line_id"])
        if not key:
            raise ValidationError(_("請填 LINE 帳號。"))
        detail: Any = self.instance
        detail.caller, detail.source = key, Source.LINE
        return str(self.cleaned_data["line_id"])

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        asks.check_times(self, values)
        detail: Any = self.instance
        detail.outcome, detail.note = values.get("outcome", ""), values.get("note", "")
        values["channel"], values["sub_channel"] = Channel.WEB, SIGN
        return values
