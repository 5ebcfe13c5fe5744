"""An official as the city knows them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.people.models import Person, Unit


class OfficialForm(forms.ModelForm[Person]):
    """The user name is given once; it stands in every record and is not given again."""

    username = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._-]{2,59}$",
        label=gettext_lazy("帳號"),
        help_text=gettext_lazy("建立後不能更改。"),
        error_messages={"invalid": gettext_lazy("帳號只能有英文字母、數字與 . _ -，三個字以上。")},
    )

    class Meta:
        model = Person
        fields = ["username", "name", "unit", "email", "phone"]
        labels = {"unit": gettext_lazy("單位")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current()  # type: ignore[attr-defined]
        self.fields["unit"].required = True
        if self.instance.pk:
            del self.fields["username"]

    def clean_username(self) -> str:
        name = str(self.cleaned_data["username"]).lower()
        if Person.objects.filter(username__iexact=name).exists():
            raise forms.ValidationError(_("這個帳號已有人使用。"))
        return name

    def clean_email(self) -> str:
        """Where a forgotten password is renewed, so it leads to one person."""
        email = str(self.cleaned_data["email"])
        others = Person.objects.filter(email__iexact=email, is_active=True)
        if email and others.exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("這個電子郵件已屬於另一個帳號。"))
        return email


def facts_of(person: Person | None) -> dict[str, object]:
    """What the form would show of an account; nothing of one that is new."""
    if person is None:
        return {}
    return {"name": person.name, "unit": person.unit_id, "email": person.email,
            "phone": person.phone}  # fmt: skip
