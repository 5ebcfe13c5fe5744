"""The citizen's form: a programme's questions in steps, what was typed, a one-time key."""

import hashlib
import json
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.models import Category
from yankao.kernel.cases.questions import BEFORE
from yankao.kernel.geo.models import District
from yankao.kernel.geo.places import Kind, check_place, district_of, village_of
from yankao.kernel.ui.forms import PhotosField

KEY_SALT = "yankao.counter.form"
OWN = {"csrfmiddlewaretoken"}
STEPS = [
    ("what", gettext_lazy("發生什麼事？")),
    ("where", gettext_lazy("在哪裡？")),
    ("photo", gettext_lazy("有照片嗎？")),
    ("words", gettext_lazy("請說明情形")),
    ("you", gettext_lazy("怎麼聯絡您？")),
]
PLACE = {"address", "district", "lng", "lat"}


@dataclass(frozen=True)
class Step:
    key: str
    title: str
    number: int
    fields: list[forms.BoundField]


@dataclass(frozen=True)
class Offer:
    """A point that may be meant; used only when the citizen presses it."""

    lng: float
    lat: float
    label: str


def step_of(name: str, field: forms.Field) -> str:
    if name == "category" or name.startswith(BEFORE):
        return "what"
    if name in PLACE:
        return "where"
    if isinstance(field, PhotosField):
        return "photo"
    return "you" if name.startswith("contact_") else "words"


def steps(form: forms.BaseForm) -> list[Step]:
    """The form's visible fields in the order in which one tells a story, contact last.

    A letter, whose category may be left open, begins with its words. A form may call its steps
    otherwise (`titles`) and says in which of them its own fields stand (`placed`).
    """
    dress(form)
    category, titles = form.fields.get("category"), getattr(form, "titles", {})
    letter = category is None or not category.required
    order = sorted(STEPS, key=lambda step: step[0] != "words") if letter else STEPS
    found = [(key, titles.get(key, title), list(visible(form, key))) for key, title in order]
    asked = [(key, title, fields) for key, title, fields in found if fields]
    return [Step(key, str(t), number, f) for number, (key, t, f) in enumerate(asked, 1)]


def visible(form: forms.BaseForm, key: str) -> Iterator[forms.BoundField]:
    placed = getattr(form, "placed", {})
    for name, field in form.fields.items():
        if placed.get(name, step_of(name, field)) == key and not form[name].is_hidden:
            yield form[name]


def dress(form: forms.BaseForm) -> None:
    """What a citizen's page needs and an official's does not."""
    form.use_required_attribute = False
    if "district" in form.fields and "lng" in form.fields:
        district = form.fields["district"]
        district.help_text = _("在地圖上標記後不必選。")
        district.empty_label = _("不確定")  # type: ignore[attr-defined]
        district.label_from_instance = District.label  # type: ignore[attr-defined]
    complete = {"name": "name", "phone": "tel", "email": "email", "address": "street-address"}
    for name, field in form.fields.items():
        kind = complete.get(name.removeprefix("contact_"))
        if name.startswith("contact_"):
            field.widget.attrs |= {"data-unkept": True, "autocomplete": kind or "off"}
        if name == "contact_phone":
            field.widget.attrs["inputmode"] = "tel"


def photos_of(form: type[forms.BaseForm]) -> tuple[str, PhotosField] | None:
    """The form's field for photos, if it has one."""
    for name, field in form.base_fields.items():  # type: ignore[attr-defined]
        if isinstance(field, PhotosField):
            return name, field
    return None


def typed(data: QueryDict) -> QueryDict:
    """What was typed, without signs no text contains; a pin says where when no address does."""
    clean = data.copy()
    for name, values in data.lists():
        clean.setlist(name, [value.replace("\0", "") for value in values])
    point = point_of(clean)
    if point and (district := district_of(*point)):
        clean["district"] = str(district.pk)
        if not clean.get("address", "").strip():
            where = f"{district.name}{village_of(*point) or ''}"
            clean["address"] = _("%(where)s（地圖標記處）") % {"where": where}
    return clean


def point_of(data: QueryDict) -> tuple[float, float] | None:
    try:
        return float(data.get("lng", "")), float(data.get("lat", ""))
    except ValueError:
        return None


def swapped(data: QueryDict) -> Offer | None:
    """The point that was meant when longitude and latitude changed places."""
    point = point_of(data)
    found = check_place(*point) if point else None
    if found is None or found.kind is not Kind.SWAPPED or found.place is None:
        return None
    name = found.district.label() if found.district else ""
    return Offer(found.place.lng, found.place.lat, _("改用%(name)s的位置") % {"name": name})


def new_key() -> str:
    """A one-time key for a form, signed so that nobody chooses their own."""
    return signing.Signer(salt=KEY_SALT).sign(secrets.token_hex(16))


def key_of(data: QueryDict) -> str:
    try:
        return signing.Signer(salt=KEY_SALT).unsign(data.get("form_key", ""))
    except signing.BadSignature:
        return secrets.token_hex(16)


def sending_of(request: HttpRequest) -> str:
    """A digest that is the same when the same form is sent twice."""
    told = sorted((name, values) for name, values in request.POST.lists() if name not in OWN)
    sent = [(name, one) for name, many in request.FILES.lists() for one in many]
    files = sorted((name, one.name or "", one.size or 0) for name, one in sent)
    return hashlib.sha256(json.dumps([told, files]).encode()).hexdigest()


def category_of(data: QueryDict, programme: str) -> Category | None:
    chosen = data.get("category", "")
    rows = Category.objects.filter(programme=programme, active=True)
    return rows.filter(pk=int(chosen)).first() if chosen.isascii() and chosen.isdigit() else None
