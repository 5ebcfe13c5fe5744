"""Small look-ups that the generic pages need."""

from collections.abc import Iterable

from django import forms, template
from django.http import QueryDict

from yankao.kernel.cases.models import Case

from ..columns import Column
from ..columns import channel as channel_of

register = template.Library()


@register.filter
def cut_words(text: str) -> list[str]:
    return text.split()


@register.filter
def item(form: forms.Form, name: str) -> forms.BoundField | None:
    return form[name] if name in form.fields else None


@register.filter
def choices(bound: forms.BoundField) -> Iterable[tuple[str, str]]:
    """Value and label of each choice, models by their code."""
    return [(str(value), str(label)) for value, label in bound.field.choices if value != ""]  # type: ignore[attr-defined]


@register.filter
def all_of(query: QueryDict, name: str) -> list[str]:
    return query.getlist(name) if hasattr(query, "getlist") else []


@register.filter
def how_many(query: QueryDict, name: str) -> int:
    return len([value for value in all_of(query, name) if value])


@register.filter
def cell(case: Case, column: Column) -> str:
    return column.text(case)


@register.filter
def channel_text(case: Case) -> str:
    return channel_of(case) or "—"


@register.simple_tag
def url_with(url: str, query: str) -> str:
    return f"{url}?{query}"
