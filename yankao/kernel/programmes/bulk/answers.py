"""What is asked once for many cases: an empty answer leaves each case what it has."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.actors import Actor
from yankao.kernel.cases.forms import ask
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Action
from yankao.kernel.replies.variables import ReplyField, facts, render

AS_IT_IS = _("（依各案原值或建議）")
Given = Mapping[str, Sequence[str]]


def blank(action: Action, case: Case, by: Actor) -> forms.BaseForm | None:
    """The action's form with no answer given yet and none demanded; files cannot be shared."""
    form = ask(action, case, by=by, data=None)
    if form is None:
        return None
    plain = action.asks.base_fields if action.asks else {}  # type: ignore[attr-defined]
    for name in [n for n, f in form.fields.items() if shared_by_none(f)]:
        del form.fields[name]
    form.initial = {}
    for name, field in form.fields.items():
        field.required, field.initial = False, None
        field.help_text = plain[name].help_text if name in plain else ""
        offer_nothing(field)
    return form


def shared_by_none(field: forms.Field) -> bool:
    return isinstance(field, forms.FileField) or field.widget.is_hidden


def offer_nothing(field: forms.Field) -> None:
    """A list gets a first line that means: as each case has it."""
    if isinstance(field, forms.ModelChoiceField) and not field.widget.allow_multiple_selected:
        field.empty_label = AS_IT_IS
        field.widget.choices = field.choices
    elif isinstance(field, forms.ChoiceField) and type(field.widget) is forms.Select:
        rest = [option for option in field.widget.choices if option[0] != ""]
        field.choices = [("", AS_IT_IS), *rest]


def given(data: QueryDict, form: forms.BaseForm | None) -> dict[str, list[str]]:
    """What was answered, by field; empty answers are left out."""
    names = list(form.fields) if form else []
    kept = {name: [v for v in data.getlist(name) if v.strip()] for name in names}
    return {name: values for name, values in kept.items() if values}


def data_for(case: Case, action: Action, by: Actor, told: Given) -> QueryDict:
    """The answers for one case: those given to all, else its own; variables filled."""
    data = QueryDict(mutable=True)
    form = ask(action, case, by=by, data=None)
    if form is None:
        return data
    known = facts(case, by) if any(isinstance(form.fields.get(n), ReplyField) for n in told) else {}
    for name, field in form.fields.items():
        values = list(told.get(name, ())) or own(form, name, field)
        if isinstance(field, ReplyField):
            values = [render(value, known) for value in values]
        data.setlist(name, values)
    return data


def own(form: forms.BaseForm, name: str, field: forms.Field) -> list[str]:
    """What the case would answer by itself."""
    value: Any = field.prepare_value(form.get_initial_for_field(field, name))
    if value is None or value is False or value == "":
        return []
    if isinstance(value, list | tuple | set):
        return [str(one) for one in value]
    return ["on" if value is True else str(value)]


def words_of(case: Case, action: Action, told: Given, data: QueryDict) -> str:
    """The text this case would get, for whoever looks before confirming."""
    fields = action.asks.base_fields if action.asks else {}  # type: ignore[attr-defined]
    texts = [data.get(n, "") for n in told if isinstance(fields.get(n), ReplyField)]
    return "\n\n".join(text for text in texts if text)
