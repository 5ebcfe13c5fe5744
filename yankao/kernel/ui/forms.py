"""How forms look: one renderer for all of them, and the inputs HTML does not have."""

from collections.abc import Mapping
from typing import Any, ClassVar, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

Uploaded: TypeAlias = "UploadedFile[bytes]"
CONTROL = {
    "text", "email", "url", "tel", "number", "password", "search", "date", "datetime-local", "time",
    "file", "month",
}  # fmt: skip
CHOICE = {"checkbox", "radio"}


class Renderer(TemplatesSetting):
    """Our templates for forms and fields; every widget gets the class that makes it look right."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        widget = context.get("widget")
        if widget is not None and "attrs" in widget:
            dress(widget)
        return super().render(template_name, context, request)


def named_in(query: Mapping[str, Any], form: type[forms.BaseForm]) -> dict[str, Any]:
    """What an address already says of a form's fields, to stand in it when it is first shown."""
    known = form.base_fields  # type: ignore[attr-defined]
    return {name: value for name, value in query.items() if name in known}


def dress(widget: dict[str, Any]) -> None:
    """Adds the class of its kind; the options of a choice are dressed one by one."""
    extra = look_of(widget)
    own = widget["attrs"].get("class", "")
    if extra and extra not in own.split():
        widget["attrs"]["class"] = f"{own} {extra}".strip()
    for _name, options, _index in widget.get("optgroups", ()):
        for option in options:
            if option.get("type") in CHOICE:
                dress(option)
    for part in widget.get("subwidgets", ()):
        if isinstance(part, dict):
            dress(part)


def look_of(widget: Mapping[str, Any]) -> str:
    kind, template = widget.get("type"), str(widget.get("template_name", ""))
    if template.endswith("select.html"):
        return "form-select"
    if template.endswith("textarea.html") or (kind in CONTROL and "optgroups" not in widget):
        return "form-control"
    return "form-check-input" if kind in CHOICE and "optgroups" not in widget else ""


class RadioCards(forms.RadioSelect):
    """A handful of choices as cards, large enough for a thumb."""

    template_name = "ui/widgets/cards.html"


FEW = 12  # choices one sees at a glance


class CategoryInput(forms.RadioSelect):
    """Many choices in groups, with a search; without scripts the groups simply open and close.
    A few of a single group need neither lid nor search.

    Rows of a model are grouped by their `group`; plain choices by their optgroup.
    """

    template_name = "ui/widgets/category.html"

    def use_required_attribute(self, initial: object) -> bool:
        """A browser cannot point at a required choice inside a closed group; the server asks."""
        return False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = grouped(context["widget"]["optgroups"])
        many = sum(map(len, groups.values()))
        context["widget"] |= {
            "groups": groups,
            "plain": len(groups) < 2,
            "many": len(groups) > 1 or many > FEW,
        }
        return context


def grouped(optgroups: list[tuple[Any, list[dict[str, Any]], int]]) -> dict[str, list[Any]]:
    """Options by the name of their group, in the order they come; no choice is left out."""
    found: dict[str, list[Any]] = {}
    for heading, options, _index in optgroups:
        for option in options:
            if option["value"] in ("", None):
                continue
            row = getattr(option["value"], "instance", None)
            group = heading or group_of(row)
            found.setdefault(str(group), []).append(option)
    return found


def group_of(row: object) -> str:
    """The group a row says it belongs to, in the reader's language."""
    english = getattr(row, "group_en", "") if get_language() == "en" else ""
    return english or getattr(row, "group", "") or ""


class PlaceInput(forms.TextInput):
    """An address with completion, "my position" and a pin on the map.

    The pin writes the form's fields `lng` and `lat` (hidden or not), named beside this one; a form
    without them gets the address alone. `complete_url` answers ?address=… with
    `ui/components/places.html`; the room that has addresses sets it once for all.
    """

    complete_url: ClassVar[str] = ""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, lng: str = "lng", lat: str = "lat"
    ) -> None:
        super().__init__(attrs)
        self.lng, self.lat = lng, lat

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {"autocomplete": "off", "data-place-address": True}
        return context


class PhotosInput(forms.FileInput):
    """Several photos, from the camera or the album, shown before they are sent."""

    template_name = "ui/widgets/photos.html"
    allow_multiple_selected = True

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, most: int = 5, megabytes: int = 20
    ) -> None:
        told = {"accept": "image/*,.heic,.heif", "data-most": most}
        super().__init__(told | {"data-bytes": megabytes * 1024 * 1024} | (attrs or {}))
        self.most, self.megabytes = most, megabytes

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"most": self.most, "megabytes": self.megabytes}
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: "MultiValueDict[str, Uploaded]", name: str
    ) -> list[Uploaded]:
        found = files.getlist(name) if isinstance(files, MultiValueDict) else files.get(name)
        return found if isinstance(found, list) else [found] if found else []


class PhotosField(forms.FileField):
    """A list of uploaded photos; what is inside them is checked by the room of files."""

    widget = PhotosInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "many": _("最多 %(most)d 張照片。"),
        "large": _("「%(name)s」超過 %(megabytes)d MB，請縮小後再上傳。"),
    }

    def __init__(self, *, most: int = 5, megabytes: int = 20, **options: Any) -> None:
        self.most, self.megabytes = most, megabytes
        options.setdefault("widget", PhotosInput(most=most, megabytes=megabytes))
        super().__init__(**options)

    def clean(self, data: list[Uploaded] | None, initial: object = None) -> list[Uploaded]:
        photos = [super(PhotosField, self).clean(photo) for photo in data or []]
        if self.required and not photos:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(photos) > self.most:
            raise forms.ValidationError(
                self.error_messages["many"], code="many", params={"most": self.most}
            )
        for photo in photos:
            self._fits(photo)
        return photos

    def _fits(self, photo: Uploaded) -> None:
        if (photo.size or 0) > self.megabytes * 1024 * 1024:
            told = {"name": photo.name, "megabytes": self.megabytes}
            raise forms.ValidationError(self.error_messages["large"], code="large", params=told)
