"""What can be reported: services, their definitions, and where all this is."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.http import HttpRequest

from yankao.kernel.cases.models import Category
from yankao.kernel.cases.questions import asked_by

from .door import Open311
from .formats import Problem

Told = dict[str, Any]
DATATYPES: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.MultipleChoiceField, "multivaluelist"),
    (forms.ChoiceField, "singlevaluelist"),
    (forms.DateTimeField, "datetime"),
    (forms.DateField, "datetime"),
    (forms.IntegerField, "number"),
)


def discovery(door: Open311, request: HttpRequest) -> Told:
    """Where the service is, in which formats, for whom a key is made."""
    address = request.build_absolute_uri("./").rstrip("/")
    endpoint = {
        "specification": door.documentation,
        "url": address,
        "changeset": door.changeset,
        "type": "production",
        "formats": list(door.formats),
    }
    return {
        "changeset": door.changeset,
        "contact": door.contact,
        "key_service": door.contact,
        "endpoints": [endpoint],
    }


def service(category: Category, door: Open311) -> Told:
    return {
        "service_code": category.code,
        "service_name": str(category),
        "description": category.hint,
        "metadata": bool(door.attributes or category.data.get("questions")),
        "type": "realtime",
        "keywords": ", ".join(filter(None, (category.name, category.name_en))),
        "group": category.group,
    }


def category_of(door: Open311, code: str) -> Category:
    for category in door.categories():
        if category.code == code:
            return category
    raise Problem(404, f"service_code {code} was not found")


def definition(category: Category, door: Open311) -> Told:
    return {"service_code": category.code, "attributes": list(attributes(category, door))}


def attributes(category: Category, door: Open311) -> Iterator[Told]:
    """Fields of the intake form, then the category's own questions."""
    order = 0
    for order, name in enumerate(door.attributes, 1):
        yield of_field(name, door.intake.base_fields[name], order)  # type: ignore[attr-defined]
    for place, asked in enumerate(asked_by(category), order + 1):
        yield {
            "variable": True,
            "code": asked.code,
            "datatype": asked.datatype,
            "required": asked.required,
            "datatype_description": asked.hint,
            "order": place,
            "description": asked.label,
            "values": [{"key": key, "name": name} for key, name in asked.values],
        }


def of_field(name: str, field: forms.Field, order: int) -> Told:
    choices = getattr(field, "choices", ())
    return {
        "variable": True,
        "code": name,
        "datatype": datatype(field),
        "required": field.required,
        "datatype_description": str(field.help_text),
        "order": order,
        "description": str(field.label or name),
        "values": [{"key": str(k), "name": str(v)} for k, v in choices if k],
    }


def datatype(field: forms.Field) -> str:
    for kind, said in DATATYPES:
        if isinstance(field, kind):
            return said
    return "text" if isinstance(field.widget, forms.Textarea) else "string"
