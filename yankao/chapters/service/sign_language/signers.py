"""Who interprets, in what, and whether they are on duty."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.people.models import Person

from . import service
from .effects import NAME
from .models import Interpreter, Language
from .states import INTERPRETER


class NotNow(Exception):
    """Why somebody cannot go on or off duty, in their language."""


def turn(person: Person) -> Interpreter:
    """On duty, or off it; NotNow for whoever is no interpreter or still in a call."""
    row = Interpreter.objects.filter(person=person, active=True).first()
    if row is None:
        raise NotNow(_("您不在翻譯員名單上，請洽本會承辦人。"))
    if row.on_since and service.call_of(person):
        raise NotNow(_("還有一場視訊沒有結束。"))
    row.on_since = None if row.on_since else timezone.now()
    row.save(update_fields=["on_since"])
    return row


class InterpreterForm(forms.ModelForm[Interpreter]):
    """Somebody with the duty of an interpreter, and what they sign."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("語言"), widget=forms.CheckboxSelectMultiple,
        choices=[(one.value, one.label) for one in Language if one != Language.TYPED],
    )  # fmt: skip

    class Meta:
        model = Interpreter
        fields = ["person", "languages", "active"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Person.objects.filter(
            is_active=True, duties__programme=NAME, duties__role=INTERPRETER.name
        )
        person: Any = self.fields["person"]
        person.queryset = rows.distinct().order_by("name")
        if self.instance.pk:
            person.disabled = True
