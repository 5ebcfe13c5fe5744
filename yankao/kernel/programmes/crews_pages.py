"""The crews of a unit: who drives out, when, with how many cases, and what they have today."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yankao.kernel.cases.crews import load
from yankao.kernel.people.models import Crew, Duty, Person, Unit
from yankao.kernel.ui.pages import page

from .access import official, room
from .programme import Programme
from .tabs import crew_masters, sends_crews, tabs


class CrewEdit(forms.ModelForm[Crew]):
    """A crew as its unit keeps it; of a contractor's, the firm is named."""

    class Meta:
        model = Crew
        fields = [
            "unit", "name", "firm", "phone", "hour_from", "hour_to", "capacity", "members",
            "active",
        ]  # fmt: skip
        widgets = {"members": forms.CheckboxSelectMultiple}
        help_texts = {
            "firm": gettext_lazy("委外班填廠商名稱；廠商人員只看得到派給這一班的案件。"),
            "hour_to": gettext_lazy("比上班小，就是隔天下班。"),
        }

    def __init__(self, units: "list[Unit]", people: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Unit.objects.filter(pk__in=[unit.pk for unit in units])
        self.fields["unit"].queryset = own  # type: ignore[attr-defined]
        self.fields["unit"].initial = units[0].pk if units else None
        staff = Person.objects.filter(is_active=True, pk__in=people).order_by("name")
        self.fields["members"].queryset = staff  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        start, end = values.get("hour_from"), values.get("hour_to")
        if start is not None and start == end:
            self.add_error("hour_to", _("下班時間不能與上班時間相同。"))
        return values


def units_of(programme: Programme, person: Person) -> list[Unit]:
    """The units for which this person sends crews."""
    masters = crew_masters(programme)
    rows = [
        d.unit for d in person.duties_at() if d.programme == programme.name and d.role in masters
    ]
    within = Q(pk__in=[])
    for unit in rows:
        within |= Q(path__startswith=unit.path)
    return list(Unit.objects.current().filter(within).order_by("path"))


def outdoor_people(programme: Programme, units: list[Unit]) -> list[int]:
    """Who has a duty outdoors at these units."""
    roles = [role.name for role in programme.drives_out]
    now = timezone.now()
    rows = Duty.objects.in_force(now).filter(
        programme=programme.name, role__in=roles, unit__in=units
    )
    return list(rows.values_list("person", flat=True))


@room
def crews(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The unit's crews with what each still can take."""
    person = official(request)
    if not sends_crews(programme, person):
        raise Http404
    now = timezone.now()
    found = Crew.objects.filter(unit__in=units_of(programme, person)).select_related("unit")
    rows = [(crew, load(crew, now), crew.shift(now)) for crew in found.prefetch_related("members")]
    context = {
        "programme": programme, "tabs": tabs(programme, person, "crews"), "rows": rows, "now": now,
    }  # fmt: skip
    return page(request, "programmes/crews.html", context)


@room
def crew(request: HttpRequest, programme: Programme, pk: int = 0) -> HttpResponse:
    """Adds or changes a crew; one that is not used any more is switched off, never deleted."""
    person = official(request)
    if not sends_crews(programme, person):
        raise Http404
    units = units_of(programme, person)
    found = get_object_or_404(Crew, pk=pk, unit__in=units) if pk else None
    form = CrewEdit(units, outdoor_people(programme, units), request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        saved = form.save()
        messages.success(request, _("已儲存「{crew}」。").format(crew=saved))
        return redirect(f"{programme.url}crews/")
    context = {"programme": programme, "form": form, "crew": found}
    return page(
        request, "programmes/crew.html", context, part="form", status=422 if form.is_bound else 200
    )
