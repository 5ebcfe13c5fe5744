"""What is asked when a link is made, and what its receiver may answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yankao.kernel.files.fields import PhotosField

from .limits import DAYS


class LinkForm(forms.Form):
    """To whom, what for, for how long; only what stands here is shown."""

    name = forms.CharField(
        label=_("外部單位"),
        max_length=80,
        help_text=_("例如台電鳳山區處、自來水公司、契約廠商"),
    )
    asked = forms.CharField(
        label=_("請對方協助的事項"), min_length=4, max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("對方只看得到案號、類別、地點與這段文字，請勿寫入民眾個資。"),
    )  # fmt: skip
    days = forms.IntegerField(label=_("有效日數"), min_value=1, initial=3)
    with_photos = forms.BooleanField(label=_("一併提供現場照片"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = DAYS.value()
        field = self.fields["days"]
        field.help_text = _("最多 {n} 日").format(n=most)
        field.validators.append(forms.IntegerField(max_value=most).validators[0])
        field.widget.attrs["max"] = most


class AnswerForm(forms.Form):
    """Words, and photos of what was done."""

    text = forms.CharField(
        label=_("回覆內容"), min_length=2, max_length=2000, widget=forms.Textarea({"rows": 4})
    )
    photos = PhotosField(kind="photo_after", label=_("照片"), required=False)
