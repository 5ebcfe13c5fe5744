"""Category and jurisdiction proposed from what is typed; a person takes one or none."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.views.decorators.http import require_POST

from yankao.kernel.cases.jurisdiction import Question, answer
from yankao.kernel.cases.models import Category
from yankao.kernel.geo.models import District
from yankao.kernel.people.models import Unit
from yankao.kernel.text.linear import Linear, load
from yankao.kernel.ui.pages import page

from .access import room
from .programme import Programme

MOST = 3
LEAST = 0.1  # below this a guess helps nobody

TEMPLATE = "programmes/suggestions.html"
ASKS, TAKES = "suggest", "take"

model = cache(load)
Form = type[forms.BaseForm]


@dataclass(frozen=True)
class Suggestion:
    """A category, how likely, and who would be competent there, with the rule's reason."""

    category: Category
    percent: int
    unit: Unit | None
    why: str


def suggest(programme: Programme, text: str, district: District | None = None) -> list[Suggestion]:
    """At most three, likeliest first; none when nothing can be said."""
    if programme.weights is None:
        return []
    ranked = [(code, share) for code, share in guesses(programme.weights, text) if share >= LEAST]
    rows = Category.objects.filter(programme=programme.name, active=True)
    known = {row.code: row for row in rows.filter(code__in=[code for code, _ in ranked])}
    found = [(known[code], share) for code, share in ranked if code in known]
    return [told(programme, category, share, district) for category, share in found]


def suggest_in(programme: Programme, words: str, district: str = "") -> list[Suggestion]:
    """The same for a program, which names the district by its code."""
    return suggest(programme, words, District.objects.filter(code=district).first())


def plain(one: Suggestion) -> dict[str, object]:
    unit = one.unit.name if one.unit else ""
    told = {"category": one.category.code, "name": str(one.category), "percent": one.percent}
    return told | {"unit": unit, "why": one.why}


def guesses(weights: Path, text: str) -> list[tuple[str, float]]:
    """Codes with their share of likelihood."""
    linear: Linear = model(weights)
    return linear.rank(text)[:MOST]


def told(
    programme: Programme, category: Category, share: float, district: District | None
) -> Suggestion:
    decision = answer(Question(programme.name, category, district))
    return Suggestion(category, round(100 * share), decision.unit, decision.why)


def typed(form: Form, data: QueryDict) -> str:
    """What was written so far: every field for more than a line, and the subject."""
    fields = form.base_fields.items()  # type: ignore[attr-defined]
    wide = [name for name, field in fields if isinstance(field.widget, forms.Textarea)]
    names = [name for name, _ in fields if name == "subject"] + wide
    return " ".join(data.get(name, "") for name in names)


def proposed(programme: Programme, form: Form, data: QueryDict) -> list[Suggestion]:
    """What to offer beside a half-filled form."""
    chosen = data.get("district", "")
    rows = (
        District.objects.filter(pk=int(chosen)) if chosen.isascii() and chosen.isdigit() else None
    )
    return suggest(programme, typed(form, data), rows.first() if rows is not None else None)


def asked(data: QueryDict) -> bool:
    """Whether a button of the suggestions was pressed rather than the form's own."""
    return ASKS in data or TAKES in data


def again(form: Form, data: QueryDict) -> forms.BaseForm:
    """The form as typed, with the category taken; nothing is checked or stored yet."""
    known = {name: data[name] for name in form.base_fields if name in data}  # type: ignore[attr-defined]
    if data.get(TAKES):
        known["category"] = data[TAKES]
    return form(initial=known)


@require_POST
@room
def suggestions(request: HttpRequest, programme: Programme) -> HttpResponse:
    """What the operator is writing may be this."""
    found = proposed(programme, programme.intake, request.POST)
    return page(request, TEMPLATE, {"suggestions": found, "reasons": True})
