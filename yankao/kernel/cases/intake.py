"""What every intake may ask about a case; a programme chooses from it and adds its own."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from yankao.kernel.geo.models import District
from yankao.kernel.geo.places import check_place, district_of
from yankao.kernel.ui.forms import CategoryInput, PlaceInput

from . import questions
from .actors import Actor
from .models import Case, Category

Model = models.Model
APP = "便民一路通"  # the sub-channel of what comes by the installed program (handbook 5-6 §4)
SIGN = "手語視訊"  # and of what an interpreter wrote down (handbook 5-6 §5)


class Channel(models.TextChoices):
    """The five channels the city publishes (handbook 5-6 §1)."""

    COUNTER = "counter", _("臨櫃")
    PHONE = "phone", _("電話")
    WEB = "web", _("網路")
    PAPER = "paper", _("書面")
    FAX = "fax", _("傳真")


_asked: dict[tuple[str, str | None], tuple[object, dict[str, forms.Field]]] = {}


def asked_in(programme: str) -> dict[str, forms.Field]:
    """Fields for the questions of a programme's categories, made anew only when these change."""
    from .known import categories  # it imports the rooms' models, which import this

    rows, key = categories.rows(), (programme, get_language())
    if key not in _asked or _asked[key][0] is not rows:
        offered = [row for row in rows.values() if row.programme == programme and row.active]
        _asked[key] = rows, dict(questions.fields(offered))
    return deepcopy(_asked[key][1])


class IntakeForm(forms.ModelForm[Model]):
    """Asks category, place, contact and channel beside the programme's own fields.

    `programme` names whose categories are offered; `about` lists the shared fields to ask, in
    order; `required_fields` those that must be answered.
    """

    programme = ""
    about: Sequence[str] = ()
    required_fields: Sequence[str] = ()
    personal: Sequence[str] = (
        "contact_name", "contact_phone", "contact_email", "contact_address", "contact_fax",
    )  # fmt: skip

    category = forms.ModelChoiceField(
        Category.objects.none(), label=_("類別"), widget=CategoryInput
    )
    address = forms.CharField(
        label=_("地點"),
        max_length=200,
        widget=PlaceInput,
        help_text=_("路名、路口、門牌或燈桿編號"),
    )
    district = forms.ModelChoiceField(District.objects.all(), label=_("行政區"), required=False)
    lng = forms.FloatField(widget=forms.HiddenInput, required=False, label=_("經度"))
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, label=_("緯度"))
    channel = forms.ChoiceField(label=_("管道"), choices=Channel)
    sub_channel = forms.CharField(label=_("子管道"), required=False, max_length=30)
    confidential = forms.BooleanField(label=_("保密案件"), required=False)
    contact_name = forms.CharField(label=_("姓名"), max_length=80, required=False)
    contact_phone = forms.RegexField(
        r"^[0-9+()#\-\s]{6,40}$",
        label=_("電話"),
        required=False,
        error_messages={"invalid": _("電話只能有數字、空格與 + - # ( )，例如 0912-345678。")},
    )
    contact_email = forms.EmailField(label=_("電子郵件"), required=False)
    contact_address = forms.CharField(label=_("通訊地址"), max_length=200, required=False)
    contact_fax = forms.CharField(label=_("傳真"), max_length=40, required=False)
    contact_language = forms.ChoiceField(
        label=_("使用語言"), choices=[("zh-hant", "中文"), ("en", "English")], required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(IntakeForm.base_fields) - set(self.about) - set(self._own_fields()):
            self.fields.pop(name, None)
        for name in self.required_fields:
            self.fields[name].required = True
        if "category" in self.fields:
            rows = Category.objects.filter(programme=self.programme, active=True)
            self.fields["category"].queryset = rows  # type: ignore[attr-defined]
            self.fields.update(asked_in(self.programme))
        asked = [name for name in self.fields if name.startswith(questions.BEFORE)]
        order = [one for name in self.about for one in (name, *asked * (name == "category"))]
        self.order_fields([*order, *self._own_fields()])

    def _own_fields(self) -> list[str]:
        return list(self._meta.fields or [])

    def clean(self) -> dict[str, Any]:
        """A place must be in the city; the district follows from the point when none is said."""
        values = super().clean() or self.cleaned_data
        self.answers: dict[str, Any] = {}
        if self.asks(values):
            self.answers = questions.answers(values)
            for one in questions.missing(values["category"], self.answers):
                self.add_error(one.name, _("這個類別需要這一項。"))
        lng, lat = values.get("lng"), values.get("lat")
        if lng is None or lat is None:
            values["lng"] = values["lat"] = None
            return values
        found = check_place(lng, lat, values.get("district"))
        if found.kind not in ("ok", "other_district"):
            self.add_error("address", found.message)
        elif not values.get("district"):
            values["district"] = district_of(lng, lat)
        return values

    @staticmethod
    def asks(values: Mapping[str, Any]) -> bool:
        return values.get("category") is not None

    def attach(self, case: Case, by: Actor) -> None:
        """Programmes with files save them here, inside the opening transaction."""

    def personal_values(self) -> dict[str, object]:
        """Contact details as entered, kept apart from the timeline entry."""
        kept = {name: self.cleaned_data.get(name) for name in self.personal}
        return {name: value for name, value in kept.items() if value}
