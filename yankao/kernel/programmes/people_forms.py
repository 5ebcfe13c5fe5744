"""Forms of duties, deputies and leave."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Duty, Leave, Person, Unit

from . import dutylog
from .programme import Programme
from .settings_forms import DAY, MOMENT


class DutyForm(forms.ModelForm[Duty]):
    """A role in this room, at a unit, from a day on; nobody gives one to themselves."""

    role = forms.ChoiceField(label=_("角色"))

    class Meta:
        model = Duty
        fields = ["person", "role", "unit", "since", "decides", "deputy"]
        labels = {"person": _("人員"), "unit": _("單位"), "deputy": _("職務代理人")}
        widgets = {"since": DAY}

    def __init__(self, programme: Programme, by: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.instance.programme = programme.name
        roles = [r for r in programme.workflow.roles.values() if r.held]
        self.fields["role"].choices = [(role.name, role.label) for role in roles]  # type: ignore[attr-defined]
        staff = Person.objects.filter(is_active=True).select_related("unit")
        self.fields["person"].queryset = self.fields["deputy"].queryset = staff  # type: ignore[attr-defined]
        self.fields["unit"].queryset = Unit.objects.current()  # type: ignore[attr-defined]
        self.initial["since"] = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("person") == self.by:
            self.add_error("person", _("不能指派職務給自己，請由另一位管理人員指派。"))
        if values.get("deputy") and values["deputy"] == values.get("person"):
            self.add_error("deputy", _("職務代理人不能是本人。"))
        return values

    @transaction.atomic
    def give(self, client: str = "") -> Duty:
        duty: Duty = self.save()
        dutylog.record(duty, dutylog.GIVEN, by=self.by, client=client)
        return duty


class DeputyForm(forms.Form):
    """Who stands in for one duty."""

    deputy = forms.ModelChoiceField(
        Person.objects.none(), label=_("職務代理人"), required=False, empty_label=_("（未指定）")
    )

    def __init__(self, duty: Duty, data: Mapping[str, str] | None = None) -> None:
        super().__init__(data, initial={"deputy": duty.deputy_id}, auto_id=f"d{duty.pk}-%s")
        self.duty = duty
        colleagues = Person.objects.filter(is_active=True, unit=duty.person.unit)
        self.fields["deputy"].queryset = colleagues.exclude(pk=duty.person_id)  # type: ignore[attr-defined]

    @transaction.atomic
    def name(self, by: Person, client: str = "") -> None:
        self.duty.deputy = self.cleaned_data["deputy"]
        self.duty.save(update_fields=["deputy"])
        dutylog.record(self.duty, dutylog.DEPUTY, by=by, client=client)


class LeaveForm(forms.ModelForm[Leave]):
    """When one is away."""

    class Meta:
        model = Leave
        fields = ["since", "until"]
        widgets = {"since": MOMENT, "until": MOMENT}

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.person = person

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if values.get("since") and values.get("until") and values["until"] <= values["since"]:
            self.add_error("until", _("結束時間須晚於開始時間。"))
        return values
