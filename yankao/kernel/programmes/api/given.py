"""A body as JSON or, with files, as multipart/form-data; both end in the same form."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest
from ninja import NinjaAPI, Schema
from ninja.params.models import Body, BodyModel

ANSWER = re.compile(r"answers\[\w+\]")  # as a part of its own: answers[lane]
MULTIPART = "multipart/form-data"


class GivenModel(BodyModel):
    """Files stay where Django put them; the schema sees only their names."""

    @classmethod
    def get_request_data(
        cls, request: HttpRequest, api: NinjaAPI, path_params: dict[str, Any]
    ) -> dict[str, Any] | None:
        if request.content_type != MULTIPART:
            return super().get_request_data(request, api, path_params)
        told: dict[str, Any] = {name: value for name, value in request.POST.items() if value}
        answers = {name[8:-1]: told.pop(name) for name in list(told) if ANSWER.fullmatch(name)}
        told |= {"answers": answers} if answers else {}
        for name, files in request.FILES.lists():
            told[name] = [{"name": file.name, "content": ""} for file in files]
        return {cls.__read_from_single_attr__: told}


class Given(Body):  # type: ignore[misc]
    """A body that may hold files."""

    _model = GivenModel

    @classmethod
    def _param_source(cls) -> str:
        return "body"


def takes(view: Callable[..., Any], schema: type[Schema]) -> Callable[..., Any]:
    """Has the view's last argument, `payload`, read as this schema."""
    view.__annotations__["payload"] = schema
    view.__defaults__ = (Given(...),)
    return view


def described(schema: type[Schema], form: type[forms.BaseForm] | None) -> dict[str, Any]:
    """What OpenAPI is told besides JSON: the same fields as parts, when a file is among them."""
    shown = form.base_fields if form is not None else {}  # type: ignore[attr-defined]
    uploads = {name for name, field in shown.items() if isinstance(field, forms.FileField)}
    if not uploads:
        return {}
    told = schema.model_json_schema()
    many = {"type": "array", "items": {"type": "string", "format": "binary"}}
    fields = {
        name: many if name in uploads else {k: v for k, v in said.items() if k != "default"}
        for name, said in told["properties"].items()
    }
    parts = {"type": "object", "properties": fields, "required": told.get("required", [])}
    return {"requestBody": {"content": {MULTIPART: {"schema": parts}}}}
