"""What is asked when an official rewrites a letter."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Person

from .letters import SHORT, Letter, strange
from .models import Template
from .wording import wording, write_wording


class TemplateForm(forms.Form):
    """Only the letter's own variables may be used; anything else in braces is refused."""

    subject = forms.CharField(label=_("主旨"), max_length=200)
    body = forms.CharField(
        label=_("內容"), max_length=5000, widget=forms.Textarea(attrs={"rows": 14})
    )
    reason = forms.CharField(label=_("修改理由"), min_length=2, max_length=300)

    def __init__(
        self, data: dict[str, str] | None = None, *, letter: Letter, channel: str, language: str
    ) -> None:
        subject, body = wording(letter, channel, language)
        super().__init__(data, initial={"subject": subject, "body": body})
        self.letter, self.channel, self.language = letter, channel, language
        if channel in SHORT:
            del self.fields["subject"]

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_body(self) -> str:
        return self._checked("body")

    def _checked(self, field: str) -> str:
        text: str = self.cleaned_data[field]
        wrong = strange(text, self.letter.variables)
        if wrong:
            raise forms.ValidationError(
                _("這封信沒有這些變數：%(wrong)s。可用的變數：%(known)s"),
                code="unknown_variable",
                params={
                    "wrong": "、".join(dict.fromkeys(wrong)),
                    "known": " ".join(f"{{{name}}}" for name in self.letter.variables),
                },
            )
        return text

    def save(self, *, by: Person, at: datetime) -> Template:
        return write_wording(
            self.letter,
            self.channel,
            self.language,
            subject=self.cleaned_data.get("subject", ""),
            body=self.cleaned_data["body"],
            by=by,
            at=at,
            reason=self.cleaned_data["reason"],
        )
