"""Bodies of the API, derived from the same forms as the pages."""

import base64
import binascii
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.forms.models import ModelChoiceField, ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from ninja import Schema
from pydantic import BaseModel, Field, create_model

from yankao.kernel.cases.intake import IntakeForm
from yankao.kernel.cases.questions import BEFORE
from yankao.kernel.files.models import Attachment

KINDS: list[tuple[type[forms.Field], object]] = [
    (forms.FileField, "list[Upload]"),
    (ModelMultipleChoiceField, list[int]),
    (ModelChoiceField, int | str),
    (forms.MultipleChoiceField, list[str]),
    (forms.BooleanField, bool),
    (forms.FloatField, float),  # before IntegerField, of which both are kinds
    (forms.DecimalField, float),
    (forms.IntegerField, int),
    (forms.DateTimeField, datetime),
    (forms.DateField, date),
]


class Upload(Schema):
    """A file as base64."""

    name: str = Field(max_length=200)
    content: str


class CaseOut(BaseModel):
    number: str
    programme: str
    state: str
    state_label: str
    title: str
    category: str | None
    district: str | None
    address: str
    lng: float | None
    lat: float | None
    holder: str | None
    handler: str | None
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    late: bool
    facts: dict[str, Any]
    answers: dict[str, Any]


class PageOut(BaseModel):
    rows: list[CaseOut]
    after: str
    total: int
    more_than_total: bool


class EntryOut(Schema):
    seq: int
    at: datetime
    label: str
    who: str
    role: str
    before: str
    after: str
    reason: str


class ActionOut(Schema):
    name: str
    label: str
    url: str


class AskedOut(Schema):
    """A field that an action would ask for, and what is proposed for it."""

    name: str
    label: str
    required: bool
    help: str
    proposed: str


class FileOut(Schema):
    """`size` and `sha256` are those of the bytes at `url`: of the masked copy once a picture was
    masked, whose size is null when it was masked before sizes of copies were kept."""

    id: int
    kind: str
    name: str
    content_type: str
    size: int | None
    sha256: str
    uploaded_at: datetime
    url: str


class DeskFileOut(FileOut):
    """For officials: whether somebody has looked for personal data, and what is hidden."""

    look: str
    boxes: list[list[float]]


def file_told(row: Attachment, base: str) -> dict[str, object]:
    """What FileOut says; officials' further fields with it."""
    shown = ("id", "kind", "name", "content_type", "uploaded_at", "look", "boxes")
    served = {"size": row.served_size(), "sha256": row.served_sha256(), "url": f"{base}{row.pk}"}
    return {field: getattr(row, field) for field in shown} | served


class Why(Schema):
    """Why somebody wants to see who reported."""

    reason: str = Field(min_length=2, max_length=300)


class ContactOut(Schema):
    name: str
    phone: str
    email: str
    address: str


class CategoryOut(Schema):
    code: str
    name: str
    name_en: str
    group: str


class Problem(Schema):
    """What was refused, in words; per field when a form was not valid."""

    detail: str
    fields: dict[str, list[str]] = {}


def type_of(field: forms.Field) -> Any:
    for kind, python in KINDS:
        if isinstance(field, kind):
            return list[Upload] if python == "list[Upload]" else python
    return str


def body(name: str, form: type[forms.BaseForm] | None, base: type[Schema] = Schema) -> type[Schema]:
    """A schema with the form's fields; what the form requires is required here."""
    fields: dict[str, Any] = {}
    shown = form.base_fields if form is not None else {}  # type: ignore[attr-defined]
    about = getattr(form, "about", None)
    for key, field in shown.items():
        if about is not None and key not in about and key in SHARED:
            continue
        needed = field.required or key in getattr(form, "required_fields", ())
        python = type_of(field)
        told: dict[str, Any] = {
            "title": str(field.label or key),
            "description": str(field.help_text or ""),
        }
        must = needed and not about
        fields[key] = (python, Field(**told)) if must else (python | None, Field(None, **told))
    if form is not None and issubclass(form, IntakeForm):
        fields["answers"] = (dict[str, Any], Field({}, description=ANSWERS))
    return create_model(name, __base__=base, **fields)


ANSWERS = "Answers to the category's own questions, by their codes."
SHARED = {
    "category", "address", "district", "lng", "lat", "channel", "sub_channel", "confidential",
    "contact_name", "contact_phone", "contact_email", "contact_address", "contact_fax",
    "contact_language",
}  # fmt: skip


def form_data(payload: Schema, form: type[forms.BaseForm] | None, room: str = "") -> dict[str, Any]:
    """What the form is given: absent stays absent, codes of rows become their keys.

    Two rooms may have categories of one code: `room` says whose are meant.
    """
    given = {k: v for k, v in payload.dict().items() if v is not None}
    if form is not None and issubclass(form, IntakeForm):
        given |= {f"{BEFORE}{code}": value for code, value in given.pop("answers", {}).items()}
    shown = form.base_fields if form is not None else {}  # type: ignore[attr-defined]
    for key, field in shown.items():
        if isinstance(field, ModelChoiceField) and isinstance(given.get(key), str):
            given[key] = key_of(field, given[key], room or getattr(form, "programme", ""))
        if isinstance(field, forms.FileField):
            given.pop(key, None)
    return given


def key_of(field: "ModelChoiceField[Any]", code: str, room: str = "") -> Any:
    """The key behind a code, or the text itself, which the form then refuses."""
    model = field.queryset.model if field.queryset is not None else None
    if model is None or code.isdigit() or not hasattr(model, "code"):
        return code
    rows = model._default_manager.filter(code=code)
    rows = rows.filter(programme=room) if room and hasattr(model, "programme") else rows
    current = rows.filter(valid_to=None) if hasattr(model, "valid_to") else rows
    found = current.values_list("pk", flat=True).first()
    return found if found is not None else code


def files_of(
    payload: Schema, form: type[forms.BaseForm] | None, request: HttpRequest
) -> MultiValueDict[str, UploadedFile[bytes]]:
    """Files sent as parts, else decoded ones; what is not base64 arrives empty, and the file's own
    check refuses it."""
    if request.FILES:
        return request.FILES
    files: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict()
    shown = form.base_fields if form is not None else {}  # type: ignore[attr-defined]
    for key, field in shown.items():
        if isinstance(field, forms.FileField):
            uploads = getattr(payload, key, None) or []
            files.setlist(key, [SimpleUploadedFile(u.name, decoded(u.content)) for u in uploads])
    return files


def decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError):
        return b""
