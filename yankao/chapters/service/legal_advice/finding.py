"""The public search for a free time: by site, matter, day and need."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Category
from yankao.kernel.values.taipei import day_of, end_of, midnight

from . import limits, rules, slots
from .models import Language, Mode, Session, Site, Slot


class FindForm(forms.Form):
    """What one looks for; everything may be left open."""

    site = forms.ModelChoiceField(
        Site.objects.filter(active=True), label=_("據點"), required=False, empty_label=_("所有據點")
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(programme="legal_advice", active=True), label=_("問題類別"),
        required=False, empty_label=_("所有類別"),
    )  # fmt: skip
    day = forms.DateField(
        label=_("日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    language = forms.ChoiceField(label=_("使用語言"), choices=Language.choices, required=False)
    sign = forms.BooleanField(label=_("需要手語翻譯"), required=False)
    video = forms.BooleanField(label=_("只找可視訊的場次"), required=False)

    def found(self) -> "slots.Slots":
        """Free slots under these conditions; what was typed wrongly is left out."""
        values = self.cleaned_data if self.is_bound and not self.errors else {}
        rows = slots.bookable()
        if values.get("site"):
            rows = rows.filter(session__site=values["site"])
        if day := values.get("day"):
            rows = rows.filter(starts_at__gte=midnight(day), starts_at__lt=end_of(day))
        if values.get("video"):
            rows = rows.filter(session__video=True)
        if rules.interpreter(values.get("language") or Language.CHINESE, bool(values.get("sign"))):
            rows = rows.filter(starts_at__gte=midnight(limits.first_with_interpreter()))
        return rows

    def carried(self) -> dict[str, str]:
        """What the booking form need not ask again."""
        values = self.cleaned_data if self.is_valid() else {}
        told = {name: str(values[name]) for name in ("language",) if values.get(name)}
        if values.get("category"):
            told["category"] = str(values["category"].pk)
        told |= {"sign": "on"} if values.get("sign") else {}
        return told | ({"mode": Mode.VIDEO} if values.get("video") else {})


@dataclass(frozen=True)
class Offer:
    """A session with its free times; `fits` when the lawyer's fields name the matter."""

    session: Session
    free: list[Slot]
    fits: bool


@dataclass(frozen=True)
class Day:
    day: date
    offers: list[Offer]


def days(form: FindForm) -> Iterator[Day]:
    """Day by day, within it the sessions of fitting lawyers first."""
    wanted = form.cleaned_data.get("category") if form.is_valid() else None
    rows = form.found().prefetch_related("session__lawyer__fields")
    for day, found in groupby(rows, key=lambda slot: day_of(slot.starts_at)):
        sessions: dict[int, list[Slot]] = {}
        for slot in found:
            sessions.setdefault(slot.session_id, []).append(slot)
        offers = [offer(free, wanted) for free in sessions.values()]
        yield Day(day, sorted(offers, key=lambda one: (not one.fits, one.free[0].starts_at)))


def offer(free: list[Slot], wanted: Category | None) -> Offer:
    session = free[0].session
    fields = list(session.lawyer.fields.all())
    return Offer(session, free, wanted is not None and wanted in fields)
