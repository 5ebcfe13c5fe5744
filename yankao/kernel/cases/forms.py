"""Forms that moves ask for, and what a form changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Person, Unit
from yankao.kernel.values.taipei import local

from .actors import Actor, Citizen
from .models import Case
from .questions import BEFORE
from .workflow import Action, Move

PLACE = ("address", "lng", "lat")  # a home may be known by them


class CaseForm(forms.Form):
    """A form about one case: it knows the case and who asks.

    `personal` is never shown on the timeline; `apart` is, until it is forgotten.
    """

    personal: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()

    def __init__(self, *args: Any, case: Case, by: Actor, **kwargs: Any) -> None:
        self.case, self.by = case, by
        super().__init__(*args, **kwargs)

    def apply(self, case: Case, move: Move) -> None:
        """What saving means, beyond the move itself."""

    def personal_values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.personal}


def other_case(case: Case, number: str, by: Actor) -> Case | None:
    """Another case of the same room by its number, if an official asks who may see it."""
    if not isinstance(by, Person):
        return None
    rows = Case.objects.visible_to(by).exclude(pk=case.pk)
    return rows.filter(number=number.strip().upper(), programme=case.programme).first()


class ReasonForm(CaseForm):
    """Only why."""

    reason = forms.CharField(
        label=_("理由"), min_length=2, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class HandOverForm(CaseForm):
    """To which unit, and if known to whom."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("承辦單位"))
    handler = forms.ModelChoiceField(Person.objects.none(), label=_("承辦人"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.current().exclude(level="city")  # type: ignore[attr-defined]
        self.fields["handler"].queryset = Person.objects.filter(is_active=True)  # type: ignore[attr-defined]

    def apply(self, case: Case, move: Move) -> None:
        hand_over(case, self.cleaned_data["unit"], self.cleaned_data.get("handler"), move)


def hand_over(case: Case, unit: Unit, handler: Person | None, move: Move) -> None:
    """Puts the case into a unit's hands; a change of unit after the first is counted."""
    if case.holder_id and case.holder_id != unit.pk:
        case.hand_overs += 1
        move.note["handed_over_from"] = str(case.holder)
        case.crew = None
    move.note["holder"] = unit.name
    case.holder, case.handler = unit, handler


def ask(
    action: Action, case: Case, *, by: Actor, data: Mapping[str, Any] | None, files: Any = None
) -> forms.BaseForm | None:
    """The action's form, bound when there is data; its kind decides what it is told."""
    kind = action.asks
    if kind is None:
        return None
    told: dict[str, Any] = {}
    if issubclass(kind, forms.BaseModelForm):
        told["instance"] = detail_of(case)
    if issubclass(kind, CaseForm) or getattr(kind, "about_case", False):
        told |= {"case": case, "by": by}
    return kind(data, files, **told)


def detail_of(case: Case) -> Any:
    return getattr(case, case.programme)


Changes = dict[str, list[object]]
PLAIN = frozenset((str, int, float, bool))


def shown(value: object) -> object:
    """A value as the timeline keeps it."""
    if value is None or type(value) in PLAIN:
        return value
    if hasattr(value, "pk"):
        return str(value)
    if hasattr(value, "isoformat"):
        return local(value).isoformat() if isinstance(value, datetime) else str(value)
    if isinstance(value, list | tuple | set):
        return [shown(item) for item in value]
    return value if isinstance(value, str | int | float | bool | type(None)) else str(value)


def changed_values(form: forms.BaseForm, by: Actor) -> tuple[Changes, Changes]:
    """What the form changed, old and new: what is sealed, and what stands apart from the chain.

    Apart stand the exact place, answers to a category's questions and all that a citizen wrote
    freely. Personal values and files are in neither; the form's `personal_values` keeps the first.
    """
    personal = set(getattr(form, "personal", ()))
    named = {*PLACE, *getattr(form, "apart", ())}
    sealed: Changes = {}
    apart: Changes = {}
    for name, field in form.fields.items():
        if name in personal or name == "reason" or isinstance(field, forms.FileField):
            continue
        if name not in form.changed_data:
            continue
        before = shown(form.get_initial_for_field(field, name))
        after = shown(form.cleaned_data.get(name))
        if before != after:
            written = isinstance(by, Citizen) and isinstance(field, forms.CharField)
            forgettable = written or name in named or name.startswith(BEFORE)
            (apart if forgettable else sealed)[name] = [before, after]
    return sealed, apart
