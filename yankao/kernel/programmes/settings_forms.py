"""Forms of the settings pages."""

import json
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.calendar.models import Closure
from yankao.kernel.cases.jurisdiction import Decision, Question, answer
from yankao.kernel.cases.models import Category, CategoryChange, JurisdictionRule
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Person, Unit
from yankao.kernel.policy.policy import BadValue, Setting

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


def said(value: object) -> str:
    """A stored value in a line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


class ValueForm(forms.Form):
    """A setting's new value, from when, and why."""

    since = forms.DateField(label=_("自何日起"), widget=DAY)
    reason = forms.CharField(label=_("理由或依據"), min_length=4, max_length=300)

    def __init__(self, setting: "Setting[Any]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.setting = setting
        self.fields["value"] = self.input_for(setting)
        self.fields["since"].initial = timezone.localdate()
        self.order_fields(["value", "since", "reason"])

    @staticmethod
    def input_for(setting: "Setting[Any]") -> forms.Field:
        now = setting.value()
        told = {"label": setting.label, "initial": now, "help_text": setting.source}
        if isinstance(setting.default, bool):
            return forms.BooleanField(required=False, **told)
        if isinstance(setting.default, int):
            return forms.IntegerField(min_value=setting.low, max_value=setting.high, **told)
        if isinstance(setting.default, list):
            told["initial"] = "\n".join(now)
            return forms.CharField(widget=forms.Textarea, required=False, **told)
        return forms.CharField(**told)

    def clean_value(self) -> Any:
        given = self.cleaned_data["value"]
        if isinstance(self.setting.default, list):
            given = [line.strip() for line in given.splitlines() if line.strip()]
        try:
            return self.setting.check(given)
        except BadValue as error:
            raise forms.ValidationError(str(error)) from error

    def change(self, *, by: Person) -> None:
        values = self.cleaned_data
        self.setting.change(values["value"], since=values["since"], by=by, reason=values["reason"])


class CategoryForm(forms.ModelForm[Category]):
    """A category with its own limits; empty means the city's."""

    respond_min = forms.IntegerField(label=_("受理期限（分鐘）"), min_value=1, required=False)
    make_safe_min = forms.IntegerField(label=_("排除危險期限（分鐘）"), min_value=1, required=False)
    sensitive_place = forms.BooleanField(
        label=_("公開時座標取到小數第三位（噪音、動物）"), required=False
    )
    reason = forms.CharField(label=_("理由或依據"), min_length=4, max_length=300)
    ours = ("respond_min", "make_safe_min", "sensitive_place")

    class Meta:
        model = Category
        fields = ["code", "name", "name_en", "group", "group_en", "hint", "active", "order"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.ours:
            self.initial[name] = self.instance.data.get(name)

    def save(self, commit: bool = True) -> Category:
        rest = {k: v for k, v in self.instance.data.items() if k not in self.ours}
        chosen = {name: self.cleaned_data[name] for name in self.ours if self.cleaned_data[name]}
        self.instance.data = rest | chosen
        return super().save(commit)

    def change(self, before: dict[str, object], *, by: Person) -> Category:
        """Saves, with who and why; `before` is how the category stood, empty for a new one."""
        stored = self.save()
        CategoryChange.objects.create(
            category=stored,
            author=by,
            reason=self.cleaned_data["reason"],
            before=before,
            after=self.picture(stored),
        )
        return stored

    @staticmethod
    def picture(category: Category) -> dict[str, object]:
        names = ["code", "name", "group", "active", "data"]
        return {name: getattr(category, name) for name in names}


class RuleForm(forms.ModelForm[JurisdictionRule]):
    """Who is competent for what; saving adds a row and ends the one it follows."""

    class Meta:
        model = JurisdictionRule
        fields = [
            "category", "group", "district", "width_min", "width_max", "road_class",
            "asset_owner", "hour_from", "hour_to", "unit", "since", "until", "reason",
        ]  # fmt: skip
        widgets = {"since": DAY, "until": DAY}

    def __init__(self, programme: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.fields["category"].queryset = Category.objects.filter(programme=programme)  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.current()  # type: ignore[attr-defined]
        self.initial["since"] = timezone.localdate()

    def supersede(self, *, by: Person) -> JurisdictionRule:
        """Ends the old row the day before and stores the new one."""
        old, new = self.instance.pk, self.save(commit=False)
        if old and self.cleaned_data["since"]:
            JurisdictionRule.objects.filter(pk=old).update(until=self.cleaned_data["since"])
        new.pk, new.programme, new.author = None, self.programme, by
        new.save(force_insert=True)
        return new


class TryForm(forms.Form):
    """A made-up case to ask the rules about."""

    category = forms.ModelChoiceField(Category.objects.none(), label=_("類別"))
    district = forms.ModelChoiceField(District.objects.all(), label=_("行政區"), required=False)
    road_width = forms.FloatField(label=_("路寬（公尺）"), required=False)
    road_class = forms.CharField(label=_("道路等級"), required=False)
    asset_owner = forms.CharField(label=_("設施所有人"), required=False)
    at = forms.DateTimeField(label=_("時間"), required=False, widget=MOMENT)

    def __init__(self, programme: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        self.fields["category"].queryset = Category.objects.filter(programme=programme)  # type: ignore[attr-defined]

    def decision(self) -> Decision:
        """What the rules say to the made-up case."""
        values = dict(self.cleaned_data)
        moment = values.pop("at") or timezone.now()
        return answer(Question(self.programme, at=moment, **values))


class ClosureForm(forms.Form):
    """A typhoon closure or force majeure: where, from when to when, by whose declaration."""

    kind = forms.ChoiceField(label=_("種類"), choices=Closure.Kind.choices)
    area = forms.ChoiceField(label=_("範圍"), required=False)
    since = forms.DateTimeField(label=_("起"), widget=MOMENT)
    until = forms.DateTimeField(label=_("迄"), widget=MOMENT)
    reason = forms.CharField(label=_("事由"), max_length=200)
    source = forms.CharField(label=_("公告文號或來源"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [(row.code, str(row)) for row in District.objects.all()]
        self.fields["area"].choices = [("", _("全市")), *places]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        since, until = values.get("since"), values.get("until")
        if isinstance(since, datetime) and isinstance(until, datetime) and until <= since:
            self.add_error("until", _("結束時間須晚於開始時間。"))
        return values
