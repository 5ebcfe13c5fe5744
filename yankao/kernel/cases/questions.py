"""What a category asks beyond its form: questions as rows, answers kept with the case."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import get_language

from .models import Case, Category

BEFORE = "asked_"


@dataclass(frozen=True)
class Question:
    """`datatype` is one of Open311's; `values` are pairs of key and words."""

    code: str
    label: str
    datatype: str = "string"
    required: bool = False
    hint: str = ""
    values: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The form's field."""
        return f"{BEFORE}{self.code}"

    def words(self, answer: object) -> str:
        """An answer as people read it."""
        many = answer if isinstance(answer, list) else [answer]
        known = dict(self.values)
        return "、".join(known.get(str(one), str(one)) for one in many)


def asked_by(category: Category) -> list[Question]:
    """The category's questions, in the reader's language."""
    return [question(row) for row in category.data.get("questions", ())]


def question(row: Mapping[str, Any]) -> Question:
    values = tuple((str(v["key"]), said(v, "name")) for v in row.get("values", ()))
    return Question(
        row["code"], said(row, "label"), row.get("datatype", "string"), bool(row.get("required")),
        said(row, "hint"), values,
    )  # fmt: skip


def said(row: Mapping[str, Any], name: str) -> str:
    english = row.get(f"{name}_en") if get_language() == "en" else ""
    return str(english or row.get(name, ""))


def fields(categories: Iterable[Category]) -> Iterator[tuple[str, forms.Field]]:
    """A field for each question; scripts show it when one of its categories is chosen."""
    found: dict[str, tuple[Question, list[str]]] = {}
    for category in categories:
        for one in asked_by(category):
            found.setdefault(one.code, (one, []))[1].append(str(category.pk))
    for one, chosen in found.values():
        field = field_of(one)
        field.widget.attrs["data-when"] = f"category={','.join(chosen)}"
        yield one.name, field


def field_of(asked: Question) -> forms.Field:
    """Never required by itself: only the chosen category can say so."""
    told: dict[str, Any] = {"label": asked.label, "required": False, "help_text": asked.hint}
    if asked.datatype == "multivaluelist":
        return forms.MultipleChoiceField(choices=asked.values, **told)
    if asked.datatype == "singlevaluelist":
        return forms.ChoiceField(choices=[("", "—"), *asked.values], **told)
    if asked.datatype == "number":
        return forms.IntegerField(min_value=0, max_value=100_000, **told)
    if asked.datatype == "text":
        return forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 2}), **told)
    return forms.CharField(max_length=100, **told)


def answers(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered of what the chosen category asks, by question; open ones are left out."""
    given = {one.code: values.get(one.name) for one in asked_by(values["category"])}
    return {code: value for code, value in given.items() if value not in (None, "", [])}


def missing(category: Category, given: Mapping[str, Any]) -> list[Question]:
    """What the category must know and was not told."""
    return [one for one in asked_by(category) if one.required and one.code not in given]


def told(case: Case) -> list[tuple[str, str]]:
    """Questions and answers of a case, in words; one asked no longer is shown by its code."""
    if not case.answers:
        return []
    rows = Category.objects.filter(programme=case.programme, data__has_key="questions")
    known = {one.code: one for row in rows for one in asked_by(row)}
    own = known | {one.code: one for one in (asked_by(case.category) if case.category else [])}
    return [
        (own[code].label, own[code].words(value)) if code in own else (code, str(value))
        for code, value in case.answers.items()
    ]
