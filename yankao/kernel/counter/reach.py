"""Where somebody without an account can be told of news, if they like."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import following


class ReachForm(forms.Form):
    """An e-mail address or a mobile number."""

    reach = forms.CharField(
        label=gettext_lazy("電子郵件或手機（可不填）"), max_length=254, required=False,
        help_text=gettext_lazy("只用來通知您進度，不會公開；按下確認信才開始寄。"),
    )  # fmt: skip

    def clean_reach(self) -> str:
        said: str = self.cleaned_data["reach"].strip()
        if said and "@" in said:
            forms.EmailField().clean(said)
        elif said and not following.reachable(said):
            raise forms.ValidationError(_("請填電子郵件，或 09 開頭的手機號碼。"))
        return said
