"""What is asked of a dashboard: its name and readers, a tile to add, the places of all."""

import json
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.figures import registry
from yankao.kernel.people.models import Person

from ..figures.doors import figures_for
from .models import Audience, Dashboard
from .tiles import MOST, Tile, below, read, size_of, views_of


class NameForm(forms.ModelForm[Dashboard]):
    """For whom it is; what is public may hold published figures only."""

    class Meta:
        model = Dashboard
        fields = ["title", "audience"]

    def __init__(self, person: Person, publishes: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        choices = [c for c in Audience.choices if publishes or c[0] != Audience.PUBLIC]
        self.fields["audience"].choices = choices  # type: ignore[attr-defined]

    def clean_audience(self) -> str:
        audience: str = self.cleaned_data["audience"]
        if audience == Audience.UNIT and self.person.unit_id is None:
            raise forms.ValidationError(_("您沒有所屬單位，不能分享給單位。"))
        if audience == Audience.PUBLIC:
            inside = [t.figure for t in read(self.instance.tiles) if not is_public(t.figure)]
            if inside:
                told = _("這些數字不公開，請先移除：{names}")
                raise forms.ValidationError(told.format(names="、".join(inside)))
        return audience

    def save(self, commit: bool = True) -> Dashboard:
        self.instance.unit = self.person.unit
        if self.instance.owner_id is None:
            self.instance.owner = self.person
        return super().save(commit)


def is_public(name: str) -> bool:
    try:
        return registry.get(name).public
    except KeyError:
        return False


class TileForm(forms.Form):
    """A figure and how to show it."""

    figure = forms.ChoiceField(label=gettext_lazy("數字"))
    view = forms.ChoiceField(label=gettext_lazy("呈現方式"))

    def __init__(self, person: Person, board: Dashboard, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.board = board
        offered = [f for f in figures_for(person) if f.public or board.audience != Audience.PUBLIC]
        views: dict[str, str] = {}
        for figure in offered:
            views |= dict(views_of(figure))
        self.fields["figure"].choices = [(f.full, f.title) for f in offered]  # type: ignore[attr-defined]
        self.fields["view"].choices = list(views.items())  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        figure, view = values.get("figure"), values.get("view")
        if figure and view and view not in dict(views_of(registry.get(figure))):
            self.add_error("view", _("這個數字沒有這種呈現方式，請另選。"))
        if len(self.board.tiles) >= MOST:
            self.add_error(None, _("一個儀表板最多 {n} 格，請先移除一些。").format(n=MOST))
        return values

    def tile(self) -> Tile:
        tiles, view = read(self.board.tiles), self.cleaned_data["view"]
        wide, tall = size_of(view)
        return Tile(self.cleaned_data["figure"], view, 0, below(tiles), wide, tall)


class LayoutForm(forms.Form):
    """Places as the grid or the plain fields tell them; figures and views are not taken from it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    layout = forms.CharField(widget=forms.HiddenInput, max_length=20_000)

    def clean_layout(self) -> list[dict[str, Any]]:
        try:
            rows = json.loads(self.cleaned_data["layout"])
            return [{k: int(row[k]) for k in ("place", "x", "y", "w", "h")} for row in rows]
        except (ValueError, TypeError, KeyError) as error:
            raise forms.ValidationError(_("版面資料有誤，請重新整理頁面再試。")) from error
